// @ts-check
/**
 * The arrow: selects, and starts the gesture that fits what was hit: move a record, draw a wire from a port,
 * pull a corner, or span a marquee.
 * @typedef {import("../canvas.js").Canvas} Canvas
 * @typedef {import("../pointer.js").Tool} Tool
 * @typedef {import("../pointer.js").Press} Press
 */
import { PLACED } from "../../model/actions.js";
import { boxBetween, boxOf, encloses } from "../../model/geometry.js";
import { count } from "../../ui/format.js";
import { linkGesture } from "./link.js";
import { moveGesture } from "./move.js";
import { resizeGesture } from "./resize.js";

/** A gesture under way. @typedef {{move: (p: Press) => void, up: (p: Press) => void, cancel: () => void}} Gesture */

/** A press moves this far before it is a drag, in screen pixels. */
const THRESHOLD = 4;

/** @param {Canvas} canvas @returns {Tool} */
export function selectTool(canvas) {
  /** @type {Gesture|null} */ let gesture = null;
  /** @type {Press|null} */ let began = null;
  const stop = () => {
    gesture = null;
    began = null;
  };
  return {
    id: "select",
    cursor: "default",
    down(p) {
      began = p;
      gesture = null;
      if (p.hit.what === "record") pressed(canvas, p, p.hit);
    },
    move(p) {
      if (!began) return;
      const far = Math.hypot(p.screen.x - began.screen.x, p.screen.y - began.screen.y) >= THRESHOLD;
      if (!gesture && far) gesture = begin(canvas, began);
      gesture?.move(p);
    },
    up(p) {
      if (gesture) gesture.up(p);
      else if (began) clicked(canvas, began);
      stop();
    },
    cancel() {
      gesture?.cancel();
      stop();
    },
  };
}

/**
 * Selecting happens on press, so that a drag moves what was grabbed.
 * @param {Canvas} canvas
 * @param {Press} p
 * @param {{t: string, id: string}} record
 */
function pressed(canvas, p, { t, id }) {
  const { selection } = canvas.app;
  if (t === "nodes") canvas.focus.take(id);
  if (p.shift || p.ctrl) return selection.toggle({ t, id });
  if (!selection.has(t, id)) selection.set([{ t, id }]);
}

/**
 * A press without a drag: on one of several selected records it selects that one; on empty ground nothing.
 * @param {Canvas} canvas
 * @param {Press} p
 */
function clicked(canvas, p) {
  const { selection } = canvas.app;
  if (p.hit.what === "empty" && !p.shift) selection.clear();
  if (p.hit.what === "empty") canvas.focusStage();
  if (p.hit.what === "record" && !p.shift && !p.ctrl) selection.set([{ t: p.hit.t, id: p.hit.id }]);
  if (p.hit.what === "port") selection.set([{ t: "nodes", id: p.hit.node }]);
}

/** @param {Canvas} canvas @param {Press} p @returns {Gesture} */
function begin(canvas, p) {
  const { app } = canvas;
  const edits =
    p.hit.what === "port" || p.hit.what === "handle" || (p.hit.what === "record" && PLACED.includes(p.hit.t));
  if (edits && !app.canEdit) {
    app.refuseReadOnly();
    return { move: () => {}, up: () => {}, cancel: () => {} };
  }
  if (p.hit.what === "port") return linkGesture(canvas, p.hit);
  if (p.hit.what === "handle") return resizeGesture(canvas, p, p.hit);
  if (p.hit.what === "record" && PLACED.includes(p.hit.t)) return moveGesture(canvas, p);
  return marquee(canvas, p);
}

/** @param {Canvas} canvas @param {Press} began @returns {Gesture} */
function marquee(canvas, began) {
  const { app, overlay } = canvas;
  const before = began.shift ? app.selection.items() : [];
  return {
    move(p) {
      const box = boxBetween(began.world, p.world);
      overlay.marquee(box);
      const caught = PLACED.flatMap((t) =>
        [...app.doc.tables[t]].filter(([, rec]) => encloses(box, boxOf(t, rec))).map(([id]) => ({ t, id })),
      );
      app.selection.set([...before, ...caught]);
    },
    up() {
      overlay.marquee(null);
      canvas.focusStage();
      if (app.selection.size > 0) app.announce(`${count(app.selection.size, "item")} selected`);
    },
    cancel() {
      overlay.marquee(null);
      app.selection.set(before);
    },
  };
}
