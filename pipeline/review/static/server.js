// What the page asks of the server, and the words it speaks.
import { $ } from "./dom.js";

export const config = JSON.parse(document.body.dataset.config);

/** The words of a key, with facts put in: say("page", { page: 3 }). */
export function say(name, facts = {}) {
  return (config.words[name] ?? name).replace(/\{(\w+)\}/g, (all, fact) => facts[fact] ?? "");
}

/** Something that the server refused, with its answer's status. */
export class Refused extends Error {
  constructor(status, message, answer) {
    super(message);
    this.status = status;
    this.answer = answer;
  }
}

export const get = (path, query = {}) => ask(`${path}?${new URLSearchParams(query)}`, {});

export const post = (path, body) => ask(path, {
  method: "POST",
  headers: { "Content-Type": "application/json", "X-CSRF-Token": config.csrf },
  body: JSON.stringify(body),
});

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    throw new Refused(0, say("offline"));
  }
  const json = answer.headers.get("Content-Type")?.startsWith("application/json");
  const content = json ? await answer.json() : await answer.text();
  if (answer.ok) return content;
  if (answer.status === 401) throw new Refused(401, say("session_over"));
  throw new Refused(answer.status, json ? "" : content, content);
}

let hiding = 0;

/** Says for a while what has happened. */
export function tell(text, bad = false) {
  const toast = $("toast");
  toast.textContent = text;
  toast.className = bad ? "shown bad" : "shown";
  clearTimeout(hiding);
  hiding = setTimeout(() => { toast.className = ""; }, bad ? 8000 : 4500);
}
