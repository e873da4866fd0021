// @ts-check
/**
 * Undo and redo of one person. Every entry holds the inverse of own edits, guarded: where somebody else changed a
 * property since, that property is left alone, and a record that others changed or linked to is not taken away.
 * @typedef {import("./types.js").Doc} Doc
 * @typedef {import("./types.js").Edit} Edit
 * @typedef {import("./types.js").Rec} Rec
 */
import { apply, linksAt, same } from "./edits.js";

/** @typedef {{label: string, undo: Edit[], after: Map<string, Rec>, key: string|null, at: number}} Entry */

/** Steps kept; older ones are forgotten. */
const DEPTH = 200;
/** Edits with the same key within this time are one step, in milliseconds. */
const TOGETHER_MS = 600;

export class History {
  /** @param {() => number} now milliseconds */
  constructor(now) {
    this.now = now;
    /** @type {Entry[]} */ this.undos = [];
    /** @type {Entry[]} */ this.redos = [];
  }

  /**
   * Remembers own edits that were just applied.
   * @param {string} label @param {Edit[]} inverse @param {Doc} doc the board after them
   * @param {string|null} key steps with the same key close together become one
   */
  did(label, inverse, doc, key = null) {
    this.redos = [];
    const last = this.undos.at(-1);
    if (last && key && last.key === key && this.now() - last.at < TOGETHER_MS) {
      last.undo = merged(inverse, last.undo);
      last.after = after(last.undo, doc);
      last.at = this.now();
      return;
    }
    this.undos.push({ label, undo: inverse, after: after(inverse, doc), key, at: this.now() });
    if (this.undos.length > DEPTH) this.undos.shift();
  }

  /**
   * Takes the last step back (or forward again). The caller applies the edits through `dispatch`.
   * @param {"undo"|"redo"} way @param {Doc} doc the board now
   * @param {(edits: Edit[]) => {doc: Doc, inverse: Edit[]}} dispatch
   * @returns {{label: string, skipped: number}|null} null when there is nothing to take back
   */
  step(way, doc, dispatch) {
    const [from, to] = way === "undo" ? [this.undos, this.redos] : [this.redos, this.undos];
    const entry = from.pop();
    if (!entry) return null;
    const edits = allowed(entry, doc);
    const done = dispatch(edits);
    if (done.inverse.length > 0) {
      to.push({ label: entry.label, undo: done.inverse, after: after(done.inverse, done.doc), key: null, at: 0 });
    }
    return { label: entry.label, skipped: entry.undo.length - edits.length };
  }

  /** Forgets the steps that hold edits of these records (the server refused them). @param {Edit[]} edits */
  forget(edits) {
    const gone = new Set(edits.filter((e) => e.o === "put").map(address));
    const keep = (/** @type {Entry} */ entry) => !entry.undo.some((e) => gone.has(address(e)));
    this.undos = this.undos.filter(keep);
    this.redos = this.redos.filter(keep);
  }
}

/**
 * The edits of a step that would not take away what others did.
 * @param {Entry} entry
 * @param {Doc} doc
 * @returns {Edit[]}
 */
function allowed(entry, doc) {
  /** @type {Edit[]} */
  const edits = [];
  for (const edit of entry.undo) {
    const now = edit.t === "board" ? undefined : doc.tables[edit.t].get(edit.id);
    const mine = entry.after.get(address(edit));
    const foreign =
      edit.o === "del" ? !now || !same(now, mine) : edit.o === "put" && (mine ? !same(now, mine) : now !== undefined);
    const linked = edit.o === "del" && edit.t === "nodes" && linksAt(doc, edit.id).length > 0;
    if (foreign || linked) continue;
    edits.push(edit);
    doc = apply(doc, edit).doc;
  }
  return edits;
}

/** The records that the edits of an inverse will touch, as they are now. @param {Edit[]} inverse @param {Doc} doc */
function after(inverse, doc) {
  /** @type {Map<string, Rec>} */
  const records = new Map();
  for (const edit of inverse) {
    const rec = edit.t === "board" ? undefined : doc.tables[edit.t].get(edit.id);
    if (rec) records.set(address(edit), rec);
  }
  return records;
}

/**
 * Two inverses as one, newest first. Sets of one record fold into one: the oldest value comes back, guarded by
 * the newest.
 * @param {Edit[]} newer @param {Edit[]} older @returns {Edit[]}
 */
function merged(newer, older) {
  const all = newer.map((e) => ({ ...e }));
  for (const old of older) {
    const twin = old.o === "set" ? all.find((e) => e.o === "set" && address(e) === address(old)) : undefined;
    if (!twin) all.push(old);
    else Object.assign(twin, { p: { ...twin.p, ...old.p }, if: { ...old.if, ...twin.if } });
  }
  return all;
}

/** @param {Edit} edit */
function address(edit) {
  return `${edit.t}/${edit.id}`;
}
