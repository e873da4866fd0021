// @ts-check
/**
 * What every chart shares: a figure with title, legend and a plot that is one image with a one-sentence summary for
 * screen readers, and the same numbers as a table at the press of a button.
 */
import { h, s } from "../ui/dom.js";
import { icon } from "../ui/icons.js";

/** @typedef {{label: string, tone: string, dash?: boolean}} Legend */
/** @typedef {{head: string[], rows: string[][]}} Table */

const MARGIN = { left: 44, right: 12, top: 16, bottom: 20 };

export class Frame {
  /** @param {{title: string, legend: Legend[], draw: () => void}} what */
  constructor(what) {
    this.what = what;
    this.svg = s("svg", { role: "img", class: "plot" });
    this.area = h("div", { class: "chart-area" }, this.svg);
    this.table = h("div", {
      class: "chart-table scrolls",
      hidden: true,
      tabindex: "0",
      role: "group",
      "aria-label": `${what.title} as a table`,
    });
    this.switch = h(
      "button",
      {
        class: "icon-btn quiet small",
        type: "button",
        "aria-pressed": "false",
        "aria-label": `${what.title}: show as table`,
        title: "Show as table",
      },
      icon("table", 14),
    );
    this.legend = h("ul", { class: "legend" });
    this.name = h("b", {}, what.title);
    this.el = h(
      "figure",
      { class: "chart" },
      h("figcaption", {}, this.name, this.legend, this.switch),
      this.area,
      this.table,
    );
    this.switch.addEventListener("click", () => this.toggle());
    this.w = 0;
    this.h = 0;
    this.legendKey = "";
    new ResizeObserver(() => this.measured()).observe(this.area);
    this.legends(what.legend);
  }

  /** The same chart of something else. @param {string} title */
  title(title) {
    this.what.title = title;
    this.name.textContent = title;
    this.table.setAttribute("aria-label", `${title} as a table`);
    this.switch.setAttribute("aria-label", `${title}: show as table`);
  }

  /** @param {Legend[]} legend */
  legends(legend) {
    const key = JSON.stringify(legend);
    if (key === this.legendKey) return;
    this.legendKey = key;
    this.legend.replaceChildren(
      ...legend.map((l) =>
        h(
          "li",
          { class: l.tone },
          s(
            "svg",
            { width: 14, height: 8, "aria-hidden": "true" },
            s("path", { class: `line ${l.tone}`, d: "M0 4h14", "stroke-dasharray": l.dash ? "4 3" : null }),
          ),
          l.label,
        ),
      ),
    );
  }

  measured() {
    const { width, height } = this.area.getBoundingClientRect();
    if (width === this.w && height === this.h) return;
    [this.w, this.h] = [width, height];
    this.svg.setAttribute("viewBox", `0 0 ${Math.max(1, width)} ${Math.max(1, height)}`);
    this.what.draw();
  }

  toggle() {
    this.table.hidden = !this.table.hidden;
    this.area.hidden = !this.table.hidden;
    this.switch.setAttribute("aria-pressed", String(!this.table.hidden));
    this.what.draw();
  }

  /** Can anything be seen of it. */
  get shown() {
    return this.w > 60 && this.h > 30;
  }

  /** The inner box of the plot. */
  get box() {
    return {
      x: MARGIN.left,
      y: MARGIN.top,
      w: Math.max(10, this.w - MARGIN.left - MARGIN.right),
      h: Math.max(10, this.h - MARGIN.top - MARGIN.bottom),
    };
  }

  /** The same without so many pixels at its top. @param {number} height */
  under(height) {
    const { box } = this;
    return { ...box, y: box.y + height, h: Math.max(10, box.h - height) };
  }

  /** @param {string} summary @param {Table} table @param {Element[]} drawn */
  show(summary, table, drawn) {
    this.svg.setAttribute("aria-label", summary);
    if (!this.table.hidden) this.table.replaceChildren(tableOf(this.what.title, table));
    else this.svg.replaceChildren(...drawn);
  }

  /** @param {string} words what is shown before there is anything */
  empty(words) {
    const middle = { x: this.w / 2, y: this.h / 2, "text-anchor": "middle", class: "axis" };
    this.show(`${this.what.title}: ${words}`, { head: [], rows: [] }, [s("text", middle, words)]);
  }
}

/** @param {string} title @param {Table} table */
function tableOf(title, table) {
  return h(
    "table",
    {},
    h("caption", { class: "visually-hidden" }, title),
    h("thead", {}, h("tr", {}, ...table.head.map((t) => h("th", { scope: "col" }, t)))),
    h(
      "tbody",
      {},
      ...table.rows.map((r) =>
        h("tr", {}, ...r.map((t, i) => (i === 0 ? h("th", { scope: "row" }, t) : h("td", { class: "num" }, t)))),
      ),
    ),
  );
}
