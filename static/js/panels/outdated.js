// @ts-check
/**
 * Results of a board that has become another: said in the drawer, on the canvas the numbers step back, and the next run
 * is one press away.
 * @typedef {import("../canvas/canvas.js").Canvas} Canvas
 */
import { fromBoard } from "../model/edits.js";
import { byId, h, text } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { announce } from "../ui/toast.js";

/** @param {Canvas} canvas @returns {HTMLElement} the line, hidden while results and board agree */
export function mountOutdated(canvas) {
  const { app } = canvas;
  const words = h("span", {});
  const again = h(
    "button",
    { class: "btn small", type: "button", onclick: () => byId("run-button").click() },
    "Run again",
  );
  const line = h("div", { id: "results-note", class: "results-note", hidden: true }, icon("warning", 14), words, again);
  let asked = "";
  const draw = () => {
    const { run } = app;
    // What is played by hand has its script only at the end.
    const wanted = `${run.id} ${run.byHand && run.ended}`;
    if (run.id !== null && wanted !== asked) {
      asked = wanted;
      fetchBoard(canvas, run.id).catch(() => (asked = ""));
    }
    const outdated = run.outdated(app.doc);
    again.hidden = run.active || app.me.role === "observer";
    text(words, outdatedWords(run.revision, run.active));
    canvas.root.classList.toggle("outdated", outdated);
    if (line.hidden === !outdated) return;
    line.hidden = !outdated;
    if (outdated) announce(words.textContent ?? "");
  };
  app.store.on(["run", "doc", "role"], draw);
  return line;
}

/** @param {number|null} revision @param {boolean} active */
function outdatedWords(revision, active) {
  return active
    ? `This run is of revision ${revision}; the board has changed since.`
    : `Results of revision ${revision}; the board has changed since.`;
}

/** What was run is on the server, not what this tab happened to show. @param {Canvas} canvas @param {string} id */
async function fetchBoard(canvas, id) {
  const { app } = canvas;
  const answer = await fetch(`/s/${app.id}/runs/${id}/board.json`);
  if (!answer.ok) throw new Error(`the board of a run answered ${answer.status}`);
  const { revision, board } = await answer.json();
  if (app.run.id !== id) return;
  app.run.revision = revision;
  app.run.board = fromBoard(board);
  app.store.mark("run", "frame");
}
