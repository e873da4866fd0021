// @ts-check
/** Upright bars side by side: parts of a component, or ranges of a time. */
import { s } from "../ui/dom.js";
import { Frame } from "./frame.js";
import { plain, ticks } from "./scale.js";

/**
 * `label` stands under the bar where there is room, `name` in the table.
 * @typedef {{label: string, name: string, value: number}} Column
 * @typedef {{title?: string, columns: Column[], summary: string, head: [string, string], format: (v: number) => string,
 *   level?: number}} Bars
 */

/** @param {string} title @returns {{el: HTMLElement, show: (bars: Bars|null) => void}} */
export function histogramChart(title) {
  /** @type {Bars|null} */ let bars = null;
  const frame = new Frame({ title, legend: [], draw: () => draw() });
  const draw = () => {
    if (!bars || (!frame.shown && frame.table.hidden)) return;
    const { box } = frame;
    const { columns, format, level } = bars;
    const marks = ticks(Math.max(...columns.map((c) => c.value), level ?? 0), 4);
    const top = marks[marks.length - 1];
    const y = (/** @type {number} */ v) => box.y + box.h - (v / top) * box.h;
    const wide = box.w / columns.length;
    const every = Math.ceil((columns.length * 38) / Math.max(38, box.w));
    const grid = marks.flatMap((v) => [
      s("line", { class: "grid", x1: box.x, x2: box.x + box.w, y1: y(v), y2: y(v) }),
      s("text", { class: "axis", x: box.x - 6, y: y(v) + 3.5, "text-anchor": "end" }, plain(format(v))),
    ]);
    const drawn = columns.flatMap((c, i) => [
      s("rect", {
        class: "column",
        x: (box.x + i * wide + Math.min(3, wide * 0.12)).toFixed(1),
        y: y(c.value).toFixed(1),
        width: Math.max(1, wide - 2 * Math.min(3, wide * 0.12)).toFixed(1),
        height: Math.max(0, box.y + box.h - y(c.value)).toFixed(1),
      }),
      i % every === 0 &&
        s(
          "text",
          { class: "axis", x: box.x + (i + 0.5) * wide, y: box.y + box.h + 14, "text-anchor": "middle" },
          c.label,
        ),
    ]);
    const even =
      level === undefined
        ? []
        : [s("line", { class: "phase", x1: box.x, x2: box.x + box.w, y1: y(level), y2: y(level) })];
    frame.show(
      bars.summary,
      { head: bars.head, rows: columns.map((c) => [c.name, format(c.value)]) },
      /** @type {Element[]} */ ([...grid, ...drawn, ...even].filter(Boolean)),
    );
  };
  return {
    el: frame.el,
    show: (next) => {
      bars = next;
      if (bars?.title) frame.title(bars.title);
      frame.el.hidden = !next;
      draw();
    },
  };
}
