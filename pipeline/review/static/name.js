// The page that asks for a reviewer's name, and the switch of the language on it. No module, and before the form in the
// page: whoever types fast shall not send the form before somebody listens.
(() => {
  const post = (path, body) => fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": document.body.dataset.csrf },
    body: JSON.stringify(body),
  });

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await post("name", { name: document.getElementById("name").value });
    if (answer.ok) location.replace("./");
    else document.getElementById("name-bad").hidden = false;
  });

  document.addEventListener("click", async (event) => {
    if (event.target.id !== "language") return;
    await post("language", { language: event.target.dataset.to });
    location.reload();
  });
})();
