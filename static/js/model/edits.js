// @ts-check
/**
 * Boards as maps of records, and the three edits on them: put, set, del. Pure: nothing here draws, sends or waits.
 * `apply` is total: an edit that makes no sense any more changes nothing. The server holds the same function
 * in Java, and both run the same vectors.
 * @typedef {import("./types.js").Doc} Doc
 * @typedef {import("./types.js").Edit} Edit
 * @typedef {import("./types.js").Rec} Rec
 * @typedef {import("./types.js").Table} Table
 */

export const FORMAT = "trestle/1";

/** Where each table of records stands in the board JSON. @type {Record<string, string[]>} */
const PLACES = {
  assumptions: ["brief", "assumptions"],
  entities: ["brief", "entities"],
  operations: ["brief", "operations"],
  requirements: ["brief", "requirements"],
  nodes: ["design", "nodes"],
  links: ["design", "links"],
  areas: ["design", "areas"],
  notes: ["design", "notes"],
  phases: ["script"],
};

export const TABLES = Object.freeze(Object.keys(PLACES));

/** Names that would reach into an object's prototype are never ids or paths. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
const ID = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/** @param {string} title @returns {Doc} */
export function emptyDoc(title) {
  const tables = Object.fromEntries(TABLES.map((t) => [t, new Map()]));
  return { title, text: null, tables };
}

/** @param {any} board the JSON of a board @returns {Doc} */
export function fromBoard(board) {
  const doc = emptyDoc(board.title ?? null);
  doc.text = board.brief?.text ?? null;
  for (const t of TABLES) {
    let at = board;
    for (const step of PLACES[t]) at = at?.[step];
    for (const [id, rec] of Object.entries(at ?? {})) doc.tables[t].set(id, frozen(rec));
  }
  return doc;
}

/** The JSON of a board; collections without records are left out. @param {Doc} doc */
export function toBoard(doc) {
  /** @type {any} */
  const board = { format: FORMAT };
  if (doc.title !== null) board.title = doc.title;
  if (doc.text !== null) board.brief = { text: doc.text };
  for (const t of TABLES) {
    if (doc.tables[t].size === 0) continue;
    let at = board;
    for (const step of PLACES[t]) at = at[step] ??= {};
    for (const [id, rec] of doc.tables[t]) at[id] = rec;
  }
  return board;
}

/** The node that an end of a link names: `node` or `node.port`. @param {string} end */
export function nodeOf(end) {
  const dot = end.indexOf(".");
  return dot < 0 ? end : end.slice(0, dot);
}

/** The port that an end of a link names, or null. @param {string} end */
export function portOf(end) {
  const dot = end.indexOf(".");
  return dot < 0 ? null : end.slice(dot + 1);
}

/** @param {Doc} doc @param {string} nodeId @returns {[string, Rec][]} the links at a node */
export function linksAt(doc, nodeId) {
  return [...doc.tables.links].filter(([, l]) => nodeOf(l.from) === nodeId || nodeOf(l.to) === nodeId);
}

/**
 * Applies one edit. `effective` are the changes that really happened, in order; `inverse` undoes them and is guarded,
 * so that undoing never overwrites what somebody else wrote since.
 * @param {Doc} doc @param {Edit} edit
 * @returns {{doc: Doc, effective: Edit[], inverse: Edit[]}}
 */
export function apply(doc, edit) {
  const nothing = { doc, effective: [], inverse: [] };
  if (!isId(edit.id)) return nothing;
  if (edit.t === "board") return edit.o === "set" ? setBoard(doc, edit) : nothing;
  if (!TABLES.includes(edit.t)) return nothing;
  if (edit.o === "put") return put(doc, edit);
  if (edit.o === "set") return set(doc, edit);
  return edit.o === "del" ? del(doc, edit) : nothing;
}

/**
 * Applies edits in order; the inverse runs backwards.
 * @param {Doc} doc @param {Iterable<Edit>} edits
 * @returns {{doc: Doc, effective: Edit[], inverse: Edit[]}}
 */
export function applyAll(doc, edits) {
  /** @type {Edit[]} */
  const effective = [];
  /** @type {Edit[][]} */
  const inverses = [];
  for (const edit of edits) {
    const done = apply(doc, edit);
    doc = done.doc;
    effective.push(...done.effective);
    inverses.unshift(done.inverse);
  }
  return { doc, effective, inverse: inverses.flat() };
}

/** @param {Doc} doc @param {Edit} edit */
function put(doc, edit) {
  const old = doc.tables[edit.t].get(edit.id);
  const rec = frozen(edit.p ?? {});
  const loose = edit.t === "links" && !(hasNode(doc, rec.from) && hasNode(doc, rec.to));
  if (loose || (old && same(old, rec))) return { doc, effective: [], inverse: [] };
  /** @type {Edit} */
  const back = old ? { o: "put", t: edit.t, id: edit.id, p: old } : { o: "del", t: edit.t, id: edit.id };
  const next = withRecord(doc, edit.t, edit.id, rec);
  return { doc: next, effective: [effect("put", edit, rec)], inverse: [back] };
}

/** @param {Doc} doc @param {Edit} edit */
function set(doc, edit) {
  const old = doc.tables[edit.t].get(edit.id);
  if (!old) return { doc, effective: [], inverse: [] };
  const { next, did, undo, guard } = changed(old, edit);
  if (!next) return { doc, effective: [], inverse: [] };
  const loose = edit.t === "links" && !(hasNode(doc, next.from) && hasNode(doc, next.to));
  if (loose) return { doc, effective: [], inverse: [] };
  /** @type {Edit} */
  const back = { o: "set", t: edit.t, id: edit.id, p: undo, if: guard };
  return { doc: withRecord(doc, edit.t, edit.id, next), effective: [effect("set", edit, did)], inverse: [back] };
}

/** @param {Doc} doc @param {Edit} edit */
function del(doc, edit) {
  const old = doc.tables[edit.t].get(edit.id);
  if (!old) return { doc, effective: [], inverse: [] };
  const links = edit.t === "nodes" ? linksAt(doc, edit.id) : [];
  /** @type {Edit[]} */
  const effective = [];
  /** @type {Edit[]} */
  const inverse = [{ o: "put", t: edit.t, id: edit.id, p: old }];
  for (const [id, link] of links) {
    doc = withRecord(doc, "links", id, null);
    effective.push({ o: "del", t: "links", id });
    inverse.push({ o: "put", t: "links", id, p: link });
  }
  effective.push({ o: "del", t: edit.t, id: edit.id });
  return { doc: withRecord(doc, edit.t, edit.id, null), effective, inverse };
}

/** @param {Doc} doc @param {Edit} edit */
function setBoard(doc, edit) {
  const old = { ...(doc.title === null ? {} : { title: doc.title }), ...(doc.text === null ? {} : { text: doc.text }) };
  const { next, did, undo, guard } = changed(old, edit);
  if (!next) return { doc, effective: [], inverse: [] };
  /** @type {Edit} */
  const back = { o: "set", t: "board", id: edit.id, p: undo, if: guard };
  const changedDoc = { ...doc, title: next.title ?? null, text: next.text ?? null };
  return { doc: changedDoc, effective: [effect("set", edit, did)], inverse: [back] };
}

/**
 * The record after a set, with what changed, what undoes it and what guards the undoing; `next` is null
 * when nothing changed.
 * @param {Rec} old @param {Edit} edit
 */
function changed(old, edit) {
  /** @type {Rec} */ const did = {};
  /** @type {Rec} */ const undo = {};
  /** @type {Rec} */ const guard = {};
  let next = old;
  for (const [path, value] of Object.entries(edit.p ?? {})) {
    const before = valueAt(next, path);
    const expected = edit.if && Object.hasOwn(edit.if, path) ? edit.if[path] : before;
    if (!safePath(path) || same(before, value) || !same(before, expected)) continue;
    next = withValue(next, path, value);
    did[path] = value;
    undo[path] = before;
    guard[path] = value;
  }
  return { next: next === old ? null : frozen(next), did, undo, guard };
}

/** @param {Rec} rec @param {string} path @returns {any} the value at a path, null when absent */
export function valueAt(rec, path) {
  const dot = path.indexOf(".");
  if (dot < 0) return Object.hasOwn(rec, path) ? rec[path] : null;
  const inner = rec[path.slice(0, dot)];
  const key = path.slice(dot + 1);
  return inner && Object.hasOwn(inner, key) ? inner[key] : null;
}

/** @param {Rec} rec @param {string} path @param {any} value @returns {Rec} */
function withValue(rec, path, value) {
  const dot = path.indexOf(".");
  if (dot >= 0) {
    const head = path.slice(0, dot);
    return withValue(rec, head, withValue(rec[head] ?? {}, path.slice(dot + 1), value));
  }
  const next = { ...rec };
  if (value === null) delete next[path];
  else next[path] = value;
  return next;
}

/** @param {string} text */
function isId(text) {
  return ID.test(text) && !FORBIDDEN.has(text);
}

/** A property, or one thing inside it. @param {string} path */
function safePath(path) {
  const steps = path.split(".");
  return steps.length <= 2 && steps.every(isId);
}

/** @param {Doc} doc @param {any} end */
function hasNode(doc, end) {
  return typeof end === "string" && doc.tables.nodes.has(nodeOf(end));
}

/** @param {Doc} doc @param {string} t @param {string} id @param {Rec|null} rec @returns {Doc} */
function withRecord(doc, t, id, rec) {
  const table = new Map(doc.tables[t]);
  if (rec === null) table.delete(id);
  else table.set(id, rec);
  return { ...doc, tables: { ...doc.tables, [t]: table } };
}

/** @param {"put"|"set"} o @param {Edit} edit @param {Rec} p @returns {Edit} */
function effect(o, edit, p) {
  return { o, t: edit.t, id: edit.id, p };
}

/** Deep equality of JSON values; the order of keys does not count. @param {any} a @param {any} b @returns {boolean} */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => Object.hasOwn(b, k) && same(a[k], b[k]));
}

/** @param {any} value @returns {any} the value, frozen all the way down */
function frozen(value) {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
