// @ts-check
/**
 * Areas and notes on the canvas.
 * @typedef {import("../model/types.js").Rec} Rec
 * @typedef {import("../workbench.js").Workbench} Workbench
 */
import { boxOf } from "../model/geometry.js";
import { attr, s, text } from "../ui/dom.js";
import { ellipsis, wrapped } from "./text.js";

const CORNERS = ["nw", "ne", "sw", "se"];
const LINE = 18;

/** Corner handles, shown while selected. */
class Handles {
  constructor() {
    this.all = CORNERS.map((c) => s("rect", { class: `handle ${c}`, "data-handle": c, width: 10, height: 10, rx: 2 }));
    this.el = s("g", { class: "handles" }, ...this.all);
  }

  /** @param {number} w @param {number} h */
  place(w, h) {
    this.all.forEach((handle, i) => {
      attr(handle, "x", String((i % 2 ? w : 0) - 5));
      attr(handle, "y", String((i > 1 ? h : 0) - 5));
    });
  }
}

export class AreaView {
  /** @param {Workbench} app @param {string} id */
  constructor(app, id) {
    this.app = app;
    /** @type {Rec|null} */ this.rec = null;
    this.fill = s("rect", { class: "area-fill", rx: 8 });
    this.edge = s("rect", { class: "area-edge", rx: 8 });
    this.head = s("rect", { class: "area-head", height: 28, rx: 8 });
    this.title = s("text", { class: "area-title", x: 14, y: 20 });
    this.handles = new Handles();
    this.el = s("g", { class: "area", "data-area": id }, this.fill, this.edge, this.head, this.title, this.handles.el);
  }

  /** @param {Rec} rec */
  update(rec) {
    if (this.rec === rec) return;
    this.rec = rec;
    const { x, y, w, h } = boxOf("areas", rec);
    attr(this.el, "transform", `translate(${x} ${y})`);
    for (const rect of [this.fill, this.edge]) {
      attr(rect, "width", String(w));
      attr(rect, "height", String(h));
    }
    const words = ellipsis([rec.label, rec.kind].filter(Boolean).join(" · "), Math.max(20, w - 28), "600 11px");
    attr(this.head, "width", String(w));
    text(this.title, words);
    this.handles.place(w, h);
  }

  /** @param {boolean} selected */
  select(selected) {
    attr(this.el, "class", selected ? "area selected" : "area");
  }
}

export class NoteView {
  /** @param {Workbench} app @param {string} id */
  constructor(app, id) {
    this.app = app;
    /** @type {Rec|null} */ this.rec = null;
    this.halo = s("rect", { class: "note-halo", x: -4, y: -4, rx: 6 });
    this.paper = s("rect", { class: "note-paper", rx: 3 });
    this.words = s("text", { class: "note-text" });
    this.handles = new Handles();
    this.el = s("g", { class: "note", "data-note": id }, this.halo, this.paper, this.words, this.handles.el);
  }

  /** @param {Rec} rec */
  update(rec) {
    if (this.rec === rec) return;
    const before = this.rec;
    this.rec = rec;
    const { x, y, w, h } = boxOf("notes", rec);
    attr(this.el, "transform", `translate(${x} ${y})`);
    if (before && before.w === rec.w && before.h === rec.h && before.text === rec.text) return;
    for (const [rect, by] of /** @type {[Element, number][]} */ ([
      [this.halo, 8],
      [this.paper, 0],
    ])) {
      attr(rect, "width", String(w + by));
      attr(rect, "height", String(h + by));
    }
    const lines = wrapped(rec.text ?? "", w - 20, "400 12px", Math.floor((h - 12) / LINE));
    this.words.replaceChildren(...lines.map((l, i) => s("tspan", { x: 10, y: 21 + i * LINE }, l || " ")));
    this.handles.place(w, h);
  }

  /** @param {boolean} selected */
  select(selected) {
    attr(this.el, "class", selected ? "note selected" : "note");
  }
}
