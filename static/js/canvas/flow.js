// @ts-check
/**
 * Traffic as dots that run along the wires while a run goes on: one overlay canvas at 30 Hz, more and faster dots where
 * more calls pass. Off under reduced motion and when frames become slow; the width of the wires says the same.
 * @typedef {import("./canvas.js").Canvas} Canvas
 */
import { nodeOf } from "../model/edits.js";
import { h, reducedMotion } from "../ui/dom.js";
import { along, lengthOf } from "./wires.js";

const FRAME_MS = 33;
const SLOW_FRAME_MS = 66;
const MOST_DOTS = 600;
const SPEED = 90;
/** Frames slower than this make the dots rarer, then stop them. */
const SLOW_MS = 34;

export class Flow {
  /** @param {Canvas} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.app = canvas.app;
    this.el = h("canvas", { class: "flow", "aria-hidden": "true" });
    canvas.stage.svg.after(this.el);
    this.pen = this.el.getContext("2d");
    this.running = false;
    this.drawnAt = 0;
    /** @type {{accent: string, crit: string}|null} */ this.colours = null;
    this.app.store.on(["run", "frame", "tool"], () => this.wake());
    addEventListener("trestle-theme", () => (this.colours = null));
  }

  get wanted() {
    return this.app.run.state === "running" && !reducedMotion.matches && !document.hidden;
  }

  wake() {
    if (this.running || !this.wanted) return;
    this.running = true;
    requestAnimationFrame((now) => this.tick(now));
  }

  /** @param {number} now */
  tick(now) {
    if (!this.wanted) {
      this.running = false;
      this.clear();
      return;
    }
    this.canvas.perf.poke();
    const slow = this.canvas.perf.p95(60) > SLOW_MS;
    if (now - this.drawnAt >= (slow ? SLOW_FRAME_MS : FRAME_MS)) {
      this.drawnAt = now;
      this.draw(now / 1000, slow);
    }
    requestAnimationFrame((next) => this.tick(next));
  }

  clear() {
    this.pen?.clearRect(0, 0, this.el.width, this.el.height);
  }

  /** @param {number} seconds @param {boolean} slow */
  draw(seconds, slow) {
    const { pen, el } = this;
    const { view, stage } = this.canvas;
    if (!pen) return;
    const dpr = Math.min(2, devicePixelRatio || 1);
    const [w, hh] = [Math.round(view.rect.width * dpr), Math.round(view.rect.height * dpr)];
    if (el.width !== w || el.height !== hh) [el.width, el.height] = [w, hh];
    this.clear();
    if (view.z < 0.25) return;
    pen.setTransform(dpr * view.z, 0, 0, dpr * view.z, dpr * view.x, dpr * view.y);
    let left = slow ? MOST_DOTS / 3 : MOST_DOTS;
    for (const [id, wire] of stage.wires) {
      const rate = wire.rec ? (stage.linkRate(id) ?? this.app.run.nodes.get(nodeOf(wire.rec.to))?.rate ?? 0) : 0;
      if (!wire.rec || rate <= 0 || wire.points.length < 2 || left <= 0) continue;
      left -= this.dots(wire, rate, seconds);
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
  }

  /**
   * @param {import("./draw-wire.js").WireView} wire
   * @param {number} rate
   * @param {number} seconds
   * @returns {number} dots drawn
   */
  dots(wire, rate, seconds) {
    const pen = /** @type {CanvasRenderingContext2D} */ (this.pen);
    const length = lengthOf(wire.points);
    const n = Math.max(1, Math.min(8, Math.round((Math.log10(1 + rate) * length) / 160)));
    const critical = this.app.run.health(nodeOf(wire.rec?.to ?? "")) === "critical";
    const colours = (this.colours ??= readColours(this.el));
    pen.fillStyle = critical ? colours.crit : colours.accent;
    const speed = critical ? SPEED / 2.5 : SPEED;
    for (let i = 0; i < n; i++) {
      const p = along(wire.points, ((((seconds * speed) / length + i / n) % 1) + 1) % 1);
      // The number on the wire stays readable.
      if (wire.words && wire.at && Math.abs(p.x - wire.at.x) < 24 && Math.abs(p.y - wire.at.y) < 10) continue;
      pen.beginPath();
      pen.arc(p.x, p.y, 2.4, 0, 7);
      pen.fill();
    }
    return n;
  }
}

/** @param {Element} el */
function readColours(el) {
  const style = getComputedStyle(el);
  return { accent: style.getPropertyValue("--accent").trim(), crit: style.getPropertyValue("--crit").trim() };
}
