// @ts-check
/** Lines over simulated time, with the phases of the script and the faults that were in force. */
import { s } from "../ui/dom.js";
import { clock } from "../ui/format.js";
import { inForce, told } from "./faults.js";
import { Frame } from "./frame.js";
import { drawLanes, lanesHeight } from "./lanes.js";
import { pathThrough, plain, ticks } from "./scale.js";

/**
 * @typedef {{key: string, label: string, tone: string, dash?: boolean}} Line
 * @typedef {import("../model/run.js").Sample} Sample
 * @typedef {import("./faults.js").Fault} Fault
 */

/**
 * @param {{title: string, lines: Line[], format: (v: number) => string}} what
 * @returns {{el: HTMLElement, show: (samples: Sample[], of: number, waiting: string, faults?: Fault[]) => void}}
 */
export function seriesChart(what) {
  /** @type {Sample[]} */ let samples = [];
  let of = 0;
  let waiting = "";
  /** @type {Fault[]} */ let faults = [];
  const frame = new Frame({ title: what.title, legend: what.lines, draw: () => draw() });
  const draw = () => {
    if (!frame.shown && frame.table.hidden) return;
    if (samples.length === 0) return frame.empty(waiting);
    const box = frame.under(lanesHeight(faults));
    const end = Math.max(of, samples[samples.length - 1].sim, 1e-9);
    const values = samples
      .flatMap((p) => what.lines.map((l) => Number(/** @type {any} */ (p)[l.key])))
      .filter(Number.isFinite);
    const marks = ticks(Math.max(...values, 0) * 1.05, 4);
    const top = marks[marks.length - 1];
    const x = (/** @type {number} */ t) => box.x + (t / end) * box.w;
    const y = (/** @type {number} */ v) => box.y + box.h - (v / top) * box.h;
    const grid = marks.flatMap((v) => [
      s("line", { class: "grid", x1: box.x, x2: box.x + box.w, y1: y(v), y2: y(v) }),
      s("text", { class: "axis", x: box.x - 6, y: y(v) + 3.5, "text-anchor": "end" }, plain(what.format(v))),
    ]);
    const lines = what.lines.map((l) =>
      s("path", {
        class: `line ${l.tone}`,
        "stroke-dasharray": l.dash ? "5 4" : null,
        d: pathThrough(samples.map((p) => ({ x: x(p.sim), y: y(/** @type {any} */ (p)[l.key] ?? NaN) }))),
      }),
    );
    frame.show(summary(what, samples) + told(faults), table(what, samples, faults), [
      ...phases(samples, frame.box, x),
      ...drawLanes(faults, box, x, samples[samples.length - 1].sim),
      ...grid,
      ...times(box, x, end),
      ...lines,
    ]);
  };
  return {
    el: frame.el,
    show: (next, length, words, were = []) => {
      [samples, of, waiting, faults] = [next, length, words, were];
      draw();
    },
  };
}

/** @param {import("../model/types.js").Box} box @param {(t: number) => number} x @param {number} end */
function times(box, x, end) {
  return ticks(end, Math.max(2, Math.floor(box.w / 90)))
    .filter((t) => t <= end * 1.001)
    .map((t) =>
      s(
        "text",
        {
          class: "axis",
          x: x(t),
          y: box.y + box.h + 14,
          "text-anchor": t === 0 ? "start" : x(t) > box.x + box.w - 16 ? "end" : "middle",
        },
        clock(t),
      ),
    );
}

/**
 * Every second phase as a band, a line where one begins, and its name where there is room.
 * @param {Sample[]} samples
 * @param {import("../model/types.js").Box} box
 * @param {(t: number) => number} x
 */
function phases(samples, box, x) {
  const starts = samples.filter((p, i) => p.phase && (i === 0 || p.phase !== samples[i - 1].phase));
  return starts.flatMap((p, i) => {
    const at = i === 0 ? box.x : x(p.sim);
    const room = (starts[i + 1] ? x(starts[i + 1].sim) : box.x + box.w) - at;
    const band = { class: "phase-band", x: at, y: box.y, width: Math.max(0, room), height: box.h };
    const line = [
      ...(i % 2 === 1 ? [s("rect", band)] : []),
      ...(i > 0 ? [s("line", { class: "phase", x1: at, x2: at, y1: box.y, y2: box.y + box.h })] : []),
    ];
    return room > p.phase.length * 5.6 + 8
      ? [...line, s("text", { class: "axis phase-name", x: at + (i > 0 ? 4 : 0), y: box.y - 4 }, p.phase)]
      : line;
  });
}

/** @param {{title: string, lines: Line[], format: (v: number) => string}} what @param {Sample[]} samples */
function summary(what, samples) {
  const last = /** @type {any} */ (samples[samples.length - 1]);
  return `${what.title} at ${clock(last.sim)}: ${what.lines.map((l) => `${l.label} ${what.format(last[l.key])}`).join(", ")}`;
}

/** @param {{lines: Line[], format: (v: number) => string}} what @param {Sample[]} samples @param {Fault[]} faults */
function table(what, samples, faults) {
  const every = Math.max(1, Math.floor(samples.length / 40));
  const rows = samples.filter((_, i) => i % every === 0 || i === samples.length - 1);
  return {
    head: ["Time", "Phase", ...(faults.length > 0 ? ["Faults"] : []), ...what.lines.map((l) => l.label)],
    rows: rows.map((p) => [
      clock(p.sim),
      p.phase,
      ...(faults.length > 0 ? [inForce(faults, p.sim)] : []),
      ...what.lines.map((l) => what.format(/** @type {any} */ (p)[l.key])),
    ]),
  };
}
