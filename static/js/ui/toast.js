// @ts-check
/** Short notices in the corner, and one polite voice for screen readers. */
import { byId, h } from "./dom.js";
import { icon } from "./icons.js";

const STAYS_MS = 6000;

/**
 * @param {string} message @param {"info"|"warning"|"error"|"check"} [tone]
 * @param {{label: string, run: () => void}} [action]
 */
export function toast(message, tone = "info", action) {
  const root = byId("toasts");
  const close = () => box.remove();
  const more =
    action && h("button", { class: "btn", type: "button", onclick: () => (action.run(), close()) }, action.label);
  const shut = h(
    "button",
    { class: "icon-btn", type: "button", "aria-label": "Close notice", onclick: close },
    icon("close"),
  );
  const box = h(
    "div",
    { class: `toast ${tone}`, role: tone === "error" ? "alert" : "status" },
    icon(tone),
    h("p", {}, message),
    more,
    shut,
  );
  root.append(box);
  while (root.children.length > 4) root.firstElementChild?.remove();
  const timer = () => setTimeout(() => (box.matches(":hover, :focus-within") ? timer() : close()), STAYS_MS);
  timer();
}

let turn = false;

/** Speaks once; the same words twice are spoken twice. @param {string} words */
export function announce(words) {
  turn = !turn;
  byId("announcer").textContent = turn ? words : `${words}\u00a0`;
}
