// One item on the page: the crop, the readings, the reasons, the row among its neighbours, the page.
import { $, fill, h, key, printed, visible } from "./dom.js";
import { drawCrop, drawPage, picture } from "./pictures.js";
import { config, say } from "./server.js";

const percent = (confidence) => say("confidence", { percent: Math.floor(confidence * 100) });
const many = (row) => row.length > 0;

/** Builds the page of an item; `act` are what its buttons do. */
export function render(view, act) {
  fill($("work"),
    h("section", { class: "task", "aria-label": view.title || say(`kind_${view.kind}`) },
      head(view),
      h("div", { id: "viewer", class: view.no_picture ? "viewer textual" : "viewer" }),
      h("div", { class: "columns" },
        h("section", { class: "decide" },
          h("h3", { id: "cell-label", class: "cell-label" }),
          h("div", { id: "readings" }),
          typing(view, act),
          actions(act),
          h("div", { id: "preview", role: "status", "aria-live": "polite" })),
        h("section", { class: "why" }, h("h3", {}, say("why")), reasons(view))),
      h("section", { class: "around" }, h("h3", {}, say(many(view.neighbours.rows) ? "row_around" : "row_cells")), h("div", { id: "row" })),
      past(view)),
    h("aside", { class: "paper", "aria-label": say("original") },
      view.no_picture ? null : h("div", { id: "page", class: "page" }, h("canvas", { role: "img" })),
      formHead(view)));
}

function head(view) {
  const kind = say(`kind_${view.kind}`);
  return h("header", { class: "item-head" },
    h("span", { class: view.open ? `tag ${view.error ? "error" : "mark"}` : "tag settled" },
      say(view.open ? (view.error ? "error" : "mark") : "done_state")),
    h("h2", {}, h("span", { class: "kind" }, kind), view.title ? printed(view.title, "title") : null),
    h("span", { class: "where" }, printed(view.file_name, "file"), h("span", {}, say("page", { page: view.page }))),
    h("span", { id: "also-open", class: "also-open", hidden: !view.also_open },
      say("also_open", { name: view.also_open ?? "" })),
    view.double ? h("span", { class: "badge" }, say(`double_${view.double}`)) : null);
}

function typing(view, act) {
  if (!many(view.cells)) return h("p", { class: "quiet" }, say("no_cell"));
  return h("div", { class: "typing" },
    h("label", { for: "typed" }, say("correct_to"), key("e")),
    h("textarea", {
      id: "typed", rows: 1, spellcheck: "false", autocomplete: "off", maxlength: 20000, disabled: config.readOnly,
      placeholder: say("correct_told"), oninput: act.typed, onkeydown: act.typingKey,
    }),
    h("input", {
      id: "reason", hidden: true, maxlength: 500, "aria-label": say("reason_label"), placeholder: say("reason_label"),
      autocomplete: "off", onkeydown: act.typingKey,
    }));
}

function actions(act) {
  if (config.readOnly) return h("p", { class: "quiet" }, say("read_only_told"));
  return h("div", { class: "actions" },
    h("button", { id: "accept", class: "primary", type: "button", onclick: act.decide }),
    h("button", { type: "button", onclick: act.skip }, say("skip"), key("s")),
    h("button", { type: "button", onclick: act.undo }, say("undo"), key("u")));
}

export function showAccept(editing) {
  const button = $("accept");
  if (button) fill(button, say(editing ? "save" : "accept"), key("Enter"));
}

function reasons(view) {
  if (!many(view.reasons)) return h("p", { class: "quiet" }, say("why_none"));
  const doubts = new Map();
  const told = [];
  for (const reason of view.reasons) {
    if (!reason.rule && reason.label) doubts.set(reason.label, [...(doubts.get(reason.label) ?? []), reason.text]);
    else told.push(reason);
  }
  return h("ul", { class: "reasons" },
    told.map((reason) => h("li", { class: reason.severity },
      printed(reason.text), reason.rule ? h("span", { class: "rule" }, reason.rule) : null)),
    [...doubts].map(([label, texts]) => h("li", { class: "doubt" }, h("b", {}, label), " ", texts.join(" · "))));
}

function formHead(view) {
  if (!many(view.head)) return null;
  return h("section", { class: "form-head" },
    h("h3", {}, say("form_head"), h("span", { class: "quiet" }, say(`template_${view.template}`))),
    h("dl", {}, view.head.map(([label, value]) => [h("dt", {}, label), h("dd", {}, printed(value))])));
}

function past(view) {
  if (!many(view.past)) return null;
  return h("section", { class: "past" }, h("h3", {}, say("history_of_row")),
    h("ul", {}, view.past.map((one) => h("li", { class: one.standing ? "" : "void" }, pastLine(one)))));
}

/** One decision in a line: 张三 · 全年预算数: 16.5 → 165. */
export function pastLine(one) {
  const change = one.new === null
    ? say(one.action === "undo" ? "history_undo" : one.action === "answer" ? "history_answer" : "history_accept")
    : [printed(one.old || say("printed_blank"), "old"), " → ", printed(one.new || say("printed_blank"), "new")];
  return [
    h("time", { datetime: one.at }, new Date(one.at).toLocaleString(config.language === "zh" ? "zh-CN" : "en-GB",
      { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" })),
    printed(one.reviewer, "who"), h("span", { class: "label" }, one.label), change,
    one.reason ? printed(`（${one.reason}）`, "quiet") : null,
  ];
}

/** The readings of the chosen cell, which number keys choose. */
export function showCell(state, act) {
  const cell = state.view.cells[state.cell];
  fill($("cell-label"), cell ? [cell.label || say("cell_label", { label: "", text: "" }),
    cell.doubtful ? h("span", { class: "dot", title: say("in_doubt") }) : null,
    cell.corrected_by ? h("span", { class: "quiet" }, say("corrected_by", { name: cell.corrected_by })) : null,
    cell.prose ? null : h("span", { class: "now" }, `${say("value_now")} `, valueOf(cell.value))] : []);
  $("readings").classList.toggle("prose", Boolean(cell?.prose));
  fill($("readings"), cell ? readings(state, cell, act) : []);
  showRow(state, act);
  showPictures(state);
}

function readings(state, cell, act) {
  const now = state.edits.get(cell.key) ?? cell.text;
  return h("ol", { class: "readings", "aria-label": say("readings") }, cell.readings.map((one, number) =>
    h("li", {}, h("button", {
      type: "button", class: one.text === now ? "reading chosen" : "reading", disabled: config.readOnly,
      "aria-pressed": String(one.text === now), onclick: () => act.choose(number),
    },
    cell.readings.length > 1 ? key(String(number + 1)) : null,
    one.text ? printed(one.text) : h("span", { class: "blank" }, say("printed_blank")),
    h("span", { class: "source" }, [say(`method_${one.method}`), visible(one.reader)].filter(Boolean).join(" "),
      one.confidence === null ? null : h("span", { class: one.confidence < 0.9 ? "unsure" : "" },
        percent(one.confidence)))))));
}

/** The row as a table among its neighbours; its own cells can be chosen. */
function showRow(state, act) {
  const focused = document.activeElement?.closest?.("#row") !== null;
  const { columns, rows } = state.view.neighbours;
  const shown = many(rows)
    ? h("table", {},
      h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col" }, column || "–")))),
      h("tbody", {}, rows.map((row) => h("tr", { class: many(row.cells) ? "own" : row.marked ? "marked" : "" },
        many(row.cells)
          ? row.cells.map((numbers) => h("td", {}, numbers.map((number) => cellButton(state, number, act))))
          : row.texts.map((text) => h("td", {}, h("div", {}, printed(text))))))))
    : h("div", { class: "cells" }, state.view.cells.map((cell, number) =>
      h("div", {}, h("span", { class: "label" }, cell.label), cellButton(state, number, act))));
  fill($("row"), shown);
  if (focused) chosenButton()?.focus({ preventScroll: true });
}

export const chosenButton = () => document.querySelector("#row [aria-current]");

function cellButton(state, number, act) {
  const cell = state.view.cells[number];
  const edit = state.edits.get(cell.key);
  const text = edit ?? cell.text;
  const label = say("cell_label", { label: cell.label, text: visible(text) || say("printed_blank") });
  return h("button", {
    type: "button", "data-cell": number,
    class: ["cell", cell.doubtful && "doubtful", edit !== undefined && "edited"].filter(Boolean).join(" "),
    "aria-current": number === state.cell && "true",
    "aria-label": [label, cell.doubtful && say("in_doubt"), edit !== undefined && say("edited")].filter(Boolean).join("，"),
    onclick: () => act.select(number), onfocus: () => act.select(number),
  }, text ? printed(text) : h("span", { class: "blank" }, say("printed_blank")));
}

const valueOf = (value) => (value === null || value === undefined
  ? h("span", { class: "blank" }, say("no_value")) : printed(value, "value"));

/** What is made of the chosen cell; or, while something is typed, what the row would be. */
export function showPreview(state, preview) {
  const cell = state.view.cells[state.cell];
  if (!preview) return fill($("preview"));
  const value = Object.fromEntries(preview.values)[cell.key];
  const lines = [
    h("p", { class: "becomes" }, `${say("value_then")} `, valueOf(value),
      cell.value === value ? h("span", { class: "quiet" }, say("preview_same")) : null),
    ...preview.settles.map((text) => h("p", { class: "settles" }, h("b", {}, say("preview_settles")), " ", printed(text))),
    ...preview.raises.map((text) => h("p", { class: "raises" }, h("b", {}, say("preview_raises")), " ", printed(text))),
  ];
  if (!preview.raises.length) lines.push(h("p", { class: "clear" }, say("preview_clear")));
  if (preview.rows) lines.push(h("p", { class: "quiet" }, say("preview_rows", { count: preview.rows })));
  return fill($("preview"), lines);
}

/** Draws the crop and the page for the chosen cell; or the table as text where there is no picture. */
export async function showPictures(state) {
  const { view } = state;
  if (view.no_picture) return showSheet(state);
  const cell = state.view.cells[state.cell] ?? { corners: [], page: view.page };
  const page = view.pictures.find((one) => one.page === cell.page) ?? view.pictures[0];
  if (!page) return undefined;
  const viewer = $("viewer");
  if (!viewer.querySelector("canvas")) {
    fill(viewer, h("p", { class: "waiting" }, say("picture_loading", { page: page.page })), h("canvas", { role: "img" }));
  }
  try {
    const bitmap = await picture(page.source);
    if (state.view === view && (view.cells[state.cell] ?? cell) === cell) draw(state, bitmap, page, cell);
  } catch {
    if (state.view === view) fill(viewer, h("p", { class: "waiting" }, say("no_picture_failed")));
  }
  return undefined;
}

function draw(state, bitmap, page, cell) {
  const others = state.view.cells.filter((one) => one.page === page.page && one !== cell && one.corners.length);
  const [crop, whole] = [document.querySelector("#viewer canvas"), document.querySelector("#page canvas")];
  const label = `${say("page", { page: page.page })} ${cell.label ?? ""}`;
  document.querySelector("#viewer .waiting")?.remove();
  drawCrop(crop, bitmap, page, cell, others);
  const box = $("page");
  const at = drawPage(whole, bitmap, page, cell, others, box.clientWidth);
  box.scrollTop = Math.max(0, at - box.clientHeight / 2);
  for (const canvas of [crop, whole]) canvas.setAttribute("aria-label", label);
}

function showSheet(state) {
  const { view } = state;
  fill($("viewer"), h("p", { class: "no-picture" }, say(`no_picture_${view.no_picture}`)),
    view.sheet.length ? h("table", { class: "sheet", "aria-label": say("sheet") }, h("tbody", {}, view.sheet.map((line) =>
      h("tr", {}, line.map((one) => h("td", {
        rowspan: one.row_span, colspan: one.column_span,
        class: one.cell === null ? "" : one.cell === state.cell ? "this" : "own",
      }, printed(one.text)))))))
      : h("p", { class: "loud" }, printed(view.cells[state.cell]?.text ?? "")));
  document.querySelector("#viewer .this")?.scrollIntoView({ block: "center", inline: "nearest" });
}
