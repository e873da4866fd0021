// @ts-check
/**
 * The smallest fix: has the server search for changes that meet what a run missed, shows each as a ghost on the canvas,
 * and makes one of them with a click that one undo takes back.
 * @typedef {import("../canvas/canvas.js").Canvas} Canvas
 */
import { Ghost } from "../canvas/ghost.js";
import { same } from "../model/edits.js";
import { post } from "../net/post.js";
import { byId, text } from "../ui/dom.js";
import { fetchFragment } from "../ui/fragment.js";
import { announce, toast } from "../ui/toast.js";

/** @param {Canvas} canvas @returns {(frame: any) => void} what the server says of a search */
export function mountFixes(canvas) {
  const { app } = canvas;
  const ghost = new Ghost(canvas.stage);
  const body = byId("results-body");
  let searching = false;
  /** @type {HTMLElement|null} */ let previewed = null;

  const preview = (/** @type {HTMLElement|null} */ fix) => {
    previewed?.querySelector("[data-fixes=preview]")?.setAttribute("aria-pressed", "false");
    previewed = fix;
    fix?.querySelector("[data-fixes=preview]")?.setAttribute("aria-pressed", "true");
    ghost.show(fix && { edits: editsOf(fix), says: fix.dataset.says ?? "" });
    const node = fix?.dataset.node;
    if (node && app.doc.tables.nodes.has(node)) canvas.goTo(node);
    if (fix) announce(`Shown on the canvas: ${fix.dataset.says}`);
  };
  const apply = (/** @type {HTMLElement} */ fix) => {
    preview(null);
    const stays = editsOf(fix).every((edit) => edit.o !== "put" || isAsItWas(edit.t, edit.id));
    if (stays && app.act(fix.dataset.says ?? "Fix", editsOf(fix))) {
      toast(`${fix.dataset.says}. Run again to see it; Ctrl+Z takes it back.`);
    } else if (app.canEdit) {
      toast("The board has changed here since that run: run it again and search again.", "warning");
    }
  };
  /** Whether a record that would be put is as it was when the board was run. */
  const isAsItWas = (/** @type {string} */ t, /** @type {string} */ id) =>
    app.run.board === null || same(app.run.board.tables[t]?.get(id), app.doc.tables[t]?.get(id));
  const search = async () => {
    const run = byId("fixes").dataset.run;
    try {
      const answer = await post(`/s/${app.id}/runs/${run}/fixes${searching ? "/cancel" : ""}`);
      if (!answer.ok) toast(answer.json.message ?? "The search could not be started.", "error");
    } catch {
      toast("The server cannot be reached.", "error");
    }
  };
  body.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-fixes]") : null;
    if (!(button instanceof HTMLElement)) return;
    const fix = /** @type {HTMLElement|null} */ (button.closest(".fix"));
    if (button.dataset.fixes === "search") search();
    if (button.dataset.fixes === "preview") preview(fix === previewed ? null : fix);
    if (button.dataset.fixes === "apply" && fix) apply(fix);
  });
  app.store.on(["run"], () => {
    if (previewed && !previewed.isConnected) preview(null);
  });
  return (frame) => {
    const section = document.getElementById("fixes");
    searching = frame.state === "queued" || frame.state === "running";
    if (!section || section.dataset.run !== frame.run) return;
    show(section, frame, searching);
    if (frame.state === "done") {
      preview(null);
      fetchFragment(`/s/${app.id}/runs/${frame.run}/fixes`, section).catch(() => toast("The fixes could not be fetched.", "warning"));
      announce(`The search has ended: ${frame.done} changes tried`);
    }
    if (frame.state === "failed") toast("The search failed. This is our mistake.", "error");
  };
}

/** @param {HTMLElement} fix @returns {any[]} */
function editsOf(fix) {
  return JSON.parse(fix.dataset.edits ?? "[]");
}

/** @param {HTMLElement} section @param {{done: number, of: number, state: string}} frame @param {boolean} searching */
function show(section, frame, searching) {
  const progress = /** @type {HTMLProgressElement|null} */ (section.querySelector("progress"));
  const label = section.querySelector("[data-fixes=search] [data-label]");
  if (label) text(label, searching ? "Cancel" : "Find a fix");
  if (!progress) return;
  progress.hidden = !searching;
  if (frame.of > 0) progress.value = frame.done / frame.of;
  else progress.removeAttribute("value");
}
