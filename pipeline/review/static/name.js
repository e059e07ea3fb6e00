// The page that asks for a reviewer's name, and the switch of the language on it.
const post = (path, body) => fetch(path, {
  method: "POST",
  headers: { "Content-Type": "application/json", "X-CSRF-Token": document.body.dataset.csrf },
  body: JSON.stringify(body),
});

document.getElementById("name-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await post("name", { name: document.getElementById("name").value });
  if (answer.ok) location.replace("./");
  else document.getElementById("name-bad").hidden = false;
});

document.getElementById("language").addEventListener("click", async (event) => {
  await post("language", { language: event.currentTarget.dataset.to });
  location.reload();
});
