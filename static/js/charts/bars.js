// @ts-check
/** The busiest components as bars, the fullest first; the limit is drawn. */
import { s } from "../ui/dom.js";
import { percent } from "../ui/format.js";
import { Frame } from "./frame.js";

const ROW = 22;
const NAMES = 108;

/** @typedef {{id: string, name: string, value: number, health: string}} Bar */

/** @param {string} title @returns {{el: HTMLElement, show: (bars: Bar[], waiting: string) => void}} */
export function barsChart(title) {
  /** @type {Bar[]} */ let bars = [];
  let waiting = "";
  const frame = new Frame({ title, legend: [], draw: () => draw() });
  const draw = () => {
    if (!frame.shown && frame.table.hidden) return;
    if (bars.length === 0) return frame.empty(waiting);
    const rows = bars.slice(0, Math.max(1, Math.floor((frame.h - 8) / ROW)));
    const wide = Math.max(20, frame.w - NAMES - 60);
    const drawn = rows.flatMap((bar, i) => {
      const y = 6 + i * ROW;
      return [
        s("text", { class: "axis name", x: NAMES, y: y + 11, "text-anchor": "end" }, short(bar.name)),
        s("rect", { class: "bar-track", x: NAMES + 8, y: y + 3, width: wide, height: 10, rx: 3 }),
        s("rect", {
          class: `bar ${bar.health}`,
          x: NAMES + 8,
          y: y + 3,
          width: Math.max(2, Math.min(1, bar.value) * wide),
          height: 10,
          rx: 3,
        }),
        s("text", { class: "axis value", x: NAMES + wide + 14, y: y + 11 }, percent(bar.value)),
      ];
    });
    const worst = bars[0];
    frame.show(
      `${title}: ${worst.name} is busiest with ${percent(worst.value)}`,
      { head: ["Component", "Busy"], rows: bars.map((b) => [b.name, percent(b.value)]) },
      drawn,
    );
  };
  return {
    el: frame.el,
    show: (next, words) => {
      bars = [...next].sort((a, b) => b.value - a.value);
      waiting = words;
      draw();
    },
  };
}

/** @param {string} name */
function short(name) {
  return name.length > 17 ? `${name.slice(0, 16)}…` : name;
}
