// @ts-check
/**
 * Mouse, pen and fingers on the canvas: pans and zooms by itself, and hands everything else to the tool in hand.
 * @typedef {import("../model/types.js").Point} Point
 * @typedef {import("./canvas.js").Canvas} Canvas
 */
import { hitOf } from "./hit.js";

/**
 * What a tool hears: the point on the screen and in the world, what was hit when the pointer went down, the keys.
 * @typedef {{screen: Point, world: Point, hit: import("./hit.js").Hit, shift: boolean, alt: boolean, ctrl: boolean,
 *   touch: boolean}} Press
 * @typedef {(p: Press) => void} Heard
 * @typedef {{id: string, cursor: string, down: Heard, move: Heard, up: Heard, cancel: () => void, hover?: Heard}} Tool
 */

/** The window follows a gesture that comes this near to its edge. */
const EDGE = 32;
const EDGE_SPEED = 14;
const LINE_PX = 16;

export class Pointer {
  /** @param {Canvas} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.view = canvas.view;
    this.svg = canvas.stage.svg;
    /** @type {Map<number, Point>} fingers and buttons that are down */
    this.down = new Map();
    /** @type {"none"|"tool"|"pan"|"pinch"} */ this.mode = "none";
    /** @type {Press|null} */ this.press = null;
    this.space = false;
    /** What the latest press hit; a double click is told to the stage alone, because the stage captures the pointer. */
    this.lastHit = hitOf(null);
    this.listen();
  }

  listen() {
    const el = this.svg;
    el.addEventListener("pointerdown", (e) => this.pointerDown(e));
    el.addEventListener("pointermove", (e) => this.pointerMove(e));
    el.addEventListener("pointerup", (e) => this.pointerUp(e));
    el.addEventListener("pointercancel", (e) => this.pointerCancel(e));
    el.addEventListener("pointerleave", () => this.canvas.present(null));
    el.addEventListener("contextmenu", (e) => e.preventDefault());
    this.view.element.addEventListener("wheel", (e) => this.wheel(e), { passive: false });
    addEventListener("keydown", () => delete this.svg.dataset.pointed, { capture: true });
    addEventListener("keydown", (e) => this.spaceKey(e, true));
    addEventListener("keyup", (e) => this.spaceKey(e, false));
    addEventListener("blur", () => this.setSpace(false));
  }

  /** @param {KeyboardEvent} event @param {boolean} held */
  spaceKey(event, held) {
    if (event.key !== " ") return;
    if (!held) return this.setSpace(false);
    const here = event.target === document.body || (event.target instanceof Node && this.svg.contains(event.target));
    if (!here || event.ctrlKey || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.setSpace(true);
  }

  /** @param {boolean} held */
  setSpace(held) {
    this.space = held;
    this.showCursor();
  }

  showCursor() {
    const pan = this.mode === "pan" ? "grabbing" : this.space ? "grab" : this.canvas.tool.cursor;
    this.svg.dataset.cursor = pan;
  }

  /** @param {PointerEvent} event @param {import("./hit.js").Hit} [hit] @returns {Press} */
  pressOf(event, hit = this.press?.hit ?? hitOf(event.target)) {
    const screen = this.view.screenOf(event);
    const { shiftKey: shift, altKey: alt } = event;
    return {
      screen,
      world: this.view.toWorld(screen),
      hit,
      shift,
      alt,
      ctrl: event.ctrlKey || event.metaKey,
      touch: event.pointerType === "touch",
    };
  }

  /** @param {PointerEvent} event */
  pointerDown(event) {
    if (event.button > 1) return;
    this.view.measured();
    // Whoever uses the mouse needs no ring round the whole canvas.
    this.svg.dataset.pointed = "";
    this.down.set(event.pointerId, this.view.screenOf(event));
    capture(this.svg, event.pointerId);
    if (this.down.size === 2) return this.startPinch();
    if (this.down.size > 2) return;
    const hit = hitOf(event.target);
    const touchPan = event.pointerType === "touch" && hit.what === "empty" && this.canvas.tool.id === "select";
    const pans = event.button === 1 || this.space || touchPan || this.canvas.app.small;
    this.lastHit = hit;
    this.press = this.pressOf(event, hit);
    if (event.button === 1) event.preventDefault();
    this.mode = pans ? "pan" : "tool";
    this.showCursor();
    if (this.mode === "tool") this.canvas.tool.down(this.press);
    else if (touchPan || this.canvas.app.small) this.canvas.selectHit(hit);
  }

  /** @param {PointerEvent} event */
  pointerMove(event) {
    const at = this.view.screenOf(event);
    const before = this.down.get(event.pointerId);
    this.canvas.pointerAt(at);
    if (!before) return this.canvas.tool.hover?.(this.pressOf(event, hitOf(event.target)));
    this.down.set(event.pointerId, at);
    if (this.mode === "pan") this.view.panBy(at.x - before.x, at.y - before.y);
    if (this.mode === "pinch") this.pinch();
    if (this.mode !== "tool") return;
    this.last = event;
    this.canvas.tool.move(this.pressOf(event));
    this.follow();
  }

  /** @param {PointerEvent} event */
  pointerUp(event) {
    if (!this.down.delete(event.pointerId)) return;
    const press = this.pressOf(event);
    const mode = this.mode;
    if (mode === "pinch" && this.down.size === 1) this.mode = "pan";
    else if (this.down.size === 0) this.mode = "none";
    this.last = undefined;
    this.press = null;
    if (mode === "tool") this.canvas.tool.up(press);
    this.showCursor();
  }

  /** @param {PointerEvent} event */
  pointerCancel(event) {
    this.down.delete(event.pointerId);
    if (this.mode === "tool") this.canvas.tool.cancel();
    this.mode = "none";
    this.press = null;
    this.last = undefined;
  }

  /** Escape in the middle of a gesture. @returns {boolean} whether there was one */
  cancelGesture() {
    if (this.mode !== "tool") return false;
    this.mode = "none";
    this.press = null;
    this.last = undefined;
    this.down.clear();
    this.canvas.tool.cancel();
    return true;
  }

  startPinch() {
    if (this.mode === "tool") this.canvas.tool.cancel();
    this.mode = "pinch";
    this.pinched = this.spread();
  }

  pinch() {
    const now = this.spread();
    const before = this.pinched ?? now;
    this.view.panBy(now.x - before.x, now.y - before.y);
    if (before.apart > 0) this.view.zoomAt(now, now.apart / before.apart);
    this.pinched = now;
  }

  spread() {
    const [a, b] = [...this.down.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) };
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    if (event.target instanceof Element && event.target.closest(".scrolls")) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? this.view.rect.height : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      const factor = Math.exp(-Math.max(-120, Math.min(120, dy)) * 0.0035);
      return this.view.zoomAt(this.view.screenOf(event), factor);
    }
    if (event.shiftKey && dx === 0) this.view.panBy(-dy, 0);
    else this.view.panBy(-dx, -dy);
  }

  /** Near the edge the window moves along, frame by frame, for as long as the gesture stays there. */
  follow() {
    if (this.following || !this.last) return;
    const push = this.push();
    if (push.x === 0 && push.y === 0) return;
    this.following = true;
    requestAnimationFrame(() => {
      this.following = false;
      if (!this.last || this.mode !== "tool") return;
      const by = this.push();
      if (by.x === 0 && by.y === 0) return;
      this.view.panBy(by.x, by.y);
      this.canvas.tool.move(this.pressOf(this.last));
      this.follow();
    });
  }

  push() {
    const at = this.last ? this.view.screenOf(this.last) : { x: EDGE, y: EDGE };
    const { width, height } = this.view.rect;
    const one = (/** @type {number} */ v, /** @type {number} */ size) =>
      v < EDGE ? Math.min(1, (EDGE - v) / EDGE) : v > size - EDGE ? -Math.min(1, (v - size + EDGE) / EDGE) : 0;
    return { x: one(at.x, width) * EDGE_SPEED, y: one(at.y, height) * EDGE_SPEED };
  }
}

/**
 * A pointer that is gone already cannot be captured; then there is nothing to capture.
 * @param {Element} el
 * @param {number} id
 */
function capture(el, id) {
  try {
    el.setPointerCapture(id);
  } catch {
    // The press ended before this ran.
  }
}
