// @ts-check
/**
 * What is selected: records addressed as `table/id`, and the one that has the keyboard focus.
 */

/** @typedef {{t: string, id: string}} Item */

export class Selection {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {Set<string>} */ this.keys = new Set();
    /** The node the keyboard stands on, or null. @type {string|null} */
    this.focus = null;
  }

  get size() {
    return this.keys.size;
  }

  /** @param {string} t @param {string} id */
  has(t, id) {
    return this.keys.has(`${t}/${id}`);
  }

  /** @returns {Item[]} */
  items() {
    return [...this.keys].map(item);
  }

  /** @param {string} t @returns {string[]} the selected ids of one table */
  ids(t) {
    return this.items()
      .filter((i) => i.t === t)
      .map((i) => i.id);
  }

  /** The only selected record, or null. @returns {Item|null} */
  get single() {
    return this.keys.size === 1 ? this.items()[0] : null;
  }

  /** @param {Item[]} items */
  set(items) {
    this.replace(new Set(items.map(key)));
  }

  /** @param {Item} one */
  toggle(one) {
    const next = new Set(this.keys);
    if (!next.delete(key(one))) next.add(key(one));
    this.replace(next);
  }

  /** @param {Item[]} items */
  add(items) {
    this.replace(new Set([...this.keys, ...items.map(key)]));
  }

  clear() {
    this.replace(new Set());
  }

  /** Lets go of what is no longer on the board. @param {import("./types.js").Doc} doc */
  prune(doc) {
    if (this.focus && !doc.tables.nodes.has(this.focus)) this.focus = null;
    const alive = [...this.keys].filter((k) => doc.tables[item(k).t]?.has(item(k).id));
    if (alive.length !== this.keys.size) this.replace(new Set(alive));
  }

  /** @param {Set<string>} next */
  replace(next) {
    const equal = next.size === this.keys.size && [...next].every((k) => this.keys.has(k));
    if (equal) return;
    this.keys = next;
    const nodes = [...next].map(item).filter((i) => i.t === "nodes");
    if (nodes.length > 0 && !nodes.some((i) => i.id === this.focus)) this.focus = nodes[nodes.length - 1].id;
    this.changed();
  }
}

/** @param {Item} one */
function key(one) {
  return `${one.t}/${one.id}`;
}

/** @param {string} k @returns {Item} */
function item(k) {
  const slash = k.indexOf("/");
  return { t: k.slice(0, slash), id: k.slice(slash + 1) };
}
