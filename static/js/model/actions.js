// @ts-check
/**
 * What a person does, as edits: each function answers with the edits of one gesture and changes nothing itself.
 * @typedef {import("./types.js").Doc} Doc
 * @typedef {import("./types.js").Edit} Edit
 * @typedef {import("./types.js").Rec} Rec
 * @typedef {import("./types.js").Point} Point
 * @typedef {import("./types.js").Box} Box
 * @typedef {import("./selection.js").Item} Item
 * @typedef {import("./catalog.js").Catalog} Catalog
 */
import { nodeOf, portOf } from "./edits.js";
import { AREA_HEAD, AREA_PAD, around, boxOf, encloses, snap } from "./geometry.js";

/** Tables whose records have a place on the canvas. */
export const PLACED = ["nodes", "areas", "notes"];

/**
 * An id nobody has. Alone it is readable (`cache-2`, `l3`); with others around it gets a random tail, because two people
 * may add the same thing at once.
 * @param {Doc} doc @param {string} t @param {string} base @param {boolean} alone @param {Set<string>} [also] taken too
 */
export function freshId(doc, t, base, alone, also = new Set()) {
  const taken = (/** @type {string} */ id) => doc.tables[t].has(id) || also.has(id);
  const stem = base.replace(/[^A-Za-z0-9_-]/g, "-").replace(/^[^A-Za-z_]+/, "") || "item";
  const short = stem.length === 1;
  const numbered = (/** @type {number} */ i) => (short ? `${stem}${i}` : i === 1 ? stem : `${stem}-${i}`);
  for (let i = 1; ; i++) {
    const id = alone ? numbered(i) : `${stem}-${tail()}`;
    if (!taken(id)) return id;
  }
}

/** Three random letters or digits. */
function tail() {
  return Math.floor(Math.random() * 46656)
    .toString(36)
    .padStart(3, "0");
}

/** @param {string} id @param {string} kind @param {Point} at @returns {Edit} */
export function addNode(id, kind, at) {
  return { o: "put", t: "nodes", id, p: { kind, x: snap(at.x), y: snap(at.y) } };
}

/** @param {string} id @param {{from: string, to: string}} ends @returns {Edit} */
export function addLink(id, ends) {
  return { o: "put", t: "links", id, p: { from: ends.from, to: ends.to } };
}

/** Links first, so that each link is deleted once and in the open. @param {Item[]} items @returns {Edit[]} */
export function remove(items) {
  const order = [...items].sort((a, b) => Number(b.t === "links") - Number(a.t === "links"));
  return order.map(({ t, id }) => ({ o: "del", t, id }));
}

/**
 * Takes nodes away and joins their neighbours, where the ports allow it.
 * @param {Doc} doc @param {Catalog} catalog @param {string[]} ids @param {(base: string) => string} newId
 * @returns {Edit[]}
 */
export function removeAndJoin(doc, catalog, ids, newId) {
  const gone = new Set(ids);
  const links = [...doc.tables.links.values()];
  /** @type {Edit[]} */
  const joins = [];
  for (const id of ids) {
    for (const before of links.filter((l) => nodeOf(l.to) === id && !gone.has(nodeOf(l.from)))) {
      for (const behind of links.filter((l) => nodeOf(l.from) === id && !gone.has(nodeOf(l.to)))) {
        const wiring = catalog.wiring(doc, before.from, behind.to);
        if (wiring.ok) joins.push(addLink(newId("l"), wiring));
      }
    }
  }
  return [...remove(ids.map((id) => ({ t: "nodes", id }))), ...joins];
}

/** @param {Doc} doc @param {Item[]} items @param {number} dx @param {number} dy @returns {Edit[]} */
export function moveBy(doc, items, dx, dy) {
  return withMembers(doc, items).flatMap(({ t, id }) => {
    const rec = doc.tables[t].get(id);
    if (!rec || !PLACED.includes(t) || (dx === 0 && dy === 0)) return [];
    /** @type {Rec} */
    const p = {};
    if (dx !== 0) p.x = rec.x + dx;
    if (dy !== 0) p.y = rec.y + dy;
    return [{ o: /** @type {"set"} */ ("set"), t, id, p }];
  });
}

/** An area takes along what lies wholly in it. @param {Doc} doc @param {Item[]} items @returns {Item[]} */
export function withMembers(doc, items) {
  const all = new Map(items.map((i) => [`${i.t}/${i.id}`, i]));
  for (const { t, id } of items) {
    const area = t === "areas" ? doc.tables.areas.get(id) : undefined;
    if (!area) continue;
    for (const member of membersOf(doc, id, boxOf("areas", area))) all.set(`${member.t}/${member.id}`, member);
  }
  return [...all.values()];
}

/** @param {Doc} doc @param {string|null} areaId @param {Box} box @returns {Item[]} what lies wholly in a box */
export function membersOf(doc, areaId, box) {
  return PLACED.flatMap((t) =>
    [...doc.tables[t]]
      .filter(([id, rec]) => !(t === "areas" && id === areaId) && encloses(box, boxOf(t, rec)))
      .map(([id]) => ({ t, id })),
  );
}

/** @param {Doc} doc @param {Item[]} items @returns {Box|null} the box of an area round these */
export function areaRound(doc, items) {
  const boxes = items.flatMap(({ t, id }) => {
    const rec = doc.tables[t]?.get(id);
    return rec && PLACED.includes(t) ? [boxOf(t, rec)] : [];
  });
  const box = around(boxes);
  if (!box) return null;
  const [x, y] = [snap(box.x - AREA_PAD), snap(box.y - AREA_HEAD)];
  return { x, y, w: snap(box.x + box.w + AREA_PAD - x), h: snap(box.y + box.h + AREA_PAD - y) };
}

/**
 * What is copied: records and the links between copied nodes, as JSON that another session can paste.
 * @param {Doc} doc @param {Item[]} items
 */
export function copy(doc, items) {
  const nodes = new Set(items.filter((i) => i.t === "nodes").map((i) => i.id));
  /** @type {Record<string, Record<string, Rec>>} */
  const clip = { nodes: {}, areas: {}, notes: {}, links: {} };
  for (const { t, id } of items) {
    const rec = doc.tables[t].get(id);
    if (rec && t !== "links") clip[t][id] = rec;
  }
  for (const [id, link] of doc.tables.links) {
    if (nodes.has(nodeOf(link.from)) && nodes.has(nodeOf(link.to))) clip.links[id] = link;
  }
  return { format: "trestle-clip/1", ...clip };
}

/**
 * Pastes a clip under new ids.
 * @param {Doc} doc @param {any} clip @param {{at: Point|null, by: Point}} where `at` the middle, else shifted `by`
 * @param {boolean} alone
 * @returns {{edits: Edit[], items: Item[]}} empty when the clip is not one of ours
 */
export function paste(doc, clip, where, alone) {
  /** @type {Edit[]} */ const edits = [];
  /** @type {Item[]} */ const items = [];
  if (clip?.format !== "trestle-clip/1") return { edits, items };
  const boxes = PLACED.flatMap((t) => Object.values(clip[t] ?? {}).map((rec) => boxOf(t, rec)));
  const box = around(boxes);
  if (!box) return { edits, items };
  const dx = where.at ? snap(where.at.x - box.x - box.w / 2) : where.by.x;
  const dy = where.at ? snap(where.at.y - box.y - box.h / 2) : where.by.y;
  /** @type {Map<string, string>} */ const names = new Map();
  /** @type {Set<string>} */ const used = new Set();
  for (const t of PLACED) {
    for (const [old, rec] of Object.entries(clip[t] ?? {})) {
      const id = freshId(doc, t, old.replace(/-[0-9a-z]{1,3}$/, ""), alone, used);
      used.add(id);
      if (t === "nodes") names.set(old, id);
      edits.push({ o: "put", t, id, p: { ...rec, x: rec.x + dx, y: rec.y + dy } });
      items.push({ t, id });
    }
  }
  for (const link of Object.values(clip.links ?? {})) {
    const id = freshId(doc, "links", "l", false, used);
    used.add(id);
    edits.push({ o: "put", t: "links", id, p: { ...link, from: moved(link.from, names), to: moved(link.to, names) } });
  }
  return { edits, items };
}

/** @param {string} end @param {Map<string, string>} names */
function moved(end, names) {
  const port = portOf(end);
  const id = names.get(nodeOf(end)) ?? nodeOf(end);
  return port ? `${id}.${port}` : id;
}
