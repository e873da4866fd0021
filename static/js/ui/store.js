// @ts-check
/**
 * Who wants to hear of which change, told once a frame: many changes between two frames are one `changed`.
 * @typedef {"doc"|"confirmed"|"selection"|"camera"|"presence"|"run"|"frame"|"findings"|"save"|"tool"|"preview"|"role"} Topic
 */

/** How long a change may wait while the page is hidden. */
const HIDDEN_MS = 100;

export class Store {
  constructor() {
    /** @type {{topics: Set<Topic>, fn: (dirty: Set<Topic>) => void}[]} */
    this.listeners = [];
    /** @type {Set<Topic>} */
    this.dirty = new Set();
    this.waiting = false;
  }

  /**
   * @param {Topic[]} topics @param {(dirty: Set<Topic>) => void} fn
   * @returns {() => void} stops listening
   */
  on(topics, fn) {
    const listener = { topics: new Set(topics), fn };
    this.listeners.push(listener);
    return () => {
      this.listeners = this.listeners.filter((l) => l !== listener);
    };
  }

  /** @param {Topic[]} topics what has changed */
  mark(...topics) {
    for (const topic of topics) this.dirty.add(topic);
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => this.tell());
    // A hidden page gets no frames, yet must go on applying what others do.
    setTimeout(() => document.hidden && this.tell(), HIDDEN_MS);
  }

  /** Tells now what would be told with the next frame. */
  tell() {
    this.waiting = false;
    const dirty = this.dirty;
    if (dirty.size === 0) return;
    this.dirty = new Set();
    for (const listener of this.listeners) {
      if ([...listener.topics].some((t) => dirty.has(t))) listener.fn(dirty);
    }
  }
}
