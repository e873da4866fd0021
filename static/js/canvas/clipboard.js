// @ts-check
/**
 * Copy, cut and paste through the system clipboard, so that they work between tabs and sessions.
 * @typedef {import("./canvas.js").Canvas} Canvas
 */
import { typing } from "../ui/dom.js";

/** @param {Canvas} canvas */
export function mountClipboard(canvas) {
  const mine = (/** @type {Event} */ event) => {
    const { target } = event;
    const here = target === document.body || (target instanceof Node && canvas.root.contains(target));
    return here && !typing(document.activeElement) && !document.querySelector("dialog[open]");
  };
  const take = (/** @type {ClipboardEvent} */ event) => {
    const clip = mine(event) ? canvas.copied() : null;
    if (!clip || !event.clipboardData) return false;
    event.clipboardData.setData("text/plain", clip);
    event.preventDefault();
    return true;
  };
  document.addEventListener("copy", (event) => {
    if (take(event)) canvas.app.announce("Copied");
  });
  document.addEventListener("cut", (event) => {
    if (take(event)) canvas.deleteSelected();
  });
  document.addEventListener("paste", (event) => {
    if (mine(event) && canvas.pasted(event.clipboardData?.getData("text/plain") ?? "")) event.preventDefault();
  });
}
