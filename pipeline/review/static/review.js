// The review: one item after another, by keyboard alone. State lives here; item.js draws it.
import { $, fill, h } from "./dom.js";
import { anyOpen, showConflict, showHelp, showHistory, showPage, showQueue } from "./dialogs.js";
import { chosenButton, render, showAccept, showCell, showPictures, showPreview } from "./item.js";
import { picture } from "./pictures.js";
import { config, get, post, Refused, say, tell } from "./server.js";

const PREVIEW_AFTER = 160; // milliseconds without a key before the server is asked
const LOOK_EVERY = 5000; // milliseconds between looks at what others do
const FILTER = "jixiao-filter";

const state = { view: null, cell: 0, edits: new Map(), query: {}, trail: [], busy: false, asked: 0 };
try { state.query = JSON.parse(sessionStorage.getItem(FILTER)) ?? {}; } catch { /* another page's */ }

const act = {
  decide, skip, undo, select,
  typed: () => typed(),
  choose: (number) => choose(number),
  typingKey: (event) => typingKey(event),
  open: async (name) => { closeAll(); await step(() => get("api/item", { id: name })); },
  filter: async (query, focus) => {
    state.query = query;
    sessionStorage.setItem(FILTER, JSON.stringify(query));
    await showQueue(query, act, "filter");
    document.querySelector(`#queue-dialog [name=${focus}]`)?.focus();
    await step(() => get("api/next", query));
  },
  takeBack: async (correction) => { closeAll(); await step(() => post("api/undo", { correction }), "undone"); },
};

function closeAll() {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
}

/** Does one thing that brings another item, one at a time; says what went wrong. */
async function step(ask, told) {
  if (state.busy) return null;
  state.busy = true;
  document.body.classList.add("busy");
  try {
    const answer = await ask();
    if (told) tell(answer.done === false ? say("nothing_to_undo") : say(told, { label: answer.item?.title ?? "" }));
    if (answer.item || answer.done === undefined) show(answer.item);
    progress(answer.progress);
    return answer;
  } catch (error) {
    complain(error);
    return null;
  } finally {
    state.busy = false;
    document.body.classList.remove("busy");
  }
}

function complain(error) {
  if (!(error instanceof Refused)) throw error;
  if (error.status === 409 && error.answer.others) return conflict(error.answer);
  return tell(error.status === 0 || error.status === 401 ? error.message : say("failed", { message: error.message }), true);
}

function conflict(answer) {
  const mine = state.view.cells.filter((cell) => state.edits.has(cell.key))
    .map((cell) => [cell.label, state.edits.get(cell.key)]);
  const edits = new Map(state.edits);
  const again = () => {
    show(answer.item, edits);
    preview();
  };
  if (answer.code !== "conflict") {
    if (!edits.size && !answer.item?.open) {
      return onward().then(() => tell(say("gone_elsewhere", { name: say("somebody") })));
    }
    tell(say("conflict_title"), true);
    return again();
  }
  return showConflict(answer.others, mine, () => (answer.item?.open ? show(answer.item) : onward()), again);
}

const onward = () => step(() => get("api/next", { ...state.query, after: state.view?.item_id ?? "" }));

function show(view, edits = new Map()) {
  if (state.view && view && state.view.item_id !== view.item_id) state.trail.push(state.view.item_id);
  state.view = view;
  state.edits = new Map([...edits].filter(([cell]) => view?.cells.some((one) => one.key === cell)));
  state.cell = view?.first ?? 0;
  if (!view) return empty();
  history.replaceState(null, "", `#${view.item_id}`);
  render(view, act);
  refresh();
  (chosenButton() ?? $("work")).focus({ preventScroll: true });
  return ahead(view);
}

function refresh() {
  showCell(state, act);
  if (!state.edits.size) showPreview(state, null);
  showAccept(state.edits.size > 0);
  const cell = state.view.cells[state.cell];
  const field = $("typed");
  if (field && cell && document.activeElement !== field) {
    field.value = state.edits.get(cell.key) ?? "";
    field.rows = cell.prose ? 3 : 1;
    field.setAttribute("aria-label", `${say("correct_to")} ${cell.label}`);
  }
  if ($("reason")) $("reason").hidden = state.edits.size === 0;
}

function empty() {
  history.replaceState(null, "", "#");
  const skipped = state.skipped ?? 0;
  fill($("work"), h("section", { class: "empty" }, h("p", { class: "seal", "aria-hidden": "true" }, "毕"),
    h("h2", {}, say("empty_title")), h("p", {}, say("empty_told")),
    skipped && state.query.state !== "skipped"
      ? h("p", {}, say("empty_skipped", { count: skipped }), " ",
        h("button", { type: "button", onclick: () => refilter({ ...state.query, state: "skipped" }) }, say("show_skipped")))
      : null,
    Object.keys(state.query).length
      ? h("button", { type: "button", onclick: () => refilter({}) }, say("show_all")) : null));
  document.querySelector(".empty button")?.focus();
}

function refilter(query) {
  state.query = query;
  sessionStorage.setItem(FILTER, JSON.stringify(query));
  return step(() => get("api/next", query));
}

/** Fetches the next item's details and pictures while this one is looked at. */
async function ahead(view) {
  for (const page of view.pictures) picture(page.source).catch(() => {});
  try {
    const { item } = await get("api/next", { ...state.query, after: view.item_id, peek: "1" });
    for (const page of item?.pictures ?? []) picture(page.source).catch(() => {});
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

function progress(now) {
  if (!now) return;
  state.skipped = now.skipped;
  $("progress").textContent = say("progress", now) + (filtered() ? ` · ${say("filter_active")}` : "");
  $("progress-bar").max = Math.max(1, now.done + now.left);
  $("progress-bar").value = now.done;
  if (!now.left && !state.view && document.querySelector(".empty")) empty();
  $("state").textContent = now.write_failed ? say("write_failed", { message: now.write_failed })
    : now.writing ? say("writing", { count: now.writing }) : "";
  $("state").classList.toggle("bad", Boolean(now.write_failed));
}

const filtered = () => ["document", "rule", "kind", "template"].some((name) => state.query[name]);

function select(number) {
  if (!state.view?.cells.length || number === state.cell) return;
  state.cell = (number + state.view.cells.length) % state.view.cells.length;
  refresh();
  chosenButton()?.focus({ preventScroll: true });
  chosenButton()?.scrollIntoView({ block: "nearest" });
}

function choose(number) {
  const cell = state.view?.cells[state.cell];
  const reading = cell?.readings[number];
  if (config.readOnly) return undefined;
  if (!reading) return tell(say("no_such_reading", { number: number + 1 }), true);
  edit(cell, reading.text);
  $("typed").value = state.edits.get(cell.key) ?? "";
  return preview();
}

function edit(cell, text) {
  if (text === cell.text) state.edits.delete(cell.key);
  else state.edits.set(cell.key, text);
  refresh();
}

function typed() {
  edit(state.view.cells[state.cell], $("typed").value);
  clearTimeout(state.timer);
  state.timer = setTimeout(preview, PREVIEW_AFTER);
}

async function preview() {
  clearTimeout(state.timer);
  const cell = state.view.cells[state.cell];
  const number = (state.asked += 1);
  const edits = [...state.edits].filter(([name]) => name !== cell.key);
  if (state.edits.has(cell.key)) edits.push([cell.key, state.edits.get(cell.key)]);
  if (!edits.length) return showPreview(state, null);
  try {
    const answer = await post("api/preview", { item: state.view.item_id, typed: edits.map(([one, text]) => ({ cell: one, text })) });
    if (number === state.asked) showPreview(state, answer);
  } catch (error) {
    complain(error);
  }
  return undefined;
}

function beginTyping(text) {
  const field = $("typed");
  if (!field || field.disabled) return;
  const cell = state.view.cells[state.cell];
  field.value = text ?? state.edits.get(cell.key) ?? cell.text;
  field.focus();
  if (text === undefined) field.select();
  else typed();
}

function blank() {
  const cell = state.view?.cells[state.cell];
  if (!cell || config.readOnly) return undefined;
  edit(cell, "");
  $("typed").value = "";
  return preview();
}

function typingKey(event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    decide();
  } else if (event.key === "Escape") {
    giveUp();
  }
  event.stopPropagation();
}

function giveUp() {
  state.edits.clear();
  state.asked += 1;
  chosenButton()?.focus({ preventScroll: true });
  refresh();
  showPreview(state, null);
}

async function decide() {
  const { view } = state;
  if (!view || config.readOnly || state.busy) return;
  clearTimeout(state.timer);
  state.asked += 1;
  const edits = [...state.edits];
  const answer = await step(() => post("api/decide", {
    item: view.item_id, fingerprint: view.fingerprint,
    typed: edits.map(([cell, text]) => ({ cell, text })),
    seen: Object.fromEntries(view.cells.map((cell) => [cell.key, cell.seen])),
    reason: edits.length ? $("reason").value : "", query: state.query,
  }));
  if (answer) tell(told(view, edits, answer));
}

function told(view, edits, answer) {
  if (answer.still_open) return say("still_open");
  if (view.double === "first") return say("saved_answer");
  const first = view.cells.find((cell) => cell.key === edits[0]?.[0]);
  const blank = say("printed_blank");
  const what = first
    ? say("saved_text", { label: first.label, old: first.text || blank, new: edits[0][1] || blank })
    : say("saved_accept", { label: view.title || say(`kind_${view.kind}`) });
  return answer.settled ? `${what} · ${say("settled_too", { count: answer.settled })}` : what;
}

async function undo() {
  if (!config.readOnly) await step(() => post("api/undo", {}), "undone");
}

async function skip() {
  if (!state.view) return;
  const name = state.view.item_id;
  if (config.readOnly) await onward();
  else if (await step(() => post("api/skip", { item: name, query: state.query }))) tell(say("skipped_told"));
}

async function document_(direction) {
  const answer = await get("api/next", { ...state.query, after: state.view?.item_id ?? "", direction, leave: "document", peek: "1" });
  if (answer.item) await step(() => get("api/item", { id: answer.item.item_id }));
  else tell(say("no_other_document"));
}

async function back() {
  const name = state.trail.pop();
  if (!name) return;
  await step(() => get("api/item", { id: name }));
  state.trail.pop();
}

const COMMANDS = {
  Enter: decide, s: skip, u: undo, b: back, n: () => document_(""), p: () => document_("back"),
  PageDown: () => document_(""), PageUp: () => document_("back"),
  Delete: () => blank(), Backspace: () => blank(),
  e: () => beginTyping(), F2: () => beginTyping(), z: () => showPage(state), "?": showHelp, "？": showHelp,
  q: () => showQueue(state.query, act, "list"), f: () => showQueue(state.query, act, "filter"), h: () => showHistory(act),
  ArrowRight: () => select(state.cell + 1), ArrowDown: () => select(state.cell + 1),
  ArrowLeft: () => select(state.cell - 1), ArrowUp: () => select(state.cell - 1), Escape: giveUp,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || anyOpen()) return;
  const own = event.target.closest?.("button:not(.cell), a, input, textarea, select");
  if (own && (event.key === "Enter" || event.key === " " || own.matches("input, textarea, select"))) return;
  const number = Number(event.key);
  const several = (state.view?.cells[state.cell]?.readings.length ?? 0) > 1;
  let command = COMMANDS[event.key];
  if (!command && state.view?.cells.length && event.key.length === 1 && event.key !== " ") {
    command = number >= 1 && several ? () => choose(number - 1) : () => beginTyping(event.key);
  }
  if (!command || (!state.view && ["Escape", "e", "F2", "z"].includes(event.key))) return;
  event.preventDefault();
  Promise.resolve(command()).catch(complain);
});

async function look() {
  const { view } = state;
  try {
    const now = await get("api/changes", { ...state.query, item: view?.item_id ?? "" });
    if (state.view !== view || state.busy) return;
    progress(now.progress);
    if (!view) {
      if (now.progress.left) await onward();
      return;
    }
    const badge = $("also-open");
    badge.hidden = !now.also_open;
    badge.textContent = say("also_open", { name: now.also_open ?? "" });
    if (view.open && !now.open && !state.edits.size) {
      await onward();
      tell(say("gone_elsewhere", { name: now.by ?? say("somebody") }));
    }
  } catch (error) {
    complain(error);
  }
}

$("open-queue").addEventListener("click", () => COMMANDS.q());
$("open-history").addEventListener("click", () => COMMANDS.h());
$("open-help").addEventListener("click", showHelp);
$("language").addEventListener("click", async () => {
  await post("language", { language: config.language === "zh" ? "en" : "zh" });
  location.reload();
});
$("page-dialog").addEventListener("keydown", (event) => { if (event.key === "z") $("page-dialog").close(); });
window.addEventListener("resize", () => { if (state.view) showPictures(state); });
window.addEventListener("beforeunload", (event) => { if (state.edits.size) event.preventDefault(); });
setInterval(look, LOOK_EVERY);

const named = decodeURIComponent(location.hash.slice(1));
const first = await step(() => (named ? get("api/item", { id: named }) : get("api/next", state.query)));
if (!first && named) await step(() => get("api/next", state.query));
