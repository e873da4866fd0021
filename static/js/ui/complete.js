// @ts-check
/**
 * Completion of lines with a grammar: while one is being typed, what may come next is listed under its field, and what is
 * wrong with it stands there. The server knows the grammar and the board's names; this only shows and puts in.
 * @typedef {HTMLInputElement|HTMLTextAreaElement} Field
 * @typedef {{text: string, means: string}} Option
 */
import { attr, h } from "./dom.js";

/** Between the last key and the question. */
const WAIT_MS = 90;

/** @param {string} session the id of the session */
export function mountCompletion(session) {
  const list = new List();
  let timer = 0;
  let asked = 0;
  const ask = (/** @type {Field} */ field) => {
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      const mine = ++asked;
      const line = lineOf(field);
      const answer = await question(session, field, line);
      if (mine !== asked || !answer || document.activeElement !== field) return;
      complain(field, answer.error ?? null);
      list.show(field, line.start + answer.from, answer.options, line.text.slice(answer.from, line.caret));
    }, WAIT_MS);
  };
  const close = () => {
    clearTimeout(timer);
    asked++;
    list.hide();
  };
  document.addEventListener("focusin", (event) => isCompleted(event.target) && announces(event.target));
  document.addEventListener("input", (event) => isCompleted(event.target) && ask(event.target));
  document.addEventListener("focusout", (event) => isCompleted(event.target) && close());
  document.addEventListener("scroll", () => list.hide(), true);
  // Before the forms hear of it: Enter takes an option, Escape closes the list and keeps what is typed.
  document.addEventListener(
    "keydown",
    (event) => {
      const field = event.target;
      if (!isCompleted(field)) return;
      if (event.ctrlKey && event.key === " ") ask(field);
      else if (!list.field || !list.key(event.key)) {
        if (event.key === "Enter" || event.key === "Escape") close();
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
}

/** @param {any} target @returns {target is Field} */
function isCompleted(target) {
  return (
    (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && Boolean(target.dataset.complete)
  );
}

/** Says that there is a list. A field of several lines may not be a combobox. @param {Field} field */
function announces(field) {
  attr(field, "aria-autocomplete", "list");
  attr(field, "aria-controls", List.ID);
  if (field instanceof HTMLTextAreaElement) return;
  attr(field, "role", "combobox");
  attr(field, "aria-expanded", "false");
}

/** The line in which the caret stands. @param {Field} field */
function lineOf(field) {
  const at = field.selectionStart ?? field.value.length;
  const start = field.value.lastIndexOf("\n", at - 1) + 1;
  const end = field.value.indexOf("\n", at);
  return { start, text: field.value.slice(start, end < 0 ? undefined : end), caret: at - start };
}

/**
 * @param {string} session @param {Field} field @param {{text: string, caret: number}} line
 * @returns {Promise<{from: number, options: Option[], error?: string}|null>}
 */
async function question(session, field, line) {
  const query = new URLSearchParams({
    line: field.dataset.complete ?? "",
    record: field.dataset.editId ?? "",
    text: line.text,
    caret: String(line.caret),
  });
  try {
    const answer = await fetch(`/s/${session}/complete?${query}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** What is wrong with what is being typed, in the place where the check will say it. @param {Field} field @param {string|null} why */
function complain(field, why) {
  const id = `${field.id}-error`;
  const told = document.getElementById(id);
  attr(field, "aria-invalid", why ? "true" : null);
  if (!why) {
    told?.remove();
    return attr(field, "aria-describedby", null);
  }
  attr(field, "aria-describedby", id);
  if (told) told.textContent = why;
  else field.closest(".rec")?.append(h("p", { class: "field-error", id, role: "status" }, why));
}

/** The list of what may come next. */
class List {
  static ID = "completions";

  constructor() {
    this.root = h("ul", { class: "completions", role: "listbox", id: List.ID, "aria-label": "What may come next", hidden: true });
    document.body.append(this.root);
    /** @type {Field|null} */ this.field = null;
    /** @type {Option[]} */ this.options = [];
    this.from = 0;
    this.at = -1;
    // The field keeps the focus.
    this.root.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target instanceof Element ? event.target.closest("[data-at]") : null;
      if (option) this.take(Number(option.getAttribute("data-at")));
    });
  }

  /** @param {Field} field @param {number} from @param {Option[]} options @param {string} partial */
  show(field, from, options, partial) {
    const said = options.length === 1 && options[0].text === partial;
    if (options.length === 0 || said) return this.hide();
    this.field = field;
    this.from = from;
    this.options = options;
    this.at = -1;
    this.root.replaceChildren(
      ...options.map(({ text, means }, i) =>
        h("li", { role: "option", id: `completion-${i}`, "data-at": i, "aria-selected": "false" }, h("b", {}, text), h("span", {}, means)),
      ),
    );
    this.root.hidden = false;
    this.place(field);
    if (field instanceof HTMLInputElement) attr(field, "aria-expanded", "true");
    attr(field, "aria-activedescendant", null);
  }

  /** Under the field, or over it where there is no room. @param {Field} field */
  place(field) {
    const box = field.getBoundingClientRect();
    const below = innerHeight - box.bottom;
    const over = below < 160 && box.top > below;
    const room = Math.min(240, (over ? box.top : below) - 8);
    const set = (/** @type {string} */ name, /** @type {string} */ value) => this.root.style.setProperty(name, value);
    set("max-height", `${room}px`);
    set("left", `${Math.max(4, Math.min(box.left, innerWidth - Math.max(box.width, 240) - 4))}px`);
    set("min-width", `${Math.max(box.width, 240)}px`);
    set("top", over ? "auto" : `${box.bottom + 2}px`);
    set("bottom", over ? `${innerHeight - box.top + 2}px` : "auto");
  }

  hide() {
    if (!this.field) return;
    if (this.field instanceof HTMLInputElement) attr(this.field, "aria-expanded", "false");
    attr(this.field, "aria-activedescendant", null);
    this.field = null;
    this.root.hidden = true;
  }

  /** Whether the key was for the list. @param {string} key */
  key(key) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) this.go(this.at + step);
    else if (key === "Escape") this.hide();
    else if (key === "Enter" && this.at >= 0) this.take(this.at);
    else return false;
    return true;
  }

  /** @param {number} at */
  go(at) {
    this.root.children[this.at]?.setAttribute("aria-selected", "false");
    this.at = (at + this.options.length) % this.options.length;
    const chosen = this.root.children[this.at];
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    if (this.field) attr(this.field, "aria-activedescendant", chosen.id);
  }

  /** @param {number} at */
  take(at) {
    const { field, from } = this;
    const option = this.options[at];
    if (!field || !option) return;
    const caret = field.selectionStart ?? field.value.length;
    field.setSelectionRange(from, caret);
    const words = `${option.text} `;
    // As if it were typed: the field's own undo knows it, and leaving the field keeps it.
    if (!document.execCommand("insertText", false, words)) {
      field.setRangeText(words, from, caret, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}
