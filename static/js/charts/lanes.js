// @ts-check
/** Faults over a chart in time: from when to when each is in force, in lanes so that none hides another. */
import { s } from "../ui/dom.js";

/** Lanes that are drawn; of more the last ones share one. */
const MOST = 5;
const HEIGHT = 4;

/**
 * @param {import("../model/types.js").Lane[]} lanes
 * @param {import("../model/types.js").Box} box the inner box of the plot
 * @param {(t: number) => number} x where a time stands
 * @param {number} end the last time that is drawn
 */
export function laneMarks(lanes, box, x, end) {
  const rows = inRows(lanes);
  return lanes.map((lane, i) => {
    const from = Math.min(x(lane.from), box.x + box.w);
    const to = Math.min(x(Math.min(lane.to, end)), box.x + box.w);
    const y = box.y + 2 + Math.min(rows[i], MOST - 1) * (HEIGHT + 2);
    return s(
      "g",
      { class: "fault-lane" },
      s("title", {}, lane.what),
      s("rect", { class: "shade", x: from, y: box.y, width: Math.max(0, to - from), height: box.h }),
      s("rect", { class: "bar", x: from, y, width: Math.max(3, to - from), height: HEIGHT, rx: 2 }),
    );
  });
}

/** The first lane in which each is alone for its time. @param {import("../model/types.js").Lane[]} lanes */
function inRows(lanes) {
  /** @type {number[]} */ const free = [];
  return lanes.map(({ from, to }) => {
    const at = free.findIndex((until) => until <= from);
    const row = at < 0 ? free.length : at;
    free[row] = Math.max(to, from);
    return row;
  });
}

/** What is said of them where nobody sees them. @param {import("../model/types.js").Lane[]} lanes */
export function laneWords(lanes) {
  return lanes.length === 0 ? "" : `; faults: ${lanes.map((lane) => lane.what).join(", ")}`;
}
