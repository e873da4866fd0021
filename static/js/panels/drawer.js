// @ts-check
/**
 * The frame of the results under the canvas: tabs, headline, collapse, height.
 * @typedef {import("../canvas/canvas.js").Canvas} Canvas
 */
import { byId, h } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { mountTabs, showTab } from "./tabs.js";

const LEAST_H = 160;

export class Drawer {
  /** @param {HTMLElement} root @param {Canvas} canvas */
  constructor(root, canvas) {
    this.root = root;
    this.canvas = canvas;
    this.panel = "results-live";
    this.changed = () => {};
    this.components = h("div", {
      id: "results-components",
      class: "scrolls",
      role: "tabpanel",
      "aria-labelledby": "tab-components",
      tabindex: "0",
      hidden: true,
    });
    this.requests = h("div", {
      id: "results-requests",
      role: "tabpanel",
      "aria-labelledby": "tab-requests",
      tabindex: "0",
      hidden: true,
    });
    this.compare = h("div", {
      id: "results-compare",
      class: "scrolls",
      role: "tabpanel",
      "aria-labelledby": "tab-compare",
      tabindex: "0",
      hidden: true,
    });
    const panels = [
      ["tab-overview", "results-live", "Overview"],
      ["tab-requirements", "results-body", "Requirements"],
      ["tab-components", "results-components", "Components"],
      ["tab-requests", "results-requests", "Requests"],
      ["tab-compare", "results-compare", "Compare"],
    ];
    this.tabs = h(
      "div",
      { role: "tablist", "aria-label": "Results" },
      ...panels.map(([id, panel, label], i) =>
        h(
          "button",
          {
            role: "tab",
            type: "button",
            id,
            "aria-controls": panel,
            "aria-selected": String(i === 0),
            tabindex: i === 0 ? "0" : "-1",
          },
          label,
        ),
      ),
    );
    this.stats = h("div", { class: "stats" });
    this.fold = h(
      "button",
      {
        class: "icon-btn quiet",
        type: "button",
        "aria-label": "Open the results",
        "aria-expanded": "false",
        onclick: () => this.open(!this.isOpen),
      },
      icon("chevron-up"),
    );
    this.grip = h("div", {
      class: "grip",
      role: "separator",
      "aria-orientation": "horizontal",
      "aria-label": "Height of the results",
      tabindex: "0",
    });
    byId("results-head").append(this.grip, this.tabs, this.stats, this.fold);
    for (const [id, panel] of panels.slice(0, 2)) {
      const el = byId(panel);
      for (const [name, value] of Object.entries({
        role: "tabpanel",
        "aria-labelledby": id,
        tabindex: "0",
        class: "scrolls",
      }))
        el.setAttribute(name, value);
    }
    byId("results-body").hidden = true;
    byId("results-body").append(
      h("p", { class: "empty" }, "Run the design to see which requirements it meets, and why."),
    );
    root.append(this.components, this.requests, this.compare);
    mountTabs(this.tabs, (id) => this.shown(id));
    this.tabs.addEventListener("click", () => this.open(true));
    this.resizable();
  }

  get isOpen() {
    return this.root.dataset.open === "true";
  }

  /** @param {boolean} open */
  open(open) {
    const whole = open !== this.isOpen && this.canvas.showsAll();
    this.root.dataset.open = String(open);
    if (whole) requestAnimationFrame(() => this.canvas.fitAll());
    this.fold.setAttribute("aria-expanded", String(open));
    this.fold.setAttribute("aria-label", open ? "Close the results" : "Open the results");
    this.fold.replaceChildren(icon(open ? "chevron-down" : "chevron-up"));
    this.changed();
  }

  /** @param {string} tab */
  show(tab) {
    showTab(this.tabs, tab, (id) => this.shown(id));
  }

  /** @param {string} panel */
  shown(panel) {
    this.panel = panel;
    this.changed();
  }

  resizable() {
    const set = (/** @type {number} */ height) => {
      const h2 = Math.round(Math.max(LEAST_H, Math.min(innerHeight * 0.7, height)));
      this.root.style.setProperty("--results-h", `${h2}px`);
      for (const [name, value] of Object.entries({ now: h2, min: LEAST_H, max: Math.round(innerHeight * 0.7) }))
        this.grip.setAttribute(`aria-value${name}`, String(value));
    };
    set(Math.min(300, Math.max(248, innerHeight * 0.3)));
    this.grip.addEventListener("pointerdown", (event) => {
      if (!this.isOpen) return;
      const [from, height] = [event.clientY, this.root.offsetHeight];
      this.grip.setPointerCapture(event.pointerId);
      this.grip.onpointermove = (e) => set(height + from - e.clientY);
      this.grip.onpointerup = () => (this.grip.onpointermove = null);
    });
    this.grip.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 24, ArrowDown: -24 }[event.key];
      if (!step || !this.isOpen) return;
      event.preventDefault();
      set(this.root.offsetHeight + step);
    });
  }
}
