// @ts-check
/**
 * The camera: where on the board the window looks, and how close. Screen points are relative to the canvas element.
 * @typedef {import("../model/types.js").Box} Box
 * @typedef {import("../model/types.js").Point} Point
 * @typedef {import("../ui/store.js").Store} Store
 */
import { reducedMotion } from "../ui/dom.js";

export const MIN_ZOOM = 0.1;
export const MAX_ZOOM = 4;
const GLIDE_MS = 220;
/** Windows that differ by less than this share are of one size. */
const SAME_SIZE = 0.3;
/** Free space round what is fitted; the tools float at the bottom. */
const PAD = { x: 48, top: 40, bottom: 88 };

export class View {
  /** @param {HTMLElement} element @param {Store} store @param {string} key where the place is remembered */
  constructor(element, store, key) {
    this.element = element;
    this.store = store;
    this.key = key;
    this.x = 0;
    this.y = 0;
    this.z = 1;
    this.rect = element.getBoundingClientRect();
    this.gliding = 0;
    /** The board is shown whole, and nobody has moved since: it stays whole when the window changes. */
    this.fitted = false;
    /** What there is to show whole. @type {() => Box|null} */
    this.whole = () => null;
    this.restored = this.restore();
    new ResizeObserver(() => this.measured()).observe(element);
    addEventListener("scroll", () => this.measured(), { passive: true });
  }

  measured() {
    this.rect = this.element.getBoundingClientRect();
    if (this.fitted) this.fitWhole(true);
    this.store.mark("camera");
  }

  /** @param {{clientX: number, clientY: number}} event @returns {Point} */
  screenOf(event) {
    return { x: event.clientX - this.rect.left, y: event.clientY - this.rect.top };
  }

  /** @param {Point} p on the screen @returns {Point} */
  toWorld(p) {
    return { x: (p.x - this.x) / this.z, y: (p.y - this.y) / this.z };
  }

  /** @param {Point} p in the world @returns {Point} */
  toScreen(p) {
    return { x: p.x * this.z + this.x, y: p.y * this.z + this.y };
  }

  /** The part of the world in the window. @returns {Box} */
  window() {
    const at = this.toWorld({ x: 0, y: 0 });
    return { ...at, w: this.rect.width / this.z, h: this.rect.height / this.z };
  }

  /** @returns {Point} the middle of the window, in the world */
  centre() {
    return this.toWorld({ x: this.rect.width / 2, y: this.rect.height / 2 });
  }

  /** @param {number} x @param {number} y @param {number} z */
  place(x, y, z) {
    this.fitted = false;
    this.show(x, y, z);
  }

  /** @param {number} x @param {number} y @param {number} z */
  show(x, y, z) {
    [this.x, this.y, this.z] = [x, y, z];
    this.store.mark("camera");
    this.remember();
  }

  /** @param {number} dx @param {number} dy screen pixels */
  panBy(dx, dy) {
    this.stop();
    this.place(this.x + dx, this.y + dy, this.z);
  }

  /** Zooms so that what is under the point stays under it. @param {Point} at screen @param {number} factor */
  zoomAt(at, factor) {
    this.stop();
    const z = clamp(this.z * factor);
    const world = this.toWorld(at);
    this.place(at.x - world.x * z, at.y - world.y * z, z);
  }

  /** @param {number} z about the middle of the window */
  zoomTo(z) {
    const middle = { x: this.rect.width / 2, y: this.rect.height / 2 };
    const world = this.toWorld(middle);
    this.glide(middle.x - world.x * clamp(z), middle.y - world.y * clamp(z), clamp(z));
  }

  /** Shows the whole board, now and when the window changes, until somebody moves. @param {boolean} [jump] */
  fitWhole(jump = false) {
    this.fit(this.whole(), jump);
    this.fitted = true;
  }

  /** Shows a whole box, never closer than 100 %. @param {Box|null} box @param {boolean} [jump] */
  fit(box, jump = false) {
    if (!box) return this.zoomTo(1);
    const [w, h] = [this.rect.width - 2 * PAD.x, this.rect.height - PAD.top - PAD.bottom];
    const z = clamp(Math.min(1, w / Math.max(1, box.w), h / Math.max(1, box.h)));
    const x = PAD.x + (w - box.w * z) / 2 - box.x * z;
    const y = PAD.top + (h - box.h * z) / 2 - box.y * z;
    if (!jump) return this.glide(x, y, z);
    this.stop();
    this.place(x, y, z);
  }

  /** Pans just so far that a box is in the window. @param {Box} box */
  reveal(box) {
    const a = this.toScreen(box);
    const b = this.toScreen({ x: box.x + box.w, y: box.y + box.h });
    const margin = 24;
    const dx = a.x < margin ? margin - a.x : b.x > this.rect.width - margin ? this.rect.width - margin - b.x : 0;
    const bottom = this.rect.height - PAD.bottom;
    const dy = a.y < margin ? margin - a.y : b.y > bottom ? bottom - b.y : 0;
    if (dx !== 0 || dy !== 0) this.glide(this.x + dx, this.y + dy, this.z);
  }

  /** @param {Point} world @param {boolean} [jump] */
  centreOn(world, jump = false) {
    const [x, y] = [this.rect.width / 2 - world.x * this.z, this.rect.height / 2 - world.y * this.z];
    if (jump) this.place(x, y, this.z);
    else this.glide(x, y, this.z);
  }

  /** @param {number} x @param {number} y @param {number} z */
  glide(x, y, z) {
    this.stop();
    this.fitted = false;
    if (reducedMotion.matches || document.hidden) return this.show(x, y, z);
    const from = { x: this.x, y: this.y, z: this.z };
    const start = performance.now();
    const step = (/** @type {number} */ now) => {
      const t = Math.min(1, (now - start) / GLIDE_MS);
      const e = 1 - (1 - t) ** 3;
      this.show(from.x + (x - from.x) * e, from.y + (y - from.y) * e, from.z + (z - from.z) * e);
      this.gliding = t < 1 ? requestAnimationFrame(step) : 0;
    };
    this.gliding = requestAnimationFrame(step);
  }

  stop() {
    cancelAnimationFrame(this.gliding);
    this.gliding = 0;
  }

  remember() {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => {
      try {
        sessionStorage.setItem(this.key, JSON.stringify([this.x, this.y, this.z, this.rect.width, this.rect.height]));
      } catch {
        // Without storage a reload just fits the board again.
      }
    }, 300);
  }

  restore() {
    try {
      const [x, y, z, w, h] = JSON.parse(sessionStorage.getItem(this.key) ?? "null") ?? [];
      if (![x, y, z].every(Number.isFinite)) return false;
      // In a window of another size the same place would show something else.
      if (!alike(w, this.rect.width) || !alike(h, this.rect.height)) return false;
      [this.x, this.y, this.z] = [x, y, clamp(z)];
      return true;
    } catch {
      return false;
    }
  }
}

/** @param {number} before @param {number} now */
function alike(before, now) {
  return Math.abs(before - now) <= SAME_SIZE * now;
}

/** @param {number} z */
function clamp(z) {
  return Math.max(MIN_ZOOM, Math.min(MAX_ZOOM, z));
}
