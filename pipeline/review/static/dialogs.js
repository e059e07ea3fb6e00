// What lies over the page for a while: help, queue with its filters, history, a conflict, the whole page.
import { $, fill, h, key, printed } from "./dom.js";
import { pastLine } from "./item.js";
import { drawPage, picture } from "./pictures.js";
import { config, get, say } from "./server.js";

const KEYS = [
  ["Enter", "accept"], ["1–9", "choose"], ["e", "type"], ["Del", "blank"], ["← → Tab", "cells"], ["Esc", "escape"], ["s", "skip"],
  ["b", "back"], ["u", "undo"], ["n / p", "documents"], ["f", "filter"], ["q", "queue"], ["h", "history"], ["z", "zoom"],
  ["?", "help"],
];
const STATES = ["open", "skipped"];
const ORDERS = ["urgency", "document"];

export const anyOpen = () => document.querySelector("dialog[open]") !== null;

function open(name, title, ...content) {
  const dialog = $(`${name}-dialog`);
  fill(dialog, h("header", {}, h("h2", { id: `${name}-title` }, title),
    h("button", { type: "button", class: "close", onclick: () => dialog.close(), "aria-label": say("close") }, key("Esc"))),
  ...content);
  if (!dialog.open) dialog.showModal();
  return dialog;
}

export function showHelp() {
  open("help", say("help_title"),
    h("dl", { class: "keys" }, KEYS.map(([name, what]) => [
      h("dt", {}, name.split(" ").map((one) => (one === "/" ? " / " : key(one)))), h("dd", {}, say(`help_${what}`))])),
    h("p", { class: "told" }, say("help_told")));
}

export async function showHistory(act) {
  const { rows } = await get("api/history");
  open("history", say("history_title"), rows.length
    ? h("ul", { class: "history" }, rows.map((one) => h("li", { class: one.standing ? "" : "void" },
      pastLine(one), printed(one.file_name, "file"),
      one.standing && one.action !== "undo" && !config.readOnly
        ? h("button", { type: "button", onclick: () => act.takeBack(one.correction_id) }, say("undo")) : null)))
    : h("p", { class: "quiet" }, say("history_none")));
}

/** The queue with its filters; `act.open` opens an item, `act.filter` takes over another filter. */
export async function showQueue(query, act, focus) {
  const answer = await get("api/queue", query);
  const list = h("ol", { class: "items", onkeydown: walk });
  const dialog = open("queue", say("queue_title"), filters(query, answer, act),
    h("p", { class: "count" }, h("b", {}, say("count", { count: answer.count })), people(answer.progress)), list);
  lines(list, query, answer, act, 0);
  const first = focus === "filter" ? dialog.querySelector("input") : list.querySelector("button");
  (first ?? dialog.querySelector("input")).focus();
}

function lines(list, query, answer, act, offset) {
  list.querySelector(".more")?.remove();
  list.append(...answer.rows.map((one) => h("li", {}, h("button", { type: "button", onclick: () => act.open(one.item_id) },
    h("span", { class: one.error ? "tag error" : "tag mark" }, say(one.error ? "error" : "mark")),
    h("span", { class: "kind" }, say(`kind_${one.kind}`)), printed(one.label, "label"),
    printed(one.file_name, "file"), h("span", { class: "quiet" }, say("page", { page: one.page })),
    h("span", { class: "rule" }, one.rules.join(" ")),
    one.also_open ? h("span", { class: "also-open" }, say("also_open", { name: one.also_open })) : null))));
  const next = offset + answer.rows.length;
  if (next < answer.count) {
    const more = async () => lines(list, query, await get("api/queue", { ...query, offset: next }), act, next);
    list.append(h("li", { class: "more" }, h("button", { type: "button", onclick: more }, "…")));
  }
}

function people(progress) {
  if (!progress.people.length) return null;
  return h("span", { class: "people" }, say("by_person"), " ",
    progress.people.slice(0, 8).map(([name, count]) => [printed(name, "who"), ` ${count}　`]));
}

function filters(query, answer, act) {
  const change = (event) => {
    const { name, value } = event.target;
    act.filter({ ...query, [name]: value }, name);
  };
  const select = (name, label, options) => h("label", {}, label, h("select", { name, onchange: change },
    options.map(([value, text]) => h("option", { value, selected: (query[name] ?? "") === value }, text))));
  const counted = (pairs, words) => [["", say("any")], ...pairs.map(([value, count]) => [value, `${words(value)} (${count})`])];
  const { facets } = answer;
  return h("form", { class: "filters", onsubmit: (event) => event.preventDefault() },
    h("label", {}, say("filter_document"), h("input", {
      name: "document", value: query.document ?? "", placeholder: say("filter_document_told"), onchange: change })),
    select("kind", say("filter_kind"), counted(facets.kinds, (one) => say(`kind_${one}`))),
    select("rule", say("filter_rule"), counted(facets.rules, (one) => one)),
    select("template", say("filter_template"), counted(facets.templates, (one) => say(`template_${one}`))),
    select("state", say("filter_state"), STATES.map((one) => [one, say(`state_${one}`)])),
    select("order", say("filter_order"), ORDERS.map((one) => [one, say(`order_${one}`)])),
    h("button", { type: "button", onclick: () => act.filter({}, "document") }, say("filter_clear")));
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  buttons[buttons.indexOf(document.activeElement) + step]?.focus();
}

/** What others have written meanwhile, beside one's own. */
export function showConflict(others, mine, take, insist) {
  const dialog = open("conflict", say("conflict_title"), h("p", {}, say("conflict_told")),
    others.map((one) => h("div", { class: "side theirs" }, h("h3", {}, say("conflict_theirs", { name: one.reviewer })),
      h("p", {}, h("span", { class: "label" }, one.label),
        one.new === null ? say("conflict_accepts") : printed(one.new || say("printed_blank"), "value")))),
    mine.map(([label, text]) => h("div", { class: "side" }, h("h3", {}, say("conflict_yours")),
      h("p", {}, h("span", { class: "label" }, label), printed(text || say("printed_blank"), "value")))),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "primary", onclick: () => { dialog.close(); take(); } }, say("take_theirs")),
      mine.length ? h("button", { type: "button", onclick: () => { dialog.close(); insist(); } }, say("insist")) : null));
  dialog.querySelector(".primary").focus();
}

export async function showPage(state) {
  const cell = state.view?.cells[state.cell];
  const page = state.view?.pictures.find((one) => one.page === (cell?.page ?? state.view.page));
  if (!page) return;
  const canvas = h("canvas", { role: "img", "aria-label": say("whole_page") });
  const box = h("div", { class: "whole", tabindex: 0 }, canvas);
  open("page", `${say("whole_page")} · ${say("page", { page: page.page })}`, box);
  const others = state.view.cells.filter((one) => one.page === page.page && one !== cell && one.corners.length);
  const at = drawPage(canvas, await picture(page.source), page, cell, others, Math.min(box.clientWidth, page.width * 2.4));
  box.scrollTop = Math.max(0, at - box.clientHeight / 2);
  box.focus();
}
