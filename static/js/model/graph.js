// @ts-check
/**
 * Walking the board with the keyboard. Pure.
 * @typedef {import("./types.js").Doc} Doc
 * @typedef {import("./types.js").Rec} Rec
 */
import { nodeOf } from "./edits.js";

/** @typedef {"ArrowLeft"|"ArrowRight"|"ArrowUp"|"ArrowDown"} Arrow */

/**
 * Node ids in reading order: column by column of what flows from left to right, then from top to bottom.
 * @param {Doc} doc
 * @returns {string[]}
 */
export function readingOrder(doc) {
  return [...doc.tables.nodes].sort(([, a], [, b]) => a.x - b.x || a.y - b.y).map(([id]) => id);
}

/**
 * The node an arrow key goes to: right follows a link, left goes back one, up and down (and any arrow where no link
 * leads on) go to the nearest node on that side.
 * @param {Doc} doc @param {string} from @param {Arrow} arrow @returns {string|null}
 */
export function neighbour(doc, from, arrow) {
  const here = doc.tables.nodes.get(from);
  if (!here) return readingOrder(doc)[0] ?? null;
  const linked = linkedSide(doc, from, arrow).map((id) => /** @type {[string, Rec]} */ ([id, node(doc, id)]));
  const near = (/** @type {[string, Rec][]} */ list) =>
    list.sort(([, a], [, b]) => distance(here, a, arrow) - distance(here, b, arrow))[0]?.[0] ?? null;
  if (linked.length > 0) return near(linked);
  return near([...doc.tables.nodes].filter(([id, rec]) => id !== from && ahead(here, rec, arrow)));
}

/** @param {Doc} doc @param {string} id @param {Arrow} arrow @returns {string[]} */
function linkedSide(doc, id, arrow) {
  const links = [...doc.tables.links.values()];
  if (arrow === "ArrowRight") return links.filter((l) => nodeOf(l.from) === id).map((l) => nodeOf(l.to));
  if (arrow === "ArrowLeft") return links.filter((l) => nodeOf(l.to) === id).map((l) => nodeOf(l.from));
  return [];
}

/** @param {Doc} doc @param {string} id @returns {Rec} */
function node(doc, id) {
  return /** @type {Rec} */ (doc.tables.nodes.get(id));
}

/** @param {Rec} a @param {Rec} b @param {Arrow} arrow whether b lies on that side of a */
function ahead(a, b, arrow) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  if (arrow === "ArrowRight") return dx > 0 && dx >= Math.abs(dy) / 2;
  if (arrow === "ArrowLeft") return dx < 0 && -dx >= Math.abs(dy) / 2;
  if (arrow === "ArrowDown") return dy > 0 && dy >= Math.abs(dx) / 4;
  return dy < 0 && -dy >= Math.abs(dx) / 4;
}

/**
 * Sideways counts double, so that an arrow goes rather straight on.
 * @param {Rec} a
 * @param {Rec} b
 * @param {Arrow} arrow
 */
function distance(a, b, arrow) {
  const across = arrow === "ArrowUp" || arrow === "ArrowDown";
  const [dx, dy] = [Math.abs(b.x - a.x), Math.abs(b.y - a.y)];
  return across ? dy + 2 * dx : dx + 2 * dy;
}
