// @ts-check
/**
 * What a component says about itself in one glance, from the catalog alone. Pure.
 * @typedef {import("./types.js").Kind} Kind
 * @typedef {import("./types.js").Rec} Rec
 * @typedef {import("./types.js").Param} Param
 */

/** The setting that every kind uses for how many of it there are. */
const COUNT = "instances";

/** How many of it there are. @param {Kind|undefined} kind @param {Rec} rec @returns {number} */
export function copies(kind, rec) {
  const param = countParam(kind);
  const value = Number(param ? (rec.settings?.[param.id] ?? param.default) : 1);
  return Number.isInteger(value) && value > 1 ? value : 1;
}

/** @param {Kind|undefined} kind @returns {Param|undefined} */
function countParam(kind) {
  return kind?.params.find((p) => p.id === COUNT);
}

/** The preset whose settings a node has, or undefined. @param {Kind|undefined} kind @param {Rec} rec */
export function presetOf(kind, rec) {
  return kind?.presets.find(
    (p) =>
      Object.entries(p.settings).length > 0 &&
      Object.entries(p.settings).every(([id, value]) => rec.settings?.[id] === value),
  );
}

/** The line under the name: the kind (or the technology) and how many. @param {Kind|undefined} kind @param {Rec} rec */
export function subtitle(kind, rec) {
  const what = presetOf(kind, rec)?.label ?? (rec.label ? (kind?.label ?? rec.kind) : "");
  const n = copies(kind, rec);
  return [what, n > 1 ? `×${n}` : ""].filter(Boolean).join(" · ") || firstWords(kind?.summary ?? "");
}

/** Before a run: what the person has set, else the first default. @param {Kind|undefined} kind @param {Rec} rec */
export function settled(kind, rec) {
  const count = countParam(kind)?.id;
  const rest = (kind?.params ?? []).filter((p) => p.id !== count);
  const set = rest.filter((p) => rec.settings?.[p.id] !== undefined);
  const shown = set.length > 0 ? set : rest.filter((p) => p.default && p.default !== "none").slice(0, 1);
  return shown
    .slice(0, 2)
    .map((p) => (p.type === "flag" ? p.label : `${p.label} ${rec.settings?.[p.id] ?? p.default}`))
    .join(" · ");
}

/** @param {string} sentence */
function firstWords(sentence) {
  return sentence.split(/[,.;:(]/)[0];
}
