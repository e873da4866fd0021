// @ts-check
/**
 * What is under a pointer: from the element it hit, or by geometry while the pointer is captured.
 * @typedef {import("../model/types.js").Point} Point
 * @typedef {import("../workbench.js").Workbench} Workbench
 * @typedef {import("./draw.js").Stage} Stage
 */
import { boxOf, inside } from "../model/geometry.js";
import { distanceTo } from "./wires.js";

/**
 * @typedef {{what: "port", node: string, port: string, direction: "in"|"out"} | {what: "handle", t: string, id: string, corner: string}
 *   | {what: "record", t: string, id: string} | {what: "empty"}} Hit
 */

/** A wire may be dropped this far from a component. */
const REACH = 28;

/** @param {EventTarget|null} target @returns {Hit} */
export function hitOf(target) {
  if (!(target instanceof Element)) return { what: "empty" };
  const port = target.closest("[data-port]");
  const node = target.closest("[data-node]")?.getAttribute("data-node");
  if (port && node) {
    const direction = /** @type {"in"|"out"} */ (port.getAttribute("data-direction"));
    return { what: "port", node, port: port.getAttribute("data-port") ?? "", direction };
  }
  if (node) return { what: "record", t: "nodes", id: node };
  const box = boxRecord(target);
  const corner = target.getAttribute("data-handle");
  if (box && corner) return { what: "handle", ...box, corner };
  if (box && !target.classList.contains("area-fill")) return { what: "record", ...box };
  const link = target.closest("[data-link]")?.getAttribute("data-link");
  return link ? { what: "record", t: "links", id: link } : { what: "empty" };
}

/** @param {Element} target */
function boxRecord(target) {
  const area = target.closest("[data-area]")?.getAttribute("data-area");
  if (area) return { t: "areas", id: area };
  const note = target.closest("[data-note]")?.getAttribute("data-note");
  return note ? { t: "notes", id: note } : null;
}

/**
 * The node at or near a point, the topmost first.
 * @param {Workbench} app
 * @param {Point} p
 * @param {number} zoom
 * @returns {string|null}
 */
export function nodeNear(app, p, zoom) {
  const ids = [...app.doc.tables.nodes.keys()].reverse();
  const at = (/** @type {string} */ id, /** @type {number} */ reach) => {
    const b = boxOf("nodes", /** @type {any} */ (app.look("nodes", id)));
    return inside({ x: b.x - reach, y: b.y - reach, w: b.w + 2 * reach, h: b.h + 2 * reach }, p);
  };
  return ids.find((id) => at(id, 0)) ?? ids.find((id) => at(id, REACH / Math.max(zoom, 0.5))) ?? null;
}

/** The wire at a point, for dropping a component on it. @param {Stage} stage @param {Point} p @returns {string|null} */
export function wireAt(stage, p) {
  for (const [id, view] of stage.wires) {
    if (view.points.length > 1 && distanceTo(view.points, p) < 14) return id;
  }
  return null;
}
