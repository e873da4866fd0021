// @ts-check
/**
 * Sizes and places on the canvas, in world units (pixels at 100 %). Pure.
 * @typedef {import("./types.js").Box} Box
 * @typedef {import("./types.js").Point} Point
 * @typedef {import("./types.js").Doc} Doc
 * @typedef {import("./types.js").Rec} Rec
 */

/** A node is 23 x 9 grid units of 8, always: no layout is ever read back from the page. */
export const NODE_W = 184;
export const NODE_H = 72;
export const GRID = 8;
export const NOTE_W = 176;
export const NOTE_H = 80;
/** Inside an area: space on each side, and for the title. */
export const AREA_PAD = 16;
export const AREA_HEAD = 32;

/** @param {number} value @returns {number} the nearest multiple of the grid */
export function snap(value) {
  return Math.round(value / GRID) * GRID;
}

/** The box of a record. @param {string} t @param {Rec} rec @returns {Box} */
export function boxOf(t, rec) {
  if (t === "nodes") return { x: rec.x, y: rec.y, w: NODE_W, h: NODE_H };
  return { x: rec.x, y: rec.y, w: rec.w ?? NOTE_W, h: rec.h ?? NOTE_H };
}

/** @param {Box[]} boxes @returns {Box|null} the box round all of them */
export function around(boxes) {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((b) => b.x));
  const y = Math.min(...boxes.map((b) => b.y));
  const right = Math.max(...boxes.map((b) => b.x + b.w));
  const bottom = Math.max(...boxes.map((b) => b.y + b.h));
  return { x, y, w: right - x, h: bottom - y };
}

/** Everything drawn on a board, for fitting and the minimap. @param {Doc} doc @returns {Box[]} */
export function allBoxes(doc) {
  return ["nodes", "areas", "notes"].flatMap((t) => [...doc.tables[t].values()].map((rec) => boxOf(t, rec)));
}

/** @param {Box} a @param {Box} b */
export function overlap(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** @param {Box} outer @param {Box} inner */
export function encloses(outer, inner) {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.w <= outer.x + outer.w &&
    inner.y + inner.h <= outer.y + outer.h
  );
}

/** @param {Point} a @param {Point} b @returns {Box} */
export function boxBetween(a, b) {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y) };
}

/** @param {Box} box @param {Point} p */
export function inside(box, p) {
  return p.x >= box.x && p.x <= box.x + box.w && p.y >= box.y && p.y <= box.y + box.h;
}

/**
 * A place for a node near a point that covers no other node and no note: the point itself, else the nearest free one
 * of a grid around it.
 * @param {Doc} doc @param {Point} wanted the upper left corner
 * @returns {Point}
 */
export function freePlace(doc, wanted) {
  const taken = ["nodes", "notes"].flatMap((t) => [...doc.tables[t].values()].map((rec) => boxOf(t, rec)));
  const free = (/** @type {Point} */ p) =>
    !taken.some((b) => overlap(b, { x: p.x - GRID, y: p.y - GRID, w: NODE_W + 2 * GRID, h: NODE_H + 2 * GRID }));
  const at = { x: snap(wanted.x), y: snap(wanted.y) };
  for (let ring = 0; ring < 24; ring++) {
    for (const [dx, dy] of cells(ring)) {
      const p = { x: at.x + dx * (NODE_W + 5 * GRID), y: at.y + dy * (NODE_H + 4 * GRID) };
      if (free(p)) return p;
    }
  }
  return at;
}

/** The cells so many steps from the middle one, the nearest first, down before up and right before left. @param {number} ring */
function cells(ring) {
  /** @type {[number, number][]} */
  const all = [];
  for (let dy = -ring; dy <= ring; dy++) {
    for (let dx = -ring; dx <= ring; dx++) {
      if (Math.max(Math.abs(dx), Math.abs(dy)) === ring) all.push([dx, dy]);
    }
  }
  const far = (/** @type {[number, number]} */ [dx, dy]) => dx * dx + dy * dy;
  return all.sort((a, b) => far(a) - far(b) || b[1] - a[1] || b[0] - a[0]);
}

/**
 * How far to shift moving boxes so that an edge or a middle lines up with a resting one, and the lines to show.
 * @param {Box} moving the box round what moves @param {Box[]} resting @param {number} within world units
 * @returns {{dx: number, dy: number, lines: {x1: number, y1: number, x2: number, y2: number}[]}}
 */
export function align(moving, resting, within) {
  const [bx, by] = [best(moving, resting, "x", "w", within), best(moving, resting, "y", "h", within)];
  const lines = [];
  if (bx) {
    const all = around([{ ...moving, x: moving.x + bx.shift }, bx.other]);
    if (all) lines.push({ x1: bx.at, x2: bx.at, y1: all.y - GRID, y2: all.y + all.h + GRID });
  }
  if (by) {
    const all = around([{ ...moving, y: moving.y + by.shift }, by.other]);
    if (all) lines.push({ y1: by.at, y2: by.at, x1: all.x - GRID, x2: all.x + all.w + GRID });
  }
  return { dx: bx?.shift ?? 0, dy: by?.shift ?? 0, lines };
}

/**
 * @param {Box} moving @param {Box[]} resting @param {"x"|"y"} from @param {"w"|"h"} size @param {number} within
 * @returns {{shift: number, at: number, other: Box}|null}
 */
function best(moving, resting, from, size, within) {
  /** @type {{shift: number, at: number, other: Box}|null} */
  let found = null;
  for (const other of resting) {
    for (const part of [0, 0.5, 1]) {
      const at = other[from] + other[size] * part;
      const shift = at - (moving[from] + moving[size] * part);
      if (Math.abs(shift) <= within && (!found || Math.abs(shift) < Math.abs(found.shift)))
        found = { shift, at, other };
    }
  }
  return found;
}
