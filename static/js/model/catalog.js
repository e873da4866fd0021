// @ts-check
/**
 * The catalog of component kinds, and the rules for wiring that follow from their ports. It comes from the server;
 * no kind is named in this program.
 * @typedef {import("./types.js").Kind} Kind
 * @typedef {import("./types.js").Port} Port
 * @typedef {import("./types.js").Doc} Doc
 */
import { nodeOf, portOf } from "./edits.js";

/** The token that colours each family, in the catalog's order of families. */
const COLOURS = "client traffic compute cache data messaging infra".split(" ");

/** What travels over a link, in words a person knows. @type {Record<string, string>} */
const WORDS = { request: "requests", data: "reads and writes", message: "events" };

/** @typedef {{ok: true, from: string, to: string} | {ok: false, why: string}} Wiring */

export class Catalog {
  /**
   * @param {{families: {id: string, label: string}[], kinds: Kind[], faults?: import("./types.js").FaultForm[]}} json
   */
  constructor(json) {
    /** What people may do to a run by hand. */
    this.faults = json.faults ?? [];
    this.families = json.families;
    this.kinds = json.kinds;
    /** @type {Map<string, Kind>} */
    this.byId = new Map(json.kinds.map((k) => [k.id, k]));
    this.colours = new Map(json.families.map((f, i) => [f.id, COLOURS[Math.min(i, COLOURS.length - 1)]]));
  }

  /** @param {string} id @returns {Kind|undefined} */
  kind(id) {
    return this.byId.get(id);
  }

  /** Kinds in the order in which the palette shows them. @returns {Kind[]} */
  ordered() {
    return this.families.flatMap((f) => this.kinds.filter((k) => k.family === f.id));
  }

  /** The colour token of a kind, `client`, `traffic`... @param {string} kindId */
  colour(kindId) {
    return this.colours.get(this.kind(kindId)?.family ?? "") ?? COLOURS[COLOURS.length - 1];
  }

  /** @param {string} kindId @param {"in"|"out"} direction @returns {Port[]} */
  ports(kindId, direction) {
    return (this.kind(kindId)?.ports ?? []).filter((p) => p.direction === direction);
  }

  /**
   * May these two nodes be linked, and if not, why not. Ports narrow the choice when given.
   * @param {Doc} doc @param {string} from node or node.port @param {string} to node or node.port
   * @returns {Wiring} the ends as they should be written
   */
  wiring(doc, from, to) {
    const a = doc.tables.nodes.get(nodeOf(from));
    const b = doc.tables.nodes.get(nodeOf(to));
    if (!a || !b) return { ok: false, why: "one end is no longer there" };
    if (nodeOf(from) === nodeOf(to)) return { ok: false, why: "a component cannot be linked to itself" };
    const fit = this.fit(a.kind, b.kind, portOf(from), portOf(to));
    if (typeof fit === "string") return { ok: false, why: fit };
    const ends = { from: this.end(nodeOf(from), a.kind, fit.out), to: this.end(nodeOf(to), b.kind, fit.in) };
    if (linked(doc, ends)) return { ok: false, why: "these two are linked already" };
    return { ok: true, ...ends };
  }

  /**
   * The ports that two kinds meet at, or the reason why they do not.
   * @param {string} a @param {string} b @param {string|null} outId @param {string|null} inId
   * @returns {{out: Port, in: Port}|string}
   */
  fit(a, b, outId = null, inId = null) {
    const outs = this.ports(a, "out").filter((p) => !outId || p.id === outId);
    const ins = this.ports(b, "in").filter((p) => !inId || p.id === inId);
    const [nameA, nameB] = [this.kind(a)?.label ?? a, this.kind(b)?.label ?? b];
    if (outs.length === 0) return `${nameA} sends nothing on`;
    if (ins.length === 0) return `${nameB} takes no links`;
    for (const out of outs) {
      const match = ins.find((p) => p.carries.some((word) => out.carries.includes(word)));
      if (match) return { out, in: match };
    }
    return `${nameA} sends ${words(outs)}; ${nameB} takes ${words(ins)}`;
  }

  /**
   * An end names its port only where the kind has several of that direction.
   * @param {string} id
   * @param {string} kind
   * @param {Port} port
   */
  end(id, kind, port) {
    return this.ports(kind, port.direction).length > 1 ? `${id}.${port.id}` : id;
  }
}

/** @param {Doc} doc @param {{from: string, to: string}} ends */
function linked(doc, ends) {
  return [...doc.tables.links.values()].some((l) => l.from === ends.from && l.to === ends.to);
}

/** @param {Port[]} ports */
function words(ports) {
  const carried = [...new Set(ports.flatMap((p) => p.carries))];
  return carried.map((w) => WORDS[w] ?? w).join(" and ");
}
