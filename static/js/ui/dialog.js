// @ts-check
/** Native dialogs: the browser traps the focus, closes on Escape and gives the focus back. */
import { byId, h } from "./dom.js";
import { icon } from "./icons.js";

let number = 0;

/**
 * Opens a dialog over the page.
 * @param {{title: string, class?: string, plain?: boolean}} what `plain` draws no title bar
 * @param {(close: () => void) => (Node|string|null)[]} content
 * @returns {HTMLDialogElement}
 */
export function openDialog(what, content) {
  const id = `dialog-${++number}`;
  const close = () => box.close();
  const shut = h("button", { class: "icon-btn", type: "button", "aria-label": "Close", onclick: close }, icon("close"));
  const head = h(
    "header",
    { class: what.plain ? "visually-hidden" : "dialog-head" },
    h("h2", { id }, what.title),
    !what.plain && shut,
  );
  const box = h("dialog", { class: what.class ?? "", "aria-labelledby": id }, head);
  box.append(...content(close).filter((c) => c !== null));
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && outside(box, event) && close());
  byId("dialogs").append(box);
  box.showModal();
  return box;
}

/** @param {HTMLDialogElement} box @param {MouseEvent} event */
function outside(box, event) {
  const r = box.getBoundingClientRect();
  return event.clientX < r.left || event.clientX > r.right || event.clientY < r.top || event.clientY > r.bottom;
}
