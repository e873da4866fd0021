// @ts-check
/** Faults as lanes over a chart: which were in force when. */
import { s } from "../ui/dom.js";
import { lanesOf } from "./faults.js";

/** @typedef {import("./faults.js").Fault} Fault */
/** @typedef {import("./faults.js").Lane} Lane */

/** How high one lane is. */
const HEIGHT = 13;
/** Pixels of a letter, nearly. */
const LETTER = 5.2;
/** Pixels that they take. @param {Fault[]} faults */
export function lanesHeight(faults) {
  return lanesOf(faults).length * HEIGHT;
}

/**
 * The lanes over a plot, and how far down in it each fault reaches.
 * @param {Fault[]} faults @param {import("../model/types.js").Box} box of the plot under them @param {(t: number) => number} x
 * @param {number} last the last time that is drawn: a fault that is still in force goes no further
 * @returns {Element[]}
 */
export function drawLanes(faults, box, x, last) {
  const lanes = lanesOf(faults);
  const right = box.x + box.w;
  return lanes.flatMap((lane, i) => {
    const y = box.y - (lanes.length - i) * HEIGHT;
    const bars = lane.spans.map(({ from, to }) => {
      const left = Math.min(x(from), right - 2);
      return { left, width: Math.max(2, Math.min(right, x(Math.min(to, last))) - left) };
    });
    return [
      ...bars.map((bar) => s("rect", { class: "fault-reach", x: bar.left, y: box.y, width: bar.width, height: box.h })),
      ...bars.map((bar) =>
        s("rect", { class: "fault", x: bar.left, y: y + 1, width: bar.width, height: HEIGHT - 3, rx: 2 }),
      ),
      named(lane, bars, y, box),
    ];
  });
}

/**
 * The name where there is room for it: after the last bar, before the first one, else cut short over the bars.
 * @param {Lane} lane @param {{left: number, width: number}[]} bars @param {number} y
 * @param {import("../model/types.js").Box} box
 */
function named(lane, bars, y, box) {
  const wide = lane.name.length * LETTER + 6;
  const first = bars[0];
  const last = bars[bars.length - 1];
  const after = last.left + last.width;
  const right = box.x + box.w;
  const at = { class: "axis fault-name", y: y + HEIGHT - 4 };
  if (after + wide <= right) return s("text", { ...at, x: after + 4 }, lane.name);
  if (first.left - wide >= box.x) return s("text", { ...at, x: first.left - 4, "text-anchor": "end" }, lane.name);
  const letters = Math.max(3, Math.floor((right - first.left - 8) / LETTER));
  const words = lane.name.length > letters ? `${lane.name.slice(0, letters - 1)}\u2026` : lane.name;
  return s("text", { ...at, class: "axis fault-name over", x: first.left + 4 }, words);
}
