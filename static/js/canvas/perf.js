// @ts-check
/** How smoothly frames follow each other while something moves; pauses between movements do not count. */

const KEPT = 600;
const PAUSE_MS = 120;

export class Perf {
  constructor() {
    /** @type {number[]} */ this.frames = [];
    this.last = 0;
    this.running = false;
  }

  /** Something is about to be drawn: watch the frames until nothing is drawn any more. */
  poke() {
    this.poked = performance.now();
    if (this.running) return;
    this.running = true;
    this.last = 0;
    requestAnimationFrame((now) => this.tick(now));
  }

  /** @param {number} now */
  tick(now) {
    if (this.last > 0) {
      this.frames.push(now - this.last);
      if (this.frames.length > KEPT) this.frames.shift();
    }
    this.last = now;
    if (now - (this.poked ?? 0) > PAUSE_MS) this.running = false;
    else requestAnimationFrame((next) => this.tick(next));
  }

  /** The 95th percentile of the latest frames. @param {number} count */
  p95(count) {
    const sorted = this.frames.slice(-count).sort((a, b) => a - b);
    return sorted.length > 0 ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] : 0;
  }

  /** Milliseconds between frames. */
  summary() {
    const n = this.frames.length;
    return {
      frames: n,
      p95: this.p95(KEPT),
      mean: n > 0 ? this.frames.reduce((a, b) => a + b, 0) / n : 0,
      over50: this.frames.filter((f) => f > 50).length,
    };
  }
}
