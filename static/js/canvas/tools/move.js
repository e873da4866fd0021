// @ts-check
/**
 * Dragging what is selected. While the pointer moves only the picture changes; the drop is one edit.
 * Alt drags a copy. One component dropped on a wire is put into it.
 * @typedef {import("../canvas.js").Canvas} Canvas
 * @typedef {import("../pointer.js").Press} Press
 */
import { addLink, copy, moveBy, paste, withMembers } from "../../model/actions.js";
import { nodeOf } from "../../model/edits.js";
import { GRID, NODE_H, NODE_W, align, around, boxOf, overlap, snap } from "../../model/geometry.js";
import { count } from "../../ui/format.js";
import { wireAt } from "../hit.js";

const ALIGN_PX = 4;

/** @param {Canvas} canvas @param {Press} began @returns {import("./select.js").Gesture} */
export function moveGesture(canvas, began) {
  const { app, overlay } = canvas;
  const items = app.selection.items();
  const moving = withMembers(app.doc, items).filter((i) => i.t !== "links");
  const keys = new Set(moving.map((i) => `${i.t}/${i.id}`));
  const home = around(moving.map((i) => boxOf(i.t, /** @type {any} */ (app.doc.tables[i.t].get(i.id)))));
  const resting = [...app.doc.tables.nodes]
    .filter(([id]) => !keys.has(`nodes/${id}`))
    .map(([, rec]) => boxOf("nodes", rec));
  let by = { dx: 0, dy: 0 };
  const done = () => {
    app.preview.clear();
    overlay.guides([]);
    overlay.splice(null);
    app.store.mark("preview");
  };
  return {
    move(p) {
      if (!home) return;
      const fit = snapped(canvas, p, began, home, resting);
      by = { dx: fit.dx, dy: fit.dy };
      for (const { t, id } of moving) {
        const rec = app.doc.tables[t].get(id);
        if (rec) app.preview.set(`${t}/${id}`, { x: rec.x + by.dx, y: rec.y + by.dy });
      }
      overlay.guides(fit.lines);
      overlay.splice(p.alt ? null : spliceTarget(canvas, moving, by));
      app.store.mark("preview");
    },
    up(p) {
      const splice = p.alt ? null : spliceTarget(canvas, moving, by);
      done();
      if (p.alt) dropCopy(canvas, items, by);
      else drop(canvas, items, by, splice);
      app.store.mark("doc");
    },
    cancel: done,
  };
}

/**
 * Where the pointer pulls, on the grid, or lined up with what rests. Ctrl moves freely.
 * @param {Canvas} canvas
 * @param {Press} p
 * @param {Press} began
 * @param {import("../../model/types.js").Box} home
 * @param {import("../../model/types.js").Box[]} resting
 */
function snapped(canvas, p, began, home, resting) {
  const [dx, dy] = [p.world.x - began.world.x, p.world.y - began.world.y];
  if (p.ctrl || !canvas.snapping) return { dx: Math.round(dx), dy: Math.round(dy), lines: [] };
  const at = { ...home, x: snap(home.x + dx), y: snap(home.y + dy) };
  const seen = canvas.view.window();
  const near = resting.filter((b) => overlap(b, seen));
  const fit = align(at, near, ALIGN_PX);
  return { dx: at.x + fit.dx - home.x, dy: at.y + fit.dy - home.y, lines: fit.lines };
}

/**
 * @param {Canvas} canvas
 * @param {import("../../model/selection.js").Item[]} items
 * @param {{dx: number, dy: number}} by
 * @param {Splice|null} splice
 */
function drop(canvas, items, by, splice) {
  const { app } = canvas;
  const edits = moveBy(app.doc, items, by.dx, by.dy);
  if (splice) edits.push(...splice.edits);
  const what = items.length === 1 ? app.nameOf(items[0].t, items[0].id) : count(items.length, "item");
  if (app.act(`Move ${what}`, edits)) app.announce(splice ? `${what} put into ${splice.name}` : `${what} moved`);
}

/**
 * @param {Canvas} canvas
 * @param {import("../../model/selection.js").Item[]} items
 * @param {{dx: number, dy: number}} by
 */
function dropCopy(canvas, items, by) {
  const { app } = canvas;
  const made = paste(app.doc, copy(app.doc, items), { at: null, by: { x: by.dx, y: by.dy } }, app.others.size === 0);
  if (app.act(`Duplicate ${count(items.length, "item")}`, made.edits)) app.selection.set(made.items);
}

/** @typedef {{link: string, name: string, edits: import("../../model/types.js").Edit[]}} Splice */

/**
 * The wire that a lone unlinked component would be put into, when the ports allow both halves.
 *
 * @param {Canvas} canvas
 * @param {import("../../model/selection.js").Item[]} moving
 * @param {{dx: number, dy: number}} by
 * @returns {Splice|null}
 */
function spliceTarget(canvas, moving, by) {
  const { app, stage } = canvas;
  const id = moving.length === 1 && moving[0].t === "nodes" ? moving[0].id : null;
  const rec = id && app.doc.tables.nodes.get(id);
  if (!id || !rec) return null;
  const links = [...app.doc.tables.links.values()];
  if (links.some((l) => nodeOf(l.from) === id || nodeOf(l.to) === id)) return null;
  const wire = wireAt(stage, { x: rec.x + by.dx + NODE_W / 2, y: rec.y + by.dy + NODE_H / 2 });
  return wire ? spliceEdits(canvas, wire, id) : null;
}

/** @param {Canvas} canvas @param {string} wire @param {string} id @returns {Splice|null} */
export function spliceEdits(canvas, wire, id) {
  const { app } = canvas;
  const link = app.doc.tables.links.get(wire);
  if (!link) return null;
  const [first, second] = [app.catalog.wiring(app.doc, link.from, id), app.catalog.wiring(app.doc, id, link.to)];
  if (!first.ok || !second.ok) return null;
  const one = app.newId("links", "l");
  /** @type {import("../../model/types.js").Edit[]} */
  const edits = [
    { o: "del", t: "links", id: wire },
    addLink(one, first),
    addLink(app.newId("links", "l", new Set([one])), second),
  ];
  return { link: wire, name: app.nameOf("links", wire), edits };
}

/** How far the arrow keys move. */
export const NUDGE = { fine: GRID, coarse: 5 * GRID };
