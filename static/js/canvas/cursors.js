// @ts-check
/**
 * Where the others point: a named arrow for each, moving smoothly between the positions that arrive.
 * @typedef {import("./canvas.js").Canvas} Canvas
 */
import { attr, s, text } from "../ui/dom.js";
import { widthOf } from "./text.js";

const SILENT_MS = 15000;

export class Cursors {
  /** @param {Canvas} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {Map<string, SVGGElement>} */ this.drawn = new Map();
    this.layer = s("g", { class: "cursors" });
    canvas.stage.layers.over.append(this.layer);
    canvas.app.store.on(["presence", "camera"], () => this.draw());
    setInterval(() => this.canvas.app.others.size > 0 && this.draw(), 5000);
  }

  draw() {
    const { others } = this.canvas.app;
    const scale = `scale(${(1 / this.canvas.view.z).toFixed(4)})`;
    for (const [actor, el] of this.drawn) {
      if (visible(others.get(actor))) continue;
      el.remove();
      this.drawn.delete(actor);
    }
    for (const [actor, p] of others) {
      if (!p.cursor || !visible(p)) continue;
      const el = this.drawn.get(actor) ?? this.make(actor);
      el.style.transform = `translate(${p.cursor.x}px, ${p.cursor.y}px)`;
      const inner = /** @type {SVGGElement} */ (el.firstElementChild);
      attr(inner, "transform", scale);
      this.dress(inner, p);
    }
  }

  /** @param {string} actor */
  make(actor) {
    const inner = s(
      "g",
      {},
      s("path", { d: "M0 0 5.2 14.6 7.6 8.4 13.6 5.6Z" }),
      s("rect", { x: 10, y: 14, height: 18, rx: 9 }),
      s("text", { y: 26.5 }),
    );
    const el = s("g", { class: "cursor", "data-cursor-of": actor }, inner);
    this.drawn.set(actor, el);
    this.layer.append(el);
    return el;
  }

  /** @param {SVGGElement} inner @param {import("../workbench.js").Presence} p */
  dress(inner, p) {
    const [arrow, pill, name] = /** @type {any} */ (inner.children);
    const shown = p.name.slice(0, 24);
    if (name.textContent === shown && arrow.getAttribute("fill") === p.color) return;
    const width = widthOf(shown, "500 11px") + 16;
    attr(arrow, "fill", p.color);
    attr(pill, "fill", p.color);
    attr(pill, "width", width.toFixed(1));
    attr(name, "x", "18");
    text(name, shown);
  }
}

/** @param {import("../workbench.js").Presence|undefined} p */
function visible(p) {
  return Boolean(p?.cursor) && Date.now() - (p?.heard ?? 0) < SILENT_MS;
}
