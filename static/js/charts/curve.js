// @ts-check
/** The share of reads that a cache misses by its size: sizes on a logarithmic axis, the size that it has marked. */
import { s } from "../ui/dom.js";
import { bytes, percent } from "../ui/format.js";
import { Frame } from "./frame.js";
import { decades, pathThrough, plain, ticks } from "./scale.js";

/**
 * @typedef {{size: number, missRatio: number, missRatioInterval?: number[]}} Point
 * @typedef {{policy: string, evicts: string, instances: number, size: number, measured?: number, points: Point[]}} Curve
 */

/** @returns {{el: HTMLElement, show: (curve: Curve|null) => void}} */
export function curveChart() {
  /** @type {Curve|null} */ let curve = null;
  const legend = [{ label: "reads that miss", tone: "c-a" }];
  const frame = new Frame({ title: "Misses by size", legend, draw: () => draw() });
  const draw = () => {
    if (!curve || (!frame.shown && frame.table.hidden)) return;
    const { box } = frame;
    const { points, size } = curve;
    const [low, high] = [Math.log10(points[0].size), Math.log10(points[points.length - 1].size)];
    const x = (/** @type {number} */ v) => box.x + ((Math.log10(v) - low) / (high - low)) * box.w;
    const marks = ticks(Math.max(...points.map((p) => p.missRatio), curve.measured ?? 0), 4);
    const top = marks[marks.length - 1];
    const y = (/** @type {number} */ v) => box.y + box.h - (v / top) * box.h;
    const grid = marks.flatMap((v) => [
      s("line", { class: "grid", x1: box.x, x2: box.x + box.w, y1: y(v), y2: y(v) }),
      s("text", { class: "axis", x: box.x - 6, y: y(v) + 3.5, "text-anchor": "end" }, plain(percent(v))),
    ]);
    const sizes = decades(points[0].size, points[points.length - 1].size).filter(
      (v) => Math.log10(v) >= low - 1e-9 && Math.log10(v) <= high + 1e-9,
    );
    const every = Math.ceil((sizes.length * 48) / Math.max(48, box.w));
    const across = sizes
      .filter((_, i) => i % every === 0)
      .map((v) =>
        s(
          "text",
          { class: "axis", x: x(v), y: box.y + box.h + 14, "text-anchor": x(v) > box.x + box.w - 16 ? "end" : "middle" },
          plain(bytes(v)),
        ),
      );
    const line = s("path", {
      class: "line c-a",
      d: pathThrough(points.map((p) => ({ x: x(p.size), y: y(p.missRatio) }))),
    });
    frame.show(summary(curve), table(curve), [...grid, ...across, ...here(curve, box, x(size), y), line]);
  };
  return {
    el: frame.el,
    show: (next) => {
      curve = next;
      frame.el.hidden = !next;
      draw();
    },
  };
}

/**
 * The size that the cache has, and what was measured there.
 * @param {Curve} curve @param {import("../model/types.js").Box} box @param {number} at @param {(v: number) => number} y
 */
function here(curve, box, at, y) {
  const right = at > box.x + box.w * 0.6;
  const words = `${curve.instances > 1 ? `${curve.instances} × ` : ""}${plain(bytes(curve.size))}`;
  return [
    s("line", { class: "phase", x1: at, x2: at, y1: box.y, y2: box.y + box.h }),
    s(
      "text",
      { class: "axis value", x: at + (right ? -5 : 5), y: box.y + 9, "text-anchor": right ? "end" : "start" },
      words,
    ),
    ...(curve.measured === undefined ? [] : [s("circle", { class: "dot c-c", cx: at, cy: y(curve.measured), r: 4 })]),
  ];
}

/** What another size would miss: the point next to it. @param {Curve} curve @param {number} size */
function near(curve, size) {
  return curve.points.reduce((best, p) =>
    Math.abs(Math.log(p.size / size)) < Math.abs(Math.log(best.size / size)) ? p : best,
  );
}

/** @param {Curve} curve */
function summary(curve) {
  const measured = curve.measured === undefined ? "" : `measured ${percent(curve.measured)}; `;
  const told = [curve.size / 10, curve.size, curve.size * 10]
    .map((v) => near(curve, v))
    .map((p) => `${percent(p.missRatio)} with ${bytes(p.size)}`);
  const other = curve.evicts === curve.policy ? "" : `, though it evicts by ${curve.evicts}`;
  return `Misses by size, by ${curve.policy}${other}: ${measured}${told.join(", ")}`;
}

/** @param {Curve} curve */
function table(curve) {
  return {
    head: ["Size", "Misses", "95 % between"],
    rows: curve.points.map((p) => [
      bytes(p.size),
      percent(p.missRatio),
      p.missRatioInterval ? `${percent(p.missRatioInterval[0])} and ${percent(p.missRatioInterval[1])}` : "-",
    ]),
  };
}
