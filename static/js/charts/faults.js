// @ts-check
/** The faults of a report: as lanes, and in words. Pure. */
import { clock } from "../ui/format.js";

/** @typedef {{what: string, target?: string, targets?: string[], from: number, to: number}} Fault as a report has it */
/** @typedef {{name: string, spans: {from: number, to: number}[]}} Lane */

/** Lanes of one chart at most. */
const MOST = 3;
/** Faults that a sentence names. */
const TOLD = 6;

/**
 * One lane for each fault, in the order in which they began; where there are too many, the last ones share one.
 * @param {Fault[]} faults @param {number} most @returns {Lane[]}
 */
export function lanesOf(faults, most = MOST) {
  /** @type {Map<string, Lane>} */ const lanes = new Map();
  for (const { what, from, to } of faults) {
    const lane = lanes.get(what) ?? { name: what, spans: [] };
    lane.spans.push({ from, to });
    lanes.set(what, lane);
  }
  const all = [...lanes.values()];
  if (all.length <= most) return all;
  const rest = all.slice(most - 1);
  return [
    ...all.slice(0, most - 1),
    { name: `${rest.length} other faults`, spans: rest.flatMap((lane) => lane.spans).sort((a, b) => a.from - b.from) },
  ];
}

/** What was in force at a moment. @param {Fault[]} faults @param {number} at @returns {string} */
export function inForce(faults, at) {
  return [...new Set(faults.filter((f) => f.from <= at && at <= f.to).map((f) => f.what))].join(", ");
}

/** All of them in words, for who does not see the lanes. @param {Fault[]} faults @returns {string} */
export function told(faults) {
  if (faults.length === 0) return "";
  const words = faults
    .slice(0, TOLD)
    .map((f) => `${f.what} ${f.to > f.from ? `from ${clock(f.from)} to ${clock(f.to)}` : `at ${clock(f.from)}`}`);
  const more = faults.length > TOLD ? [`${faults.length - TOLD} more`] : [];
  return `. Faults: ${[...words, ...more].join(", ")}`;
}
