// @ts-check
/**
 * Latency by percentile, one line an operation. The axis stretches the tail: each nine is as wide as the one before.
 * The percentiles are the server's; none is computed or averaged here.
 */
import { s } from "../ui/dom.js";
import { duration } from "../ui/format.js";
import { Frame } from "./frame.js";
import { decades, pathThrough, plain } from "./scale.js";

/** @type {[string, string, number][]} field of the report, name, how many nines it stands at */
const POINTS = [
  ["p50", "50", Math.log10(2)],
  ["p90", "90", 1],
  ["p99", "99", 2],
  ["p999", "99.9", 3],
  ["p9999", "99.99", 4],
];
const TONES = ["c-a", "c-b", "c-c", "c-d"];

/** @typedef {{name: string, latency: Record<string, any>}} Operation */

/** @returns {{el: HTMLElement, show: (report: any) => void}} */
export function latencyChart() {
  /** @type {Operation[]} */ let operations = [];
  const frame = new Frame({ title: "Percentiles", legend: [], draw: () => draw() });
  const draw = () => {
    if (!frame.shown && frame.table.hidden) return;
    if (operations.length === 0) return frame.empty("Shown when a run has ended");
    const points = POINTS.filter(([field]) => operations.some((o) => o.latency[field] > 0));
    const values = operations.flatMap((o) => points.map(([field]) => o.latency[field])).filter((v) => v > 0);
    const marks = decades(Math.min(...values), Math.max(...values));
    const { box } = frame;
    const [first, last] = [points[0][2], points[points.length - 1][2]];
    const x = (/** @type {number} */ nines) => box.x + ((nines - first) / Math.max(0.1, last - first)) * box.w;
    const [low, high] = [Math.log10(marks[0]), Math.log10(marks[marks.length - 1])];
    const y = (/** @type {number} */ v) =>
      v > 0 ? box.y + box.h - ((Math.log10(v) - low) / (high - low)) * box.h : NaN;
    const grid = marks.flatMap((v) => [
      s("line", { class: "grid", x1: box.x, x2: box.x + box.w, y1: y(v), y2: y(v) }),
      s("text", { class: "axis", x: box.x - 6, y: y(v) + 3.5, "text-anchor": "end" }, plain(duration(v))),
    ]);
    const nines = points.map(([, name, at], i) =>
      s(
        "text",
        {
          class: "axis",
          x: x(at),
          y: box.y + box.h + 14,
          "text-anchor": i === 0 ? "start" : i === points.length - 1 ? "end" : "middle",
        },
        `${name} %`,
      ),
    );
    const lines = operations.slice(0, TONES.length).flatMap((o, i) => {
      const at = points.map(([field, , n]) => ({ x: x(n), y: y(o.latency[field]) }));
      return [
        s("path", { class: `line ${TONES[i]}`, d: pathThrough(at), "stroke-dasharray": i % 2 ? "5 4" : null }),
        ...at
          .filter((p) => Number.isFinite(p.y))
          .map((p) => s("circle", { class: `dot ${TONES[i]}`, cx: p.x, cy: p.y, r: 2.5 })),
      ];
    });
    const told = operations.map((o) => `${o.name} p50 ${duration(o.latency.p50)}, p99 ${duration(o.latency.p99)}`);
    const summary = `Latency by percentile: ${told.join("; ")}`;
    const table = {
      head: ["Operation", ...points.map(([, name]) => `${name} %`), "Largest"],
      rows: operations.map((o) => [
        o.name,
        ...points.map(([field]) => duration(o.latency[field])),
        duration(o.latency.max),
      ]),
    };
    frame.show(summary, table, [...grid, ...nines, ...lines]);
  };
  const show = (/** @type {any} */ report) => {
    operations = Object.entries(report?.operations ?? {})
      .filter(([, o]) => o.latency?.count > 0)
      .map(([name, o]) => ({ name, latency: o.latency }))
      .sort((a, b) => b.latency.count - a.latency.count);
    frame.legends(
      operations.slice(0, TONES.length).map((o, i) => ({ label: o.name, tone: TONES[i], dash: i % 2 === 1 })),
    );
    draw();
  };
  return { el: frame.el, show };
}
