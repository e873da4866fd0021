// @ts-check
/**
 * Pulling a corner of an area or a note.
 * @typedef {import("../canvas.js").Canvas} Canvas
 * @typedef {import("../pointer.js").Press} Press
 */
import { boxOf, snap } from "../../model/geometry.js";
import { same } from "../../model/edits.js";

const LEAST = { areas: { w: 96, h: 64 }, notes: { w: 80, h: 40 } };

/**
 * @param {Canvas} canvas
 * @param {Press} began
 * @param {{t: string, id: string, corner: string}} handle
 * @returns {import("./select.js").Gesture}
 */
export function resizeGesture(canvas, began, handle) {
  const { app } = canvas;
  const { t, id, corner } = handle;
  const home = boxOf(t, app.doc.tables[t].get(id) ?? {});
  const least = t === "areas" ? LEAST.areas : LEAST.notes;
  let box = home;
  const done = () => {
    app.preview.clear();
    app.store.mark("preview");
  };
  return {
    move(p) {
      const [dx, dy] = [p.world.x - began.world.x, p.world.y - began.world.y];
      const west = corner.includes("w");
      const north = corner.includes("n");
      const w = Math.max(least.w, snap(home.w + (west ? -dx : dx)));
      const h = Math.max(least.h, snap(home.h + (north ? -dy : dy)));
      box = { x: west ? home.x + home.w - w : home.x, y: north ? home.y + home.h - h : home.y, w, h };
      app.preview.set(`${t}/${id}`, box);
      app.store.mark("preview");
    },
    up() {
      done();
      if (!same(box, home)) app.act(`Resize ${app.nameOf(t, id)}`, [{ o: "set", t, id, p: box }]);
      app.store.mark("doc");
    },
    cancel: done,
  };
}
