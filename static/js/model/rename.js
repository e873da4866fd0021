// @ts-check
/**
 * A record under another name, and everything on the board that names it: steps, formulas, requirements, link filters,
 * settings that list names, faults, ends of links. Pure: answers with the edits of one gesture.
 * @typedef {import("./types.js").Doc} Doc
 * @typedef {import("./types.js").Edit} Edit
 * @typedef {import("./types.js").Rec} Rec
 * @typedef {import("./catalog.js").Catalog} Catalog
 * @typedef {{t: string, from: string, to: string, names: Set<string>}} Naming
 */
import { nodeOf, same } from "./edits.js";

/** The verbs of steps that name an operation; `publish` names an event; all others name an entity. */
const CALL = "call";
const PUBLISH = "publish";
/** How many words of a fault may be names: `cut a from b`, `chaos on app every 1 h`, `corrupt 1% of db`, `drop 5% on l2`. */
const FAULT =
  /^(\s*(?:crash|recover|flush|corrupt(?:\s+[^\s%]+\s*%\s+of)?|slow|cut|lose|chaos\s+on)\s+)(\S+)(?:(\s+(?:from|to)\s+)(\S+))?/;
/** Names of the brief share one space in formulas. */
const IN_FORMULAS = new Set(["assumptions", "entities", "operations"]);
/** A requirement that is about the whole design begins with one of these, and then comes this. */
const WHOLE = /^\s*(survives\s+loss|recovers\s+within|headroom\s*[<>=]|cost\s*[<>=])/;
/** What a requirement asks of a component, of data, and of an operation: the same name may be all three. */
const OF_NODE = /^\s*\S+\s+(utilization|queue|lag|hit)\b/;
const OF_ENTITY = /^\s*\S+\s+(read-your-writes|monotonic-reads|linearizable|fresh|never|unique)\b/;
/** Where the name of a phase may begin; it may have blanks itself. */
const PHASE = /\s(?:in|after)\s+/g;
const OF_EVENT = /^\s*\S+\s+handled\b/;
/** A run of letters that may hold a name: the longest known one at its start counts, as the server reads formulas. */
const RUN = /[A-Za-z_][A-Za-z0-9_.-]*/y;

/**
 * @param {Doc} doc @param {Catalog} catalog @param {string} t @param {string} from @param {string} to
 * @returns {Edit[]} empty when there is no such record
 */
export function renamed(doc, catalog, t, from, to) {
  const rec = doc.tables[t].get(from);
  if (!rec) return [];
  const names = new Set([...IN_FORMULAS].flatMap((table) => [...doc.tables[table].keys()]));
  const naming = { t, from, to, names };
  /** @type {Edit[]} */
  const edits = [{ o: "put", t, id: to, p: withNames(catalog, naming, t, rec) }];
  for (const [table, records] of Object.entries(doc.tables))
    for (const [id, old] of records) {
      if (table === t && id === from) continue;
      const p = differing(old, withNames(catalog, naming, table, old));
      if (Object.keys(p).length > 0) edits.push({ o: "set", t: table, id, p });
    }
  edits.push({ o: "del", t, id: from });
  return edits;
}

/**
 * A phase under another name, and the requirements that name it, unless another phase has the old name, too.
 * @param {Doc} doc @param {string} id @param {string | null} to @returns {Edit[]}
 */
export function phaseRenamed(doc, id, to) {
  /** @type {Edit[]} */
  const edits = [{ o: "set", t: "phases", id, p: { phase: to } }];
  const from = words(doc.tables.phases.get(id)?.phase);
  const shared = [...doc.tables.phases].some(([other, rec]) => other !== id && words(rec.phase) === from);
  if (!from || !to || shared) return edits;
  for (const [requirement, rec] of doc.tables.requirements) {
    const is = typeof rec.is === "string" ? inPhase(rec.is, from, to) : rec.is;
    if (is !== rec.is) edits.push({ o: "set", t: "requirements", id: requirement, p: { is } });
  }
  return edits;
}

/** @param {unknown} text */
function words(text) {
  return typeof text === "string" ? text.trim().replace(/\s+/g, " ") : "";
}

/** @param {string} line @param {string} from @param {string} to */
function inPhase(line, from, to) {
  if (OF_EVENT.test(line)) return line;
  for (const found of line.matchAll(PHASE)) {
    const at = found.index + found[0].length;
    if (words(line.slice(at)) === from) return line.slice(0, at) + to;
  }
  return line;
}

/** @param {Rec} old @param {Rec} next @returns {Rec} path -> value of what is different, settings one by one */
function differing(old, next) {
  /** @type {Rec} */ const p = {};
  for (const [key, value] of Object.entries(next)) {
    if (same(value, old[key])) continue;
    if (key !== "settings") p[key] = value;
    else for (const [name, text] of Object.entries(value)) if (text !== old.settings[name]) p[`settings.${name}`] = text;
  }
  return p;
}

/**
 * A record with the new name wherever it had the old one.
 * @param {Catalog} catalog @param {Naming} naming @param {string} table @param {Rec} rec @returns {Rec}
 */
function withNames(catalog, naming, table, rec) {
  const next = { ...rec };
  const formula = (/** @type {string} */ key) => {
    if (typeof rec[key] === "string") next[key] = inFormula(naming, rec[key]);
  };
  if (table === "assumptions") formula("is");
  if (table === "entities") ["size", "count"].forEach(formula);
  if (table === "operations") ["rate", "every"].forEach(formula);
  if (Array.isArray(rec.steps)) next.steps = rec.steps.map((line) => inStep(naming, line));
  if (table === "requirements" && typeof rec.is === "string") next.is = inRequirement(naming, rec.is);
  if (Array.isArray(rec.faults)) next.faults = rec.faults.map((line) => inFault(naming, line));
  if (table === "links" && naming.t === "nodes")
    for (const end of ["from", "to"])
      if (nodeOf(rec[end]) === naming.from) next[end] = naming.to + rec[end].slice(naming.from.length);
  if (rec.settings) next.settings = inSettings(catalog, naming, table, rec);
  return next;
}

/**
 * Link filters list operations; settings of the types for names and for operations list entities and operations.
 * @param {Catalog} catalog @param {Naming} naming @param {string} table @param {Rec} rec @returns {Rec}
 */
function inSettings(catalog, naming, table, rec) {
  const lists =
    table === "links" && naming.t === "operations"
      ? ["only"]
      : table === "nodes" && (naming.t === "entities" || naming.t === "operations")
        ? (catalog.kind(rec.kind)?.params ?? [])
            .filter((p) => p.type === (naming.t === "entities" ? "names" : "operations"))
            .map((p) => p.id)
        : [];
  const settings = { ...rec.settings };
  for (const key of lists) if (typeof settings[key] === "string") settings[key] = inList(naming, settings[key]);
  return settings;
}

/** @param {Naming} naming @param {string} text names with commas between */
function inList(naming, text) {
  return text
    .split(",")
    .map((part) => (part.trim() === naming.from ? part.replace(naming.from, () => naming.to) : part))
    .join(",");
}

/** @param {Naming} naming @param {string} line `write PhotoFile x2 key Photo` */
function inStep(naming, line) {
  const parts = line.split(/(\s+)/);
  const words = parts.map((_, i) => i).filter((i) => parts[i].trim() !== "");
  const verb = parts[words[0]];
  const wanted = verb === CALL ? "operations" : verb === PUBLISH ? "" : "entities";
  words.forEach((at, i) => {
    const key = i > 1 && parts[words[i - 1]] === "key" && naming.t === "entities";
    if (parts[at] === naming.from && ((i === 1 && wanted === naming.t) || key)) parts[at] = naming.to;
  });
  return parts.join("");
}

/** The table of what a requirement is about, or none. @param {string} line */
function subjectOf(line) {
  if (WHOLE.test(line) || OF_EVENT.test(line)) return "";
  if (OF_NODE.test(line)) return "nodes";
  return OF_ENTITY.test(line) ? "entities" : "operations";
}

/** The first word of a requirement is what it is about. @param {Naming} naming @param {string} line */
function inRequirement(naming, line) {
  if (subjectOf(line) !== naming.t) return line;
  return line.replace(/^(\s*)(\S+)/, (all, space, word) => (word === naming.from ? space + naming.to : all));
}

/** Faults name components, links and areas. @param {Naming} naming @param {string} line */
function inFault(naming, line) {
  const swap = (/** @type {string} */ name) => (name === naming.from ? naming.to : name);
  if (naming.t === "links") return line.replace(/( on )(\S+)/, (_, on, name) => on + swap(name));
  if (naming.t !== "nodes" && naming.t !== "areas") return line;
  return line.replace(FAULT, (_, what, name, from = "", other = "") => what + swap(name) + from + swap(other));
}

/**
 * Names in a formula. A name may hold `-` and `.`, so the longest known one counts; a cell such as `Photo.size` or
 * `feed.peak` begins with the name of its record.
 * @param {Naming} naming @param {string} text
 */
function inFormula(naming, text) {
  if (!IN_FORMULAS.has(naming.t)) return text;
  let out = "";
  for (let at = 0; at < text.length; ) {
    RUN.lastIndex = at;
    const run = RUN.exec(text)?.[0];
    const free = at === 0 || !/[A-Za-z0-9_.]/.test(text[at - 1]);
    const name = run && free ? longest(naming.names, run) : null;
    const whole = name ?? (run && free ? run.split(/[-]/)[0] : text[at]);
    out += name === naming.from && fits(naming, run ?? "") ? naming.to : whole;
    at += whole.length;
  }
  return out;
}

/** An assumption stands for itself; entities and operations only have cells. @param {Naming} naming @param {string} run */
function fits(naming, run) {
  return (run[naming.from.length] === ".") !== (naming.t === "assumptions");
}

/** @param {Set<string>} names @param {string} run */
function longest(names, run) {
  for (let end = run.length; end > 0; end--) {
    const edge = end === run.length || run[end] === "-" || run[end] === ".";
    if (edge && names.has(run.slice(0, end))) return run.slice(0, end);
  }
  return null;
}
