// @ts-check
/**
 * Where wires run: smooth steps from the right side of one node to the left side of another, straight down where they
 * stand above each other, back round the outside where the target lies behind. Pure.
 * @typedef {import("../model/types.js").Box} Box
 * @typedef {import("../model/types.js").Point} Point
 * @typedef {import("./lanes.js").Lane} Lane
 */
import { NODE_H, NODE_W } from "../model/geometry.js";

/** Straight piece at each end before the first bend. */
const STUB = 20;
const RADIUS = 8;
/** A bend this long can carry the label. */
const LABELLED = 40;

/** `room` is the width that a label at `label` may take. @typedef {{points: Point[], path: string, label: Point, room: number}} Route */

/**
 * The first way, of those worth trying, that runs through no other node; the plainest where all of them do.
 * @param {Box} a @param {Box} b boxes of the two nodes
 * @param {{out: number, in: number}} ports heights of the two ports over the top of their nodes
 * @param {Lane} lane from `lanes`
 * @param {Box[]} [others] the other nodes
 * @returns {Route}
 */
export function route(a, b, ports, lane, others = []) {
  const ways = waysOf(a, b, ports, lane, others).map(cleaned);
  const points = ways.find((way) => isClear(way, others)) ?? ways[0];
  const { at, room } = labelOf(points);
  return { points, path: pathOf(points), label: at, room };
}

/**
 * A wire that is being drawn: from a port to the pointer.
 * @param {Point} from
 * @param {Point} to
 * @param {boolean} forward
 */
export function loose(from, to, forward) {
  const [s, e] = forward ? [from, to] : [to, from];
  const mid = (s.x + e.x) / 2;
  return pathOf(cleaned([s, { x: mid, y: s.y }, { x: mid, y: e.y }, e]));
}

/**
 * @param {Box} a
 * @param {Box} b
 * @param {{out: number, in: number}} ports
 * @param {Lane} lane
 * @param {Box[]} others
 * @returns {Point[][]} the plainest first
 */
function waysOf(a, b, ports, lane, others) {
  const s = { x: a.x + a.w, y: a.y + ports.out + lane.out };
  const e = { x: b.x, y: b.y + ports.in + lane.in };
  if (e.x - s.x >= STUB * 1.5) return forward(s, e, lane.bend, others);
  const gap = Math.max(b.y - (a.y + a.h), a.y - (b.y + b.h));
  const stacked = Math.abs(a.x - b.x) < NODE_W * 0.75 && gap >= STUB;
  const round = behind(s, e, a, b, lane.bend);
  return stacked ? [vertical(a, b, lane), beside(s, b, lane), ...round] : round;
}

/**
 * One bend in the middle, near the target or near the source; or over or under what is in the way.
 * @param {Point} s
 * @param {Point} e
 * @param {number} lane
 * @param {Box[]} others
 * @returns {Point[][]}
 */
function forward(s, e, lane, others) {
  const room = Math.max(0, (e.x - s.x) / 2 - STUB / 2);
  const shift = Math.max(-room, Math.min(room, lane));
  const [first, last] = [s.x + STUB + outward(lane) / 2, e.x - STUB - outward(lane) / 2];
  const bend = (/** @type {number} */ x) => [s, { x, y: s.y }, { x, y: e.y }, e];
  const channel = (/** @type {number} */ y) => [
    s,
    { x: first, y: s.y },
    { x: first, y },
    { x: last, y },
    { x: last, y: e.y },
    e,
  ];
  const plain = bend((s.x + e.x) / 2 + shift);
  const between = others.filter(
    (o) => o.x < e.x && o.x + o.w > s.x && o.y < Math.max(s.y, e.y) + 4 && o.y + o.h > Math.min(s.y, e.y) - 4,
  );
  if (between.length === 0) return [plain];
  const over = Math.min(...between.map((o) => o.y)) - 16 - outward(lane);
  const under = Math.max(...between.map((o) => o.y + o.h)) + 16 + outward(lane);
  const level = (s.y + e.y) / 2;
  const round = Math.abs(over - level) <= Math.abs(under - level) ? [over, under] : [under, over];
  return [plain, bend(last), bend(first), ...round.map(channel)];
}

/** @param {Box} a @param {Box} b @param {Lane} lane @returns {Point[]} */
function vertical(a, b, lane) {
  const down = b.y > a.y;
  const s = { x: a.x + a.w / 2 + lane.twin, y: down ? a.y + a.h : a.y };
  const e = { x: b.x + b.w / 2 + lane.twin, y: down ? b.y : b.y + b.h };
  const mid = (s.y + e.y) / 2 + Math.max(-8, Math.min(8, lane.bend));
  return [s, { x: s.x, y: mid }, { x: e.x, y: mid }, e];
}

/**
 * Out to the right and back in from the right, past what stands between.
 * @param {Point} s
 * @param {Box} b
 * @param {Lane} lane
 * @returns {Point[]}
 */
function beside(s, b, lane) {
  const e = { x: b.x + b.w, y: b.y + b.h / 2 + lane.twin };
  const x = Math.max(s.x, e.x) + STUB + outward(lane.bend);
  return [s, { x, y: s.y }, { x, y: e.y }, e];
}

/**
 * Out to the right, between, under or over the two boxes, and in from the left.
 * @param {Point} s
 * @param {Point} e
 * @param {Box} a
 * @param {Box} b
 * @param {number} lane
 * @returns {Point[][]}
 */
function behind(s, e, a, b, lane) {
  const [right, left] = [s.x + STUB + outward(lane), e.x - STUB - outward(lane)];
  const gapBelow = b.y - (a.y + a.h);
  const gapAbove = a.y - (b.y + b.h);
  const between = gapBelow >= 24 ? [a.y + a.h + gapBelow / 2] : gapAbove >= 24 ? [b.y + b.h + gapAbove / 2] : [];
  const levels = [...between, Math.max(a.y + a.h, b.y + b.h) + 24, Math.min(a.y, b.y) - 24];
  return levels.map((level) => {
    const y = level + lane;
    return [s, { x: right, y: s.y }, { x: right, y }, { x: left, y }, { x: left, y: e.y }, e];
  });
}

/** Lanes on both sides of the middle as distances to one side, no two of them the same. @param {number} lane */
function outward(lane) {
  return lane < 0 ? 6 - lane : lane;
}

/** @param {Point[]} points @param {Box[]} boxes whether no piece runs through a box */
function isClear(points, boxes) {
  return boxes.every((o) => {
    for (let i = 1; i < points.length; i++) {
      const [p, q] = [points[i - 1], points[i]];
      const out =
        Math.max(p.x, q.x) < o.x - 2 ||
        Math.min(p.x, q.x) > o.x + o.w + 2 ||
        Math.max(p.y, q.y) < o.y - 2 ||
        Math.min(p.y, q.y) > o.y + o.h + 2;
      if (!out) return false;
    }
    return true;
  });
}

/** Without points that lie on the way between their neighbours. @param {Point[]} points @returns {Point[]} */
function cleaned(points) {
  const kept = points.filter(
    (p, i) => i === 0 || Math.abs(p.x - points[i - 1].x) + Math.abs(p.y - points[i - 1].y) > 0.5,
  );
  return kept.filter((p, i) => {
    const [before, after] = [kept[i - 1], kept[i + 1]];
    if (!before || !after) return true;
    return !((before.x === p.x && p.x === after.x) || (before.y === p.y && p.y === after.y));
  });
}

/** @param {Point[]} points @returns {string} the polyline with rounded corners */
export function pathOf(points) {
  let d = `M${xy(points[0])}`;
  for (let i = 1; i < points.length - 1; i++) {
    const [p, c, n] = [points[i - 1], points[i], points[i + 1]];
    const r = Math.min(RADIUS, length(p, c) / 2, length(c, n) / 2);
    d += `L${xy(toward(c, p, r))}Q${xy(c)} ${xy(toward(c, n, r))}`;
  }
  return `${d}L${xy(points[points.length - 1])}`;
}

/**
 * Where the label stands, and how wide it may be: on the bend, which no other wire shares; else in the middle of the
 * longest piece.
 * @param {Point[]} points
 * @returns {{at: Point, room: number}}
 */
function labelOf(points) {
  let best = 1;
  for (let i = 2; i < points.length; i++) {
    if (length(points[i - 1], points[i]) > length(points[best - 1], points[best]) + 0.5) best = i;
  }
  const bend = points.length === 4 ? 2 : best;
  const piece = length(points[bend - 1], points[bend]) >= LABELLED ? bend : best;
  const [a, b] = [points[piece - 1], points[piece]];
  const across = Math.abs(points[points.length - 1].x - points[0].x);
  const room = a.x === b.x ? (points.length === 2 ? NODE_W : across) : length(a, b);
  return { at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, room: Math.max(0, room - 16) };
}

/**
 * Where a wire is at a share of its length, 0..1: for what travels along it.
 * @param {Point[]} points
 * @param {number} share
 * @returns {Point}
 */
export function along(points, share) {
  let left = share * lengthOf(points);
  for (let i = 1; i < points.length; i++) {
    const piece = length(points[i - 1], points[i]);
    if (left <= piece || i === points.length - 1) return toward(points[i - 1], points[i], Math.min(left, piece));
    left -= piece;
  }
  return points[0];
}

/** @param {Point[]} points */
export function lengthOf(points) {
  let sum = 0;
  for (let i = 1; i < points.length; i++) sum += length(points[i - 1], points[i]);
  return sum;
}

/** How far a point is from a wire. @param {Point[]} points @param {Point} p */
export function distanceTo(points, p) {
  let least = Infinity;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    const x = Math.max(Math.min(a.x, b.x), Math.min(Math.max(a.x, b.x), p.x));
    const y = Math.max(Math.min(a.y, b.y), Math.min(Math.max(a.y, b.y), p.y));
    least = Math.min(least, Math.hypot(p.x - x, p.y - y));
  }
  return least;
}

/** Heights of the ports of one direction over the top of a node. @param {number} count @param {number} index */
export function portY(count, index) {
  return NODE_H / 2 + (index - (count - 1) / 2) * 18;
}

/** @param {Point} a @param {Point} b */
function length(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** @param {Point} from @param {Point} to @param {number} by @returns {Point} */
function toward(from, to, by) {
  const whole = length(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / whole, y: from.y + ((to.y - from.y) * by) / whole };
}

/** @param {Point} p */
function xy(p) {
  return `${Math.round(p.x * 10) / 10} ${Math.round(p.y * 10) / 10}`;
}
