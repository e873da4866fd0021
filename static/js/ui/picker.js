// @ts-check
/** A list to pick from by typing: the command palette, quick add, connecting and finding are all this one. */
import { h, s } from "./dom.js";
import { score } from "./rank.js";
import { openDialog } from "./dialog.js";

/**
 * @typedef {{label: string, hint?: string, keys?: string, icon?: Node|null, run: () => void, why?: string,
 *   words?: string}} Choice `why` says why it cannot be chosen
 */

const SHOWN = 40;

/**
 * @param {{title: string, placeholder: string, empty: string}} what
 * @param {Choice[]} choices
 * @param {() => void} [cancelled]
 */
export function pick(what, choices, cancelled) {
  let chosen = false;
  let at = 0;
  /** @type {Choice[]} */
  let shown = [];
  const list = h("ul", { class: "picker-list", role: "listbox", id: "picker-list", "aria-label": what.title });
  const input = h("input", {
    type: "text",
    class: "picker-input",
    placeholder: what.placeholder,
    "aria-label": what.title,
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "picker-list",
    "aria-autocomplete": "list",
    autocomplete: "off",
    spellcheck: "false",
  });
  const draw = () => {
    shown = matching(choices, input.value).slice(0, SHOWN);
    at = Math.max(0, Math.min(at, shown.length - 1));
    list.replaceChildren(...shown.map((c, i) => row(c, i, i === at)));
    if (shown.length === 0) list.append(h("li", { class: "picker-empty", role: "presentation" }, what.empty));
    input.setAttribute("aria-activedescendant", shown.length > 0 ? `pick-${at}` : "");
    list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  };
  const take = (/** @type {number} */ i) => {
    const choice = shown[i];
    if (!choice || choice.why) return;
    chosen = true;
    box.close();
    choice.run();
  };
  const box = openDialog({ title: what.title, class: "picker", plain: true }, () => [input, list]);
  input.addEventListener("input", () => ((at = 0), draw()));
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (steps) at = Math.max(0, Math.min(shown.length - 1, at + steps));
    if (event.key === "Enter") take(at);
    if (!steps && event.key !== "Enter") return;
    event.preventDefault();
    if (box.isConnected) draw();
  });
  list.addEventListener("click", (event) => {
    const option = /** @type {Element} */ (event.target).closest("[data-at]");
    if (option) take(Number(option.getAttribute("data-at")));
  });
  box.addEventListener("close", () => chosen || cancelled?.());
  draw();
  input.focus();
}

/** @param {Choice} choice @param {number} i @param {boolean} selected */
function row(choice, i, selected) {
  return h(
    "li",
    {
      role: "option",
      id: `pick-${i}`,
      "data-at": i,
      "aria-selected": String(selected),
      "aria-disabled": choice.why ? "true" : null,
      class: "picker-row",
    },
    h(
      "span",
      { class: "picker-icon" },
      choice.icon ? choice.icon.cloneNode(true) : s("svg", { width: 16, height: 16 }),
    ),
    h("span", { class: "picker-label" }, choice.label),
    (choice.why ?? choice.hint) && h("span", { class: "picker-hint" }, choice.why ?? choice.hint),
    choice.keys && h("kbd", { class: "kbd" }, choice.keys),
  );
}

/**
 * Best matches first: the start of the label, the start of a word, anywhere, letters in order.
 * @param {Choice[]} choices
 * @param {string} query
 */
function matching(choices, query) {
  const q = query.trim().toLowerCase();
  if (!q) return choices;
  return choices
    .map((c, i) => ({ c, i, rank: score(c, q) }))
    .filter((m) => m.rank < 9)
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .map((m) => m.c);
}
