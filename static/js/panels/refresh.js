// @ts-check
/**
 * A fragment that is refreshed under somebody's hands keeps the focus, what was half typed, what was unfolded, and how
 * far it was scrolled.
 */

/** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Field */

/** @param {any} target @returns {target is Field} */
export function isField(target) {
  return (
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement
  );
}

/** @typedef {{id: string, value: string|null, start: number|null, end: number|null}} Typed */

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
  const text = isField(field) && !(field instanceof HTMLSelectElement) && field.type !== "checkbox";
  if (!text) return { id: field.id, value: null, start: null, end: null };
  const value = field.value === field.defaultValue ? null : field.value;
  return { id: field.id, value, start: caret(field, "selectionStart"), end: caret(field, "selectionEnd") };
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
  if (isField(field) && typed.value !== null) field.value = typed.value;
  if (typed.start === null || !("setSelectionRange" in field)) return;
  /** @type {HTMLInputElement} */ (field).setSelectionRange(typed.start, typed.end);
}

/** Some kinds of field have no caret. @param {any} field @param {"selectionStart"|"selectionEnd"} which */
function caret(field, which) {
  try {
    return field[which];
  } catch {
    return null;
  }
}
