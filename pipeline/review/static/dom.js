// Elements made of plain values: document text only ever becomes text nodes.

const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Shows what cannot be seen: characters that steer, or turn the direction of writing, as their number. */
export function visible(text) {
  return text.replace(HIDDEN, (sign) => `⟨${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

/** Makes an element: h("p", { class: "told", onclick: f }, "text", h("b", {}, "bold")). */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  add(element, children);
  return element;
}

export function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child);
  }
}

export function fill(element, ...children) {
  element.replaceChildren();
  add(element, children);
}

/** A text of a document: kept apart from the direction of what is around it. */
export function printed(text, name = "printed") {
  return h("bdi", { class: name }, visible(text));
}

export const key = (name) => h("kbd", { "aria-hidden": "true" }, name);
export const $ = (id) => document.getElementById(id);
