// @ts-check
/**
 * What keeps wires apart that would lie on each other: where at its port each one ends, and where it bends. Pure.
 * @typedef {import("../model/types.js").Doc} Doc
 * @typedef {import("../model/types.js").Port} Port
 * @typedef {import("../model/types.js").Rec} Rec
 */
import { nodeOf, portOf } from "../model/edits.js";

/**
 * `bend` shifts the piece between two bends, `out` and `in` shift the ends along the side of the node, `twin` tells
 * links between the same two nodes apart. Pixels.
 * @typedef {{bend: number, out: number, in: number, twin: number}} Lane
 * @typedef {(kind: string, direction: "in"|"out") => Port[]} Ports
 * @typedef {{id: string, dy: number, dx: number}} Member a link as one of its ends sees it: where the other node stands
 */

/** Wires that would lie on each other keep this far apart at the bend. */
const BEND = 12;
/** So far apart are the ends of wires at one port, where there is room. */
const END = 10;
/** Ends stay on the straight part of a node's side; at one of several ports, nearer to it than to the next. */
const ROOM_ALONE = 24;
const ROOM_SHARED = 6;

/** @type {Lane} */
export const STRAIGHT = Object.freeze({ bend: 0, out: 0, in: 0, twin: 0 });

/** @param {Doc} doc @param {Ports} ports @returns {Map<string, Lane>} the lane of every link */
export function lanes(doc, ports) {
  /** @type {Map<string, {-readonly [K in keyof Lane]: number}>} */
  const all = new Map();
  for (const id of doc.tables.links.keys()) all.set(id, { ...STRAIGHT });
  const lane = (/** @type {string} */ id) => /** @type {Lane} */ (all.get(id));
  for (const [key, group] of bends(doc)) {
    const farFirst = key.startsWith("out") ? 1 : -1;
    group.sort((p, q) => farFirst * (Math.abs(q.dy) - Math.abs(p.dy)));
    group.forEach(({ id }, i) => (lane(id).bend += (i - (group.length - 1) / 2) * BEND));
  }
  for (const { direction, room, group } of ends(doc, ports)) {
    const level = group.filter((m) => m.dy === 0).length;
    const above = group.filter((m) => m.dy < 0).length;
    // What runs level stays in the middle, so that it is one straight piece.
    const zero = level > 0 ? above : (group.length - 1) / 2;
    const most = Math.max(zero, group.length - 1 - zero);
    const step = Math.min(END, most > 0 ? room / most : END);
    group.forEach(({ id }, i) => (lane(id)[direction] = (i - zero) * step));
  }
  for (const twins of pairs(doc))
    twins.forEach((id, i) => {
      lane(id).twin = (i - (twins.length - 1) / 2) * BEND;
      if (lane(id).bend === 0) lane(id).bend = lane(id).twin;
    });
  return all;
}

/**
 * Wires that leave one port upwards (or downwards) bend one after the other, the farthest first; wires that meet at one
 * port the other way round. So they neither lie on each other nor cross.
 * @param {Doc} doc @returns {Map<string, Member[]>}
 */
function bends(doc) {
  /** @type {Map<string, Member[]>} */
  const groups = new Map();
  for (const { id, link, dx, dy } of joined(doc))
    if (dy !== 0)
      for (const key of [`out ${link.from} ${Math.sign(dy)}`, `in ${link.to} ${Math.sign(dy)}`])
        grouped(groups, key).push({ id, dx, dy });
  return groups;
}

/**
 * The wires at each port, from the topmost to the lowest.
 * @param {Doc} doc @param {Ports} ports @returns {{direction: "in"|"out", room: number, group: Member[]}[]}
 */
function ends(doc, ports) {
  /** @type {Map<string, Member[]>} */
  const groups = new Map();
  for (const { id, link, a, b, dx, dy } of joined(doc)) {
    grouped(groups, `out ${room(ports(a.kind, "out"))} ${portKey(ports(a.kind, "out"), link.from)}`).push({ id, dx, dy });
    grouped(groups, `in ${room(ports(b.kind, "in"))} ${portKey(ports(b.kind, "in"), link.to)}`).push({ id, dx, dy: -dy });
  }
  return [...groups].map(([key, group]) => {
    const [direction, least] = key.split(" ");
    group.sort((p, q) => p.dy - q.dy || Math.abs(p.dx) - Math.abs(q.dx));
    return { direction: direction === "in" ? "in" : "out", room: Number(least), group };
  });
}

/** @param {Port[]} ports */
function room(ports) {
  return ports.length > 1 ? ROOM_SHARED : ROOM_ALONE;
}

/** An end that names no port is at the first. @param {Port[]} ports @param {string} end */
function portKey(ports, end) {
  const at = ports.findIndex((p) => p.id === portOf(end));
  return `${nodeOf(end)} ${Math.max(0, at)}`;
}

/** Links between the same two nodes, whichever way they lead. @param {Doc} doc @returns {string[][]} */
function pairs(doc) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const { id, link } of joined(doc))
    grouped(groups, [nodeOf(link.from), nodeOf(link.to)].sort().join(" ")).push(id);
  return [...groups.values()].filter((group) => group.length > 1);
}

/** @param {Doc} doc @returns {{id: string, link: Rec, a: Rec, b: Rec, dx: number, dy: number}[]} links with both their nodes */
function joined(doc) {
  return [...doc.tables.links].flatMap(([id, link]) => {
    const [a, b] = [doc.tables.nodes.get(nodeOf(link.from)), doc.tables.nodes.get(nodeOf(link.to))];
    return a && b ? [{ id, link, a, b, dx: b.x - a.x, dy: b.y - a.y }] : [];
  });
}

/** @template T @param {Map<string, T[]>} groups @param {string} key @returns {T[]} */
function grouped(groups, key) {
  const group = groups.get(key) ?? [];
  if (group.length === 0) groups.set(key, group);
  return group;
}
