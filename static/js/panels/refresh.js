// @ts-check
/**
 * A fragment that is refreshed under somebody's hands keeps the focus, what was half typed, what was unfolded, and how
 * far it was scrolled.
 */

import { followed } from "../model/field.js";
import { h, text } from "../ui/dom.js";

/** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Field */

/** @param {any} target @returns {target is Field} */
export function isField(target) {
  return (
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement
  );
}

/** @typedef {{id: string, held: import("../model/field.js").Held|null, start: number|null, end: number|null}} Typed */

/** @param {() => void} swapped called after every swap */
export function keepPlace(swapped) {
  /** @type {{typed: Typed|null, open: string[], scroll: number}|null} */
  let place = null;
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const root = event.target;
    if (!(root instanceof HTMLElement)) return;
    // htmx would copy the height of a resized field as an inline style, which the page's policy forbids.
    for (const el of root.querySelectorAll("[style]")) el.removeAttribute("style");
    const open = [...root.querySelectorAll("details[open][id]")].map((el) => el.id);
    place = { typed: typedIn(root), open, scroll: root.scrollTop };
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (place && event.target instanceof HTMLElement) putBack(event.target, place);
    place = null;
    swapped();
  });
}

/** @param {HTMLElement} root @returns {Typed|null} */
function typedIn(root) {
  const field = document.activeElement;
  if (!field?.id || !root.contains(field)) return null;
  const written = isField(field) && !(field instanceof HTMLSelectElement) && field.type !== "checkbox";
  if (!written) return { id: field.id, held: null, start: null, end: null };
  return { id: field.id, held: heldBy(field), start: caret(field, "selectionStart"), end: caret(field, "selectionEnd") };
}

/** @param {HTMLElement} root @param {{typed: Typed|null, open: string[], scroll: number}} place */
function putBack(root, { typed, open, scroll }) {
  for (const id of open) {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = true;
  }
  root.scrollTop = scroll;
  const field = typed ? document.getElementById(typed.id) : null;
  if (!field || !typed) return;
  field.focus({ preventScroll: true });
  if (typed.held && isField(field) && !(field instanceof HTMLSelectElement)) {
    show(field, followed(typed.held, field.defaultValue));
  }
  if (typed.start === null || !("setSelectionRange" in field)) return;
  /** @type {HTMLInputElement} */ (field).setSelectionRange(typed.start, typed.end);
}

/** Lets a field follow the board. @param {Field} field @param {string} now what the board says */
export function follow(field, now) {
  if (!(field instanceof HTMLSelectElement)) show(field, followed(heldBy(field), now));
  else if (field.value !== now) field.value = now;
}

/** @param {HTMLInputElement|HTMLTextAreaElement} field @returns {import("../model/field.js").Held} */
function heldBy(field) {
  const focused = field === document.activeElement;
  return { value: field.value, base: field.defaultValue, focused, elsewhere: marked(field) !== null };
}

/**
 * @param {HTMLInputElement|HTMLTextAreaElement} field
 * @param {{value: string, base: string, elsewhere: boolean}} next
 */
function show(field, { value, base, elsewhere }) {
  if (field.defaultValue !== base) field.defaultValue = base;
  if (field.value !== value) field.value = value;
  mark(field, elsewhere);
}

/** Says beside a field, without taking anything away, that somebody else changed it. @param {Field} field @param {boolean} on */
export function mark(field, on) {
  const old = marked(field);
  if (!on) return old?.remove();
  const words = `Changed elsewhere to ${field instanceof HTMLSelectElement ? field.value : field.defaultValue}; Esc takes it`;
  if (old) text(old, words);
  else field.after(h("span", { class: "elsewhere", role: "status" }, words));
}

/** @param {Field} field @returns {Element|null} its mark */
function marked(field) {
  return field.nextElementSibling?.matches(".elsewhere") ? field.nextElementSibling : null;
}

/** Some kinds of field have no caret. @param {any} field @param {"selectionStart"|"selectionEnd"} which */
function caret(field, which) {
  try {
    return field[which];
  } catch {
    return null;
  }
}
