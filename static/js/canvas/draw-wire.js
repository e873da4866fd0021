// @ts-check
/**
 * One link on the canvas: a line, its arrow, a wide invisible stroke to hit, and a label.
 * @typedef {import("../model/types.js").Rec} Rec
 * @typedef {import("../model/types.js").Point} Point
 * @typedef {import("../workbench.js").Workbench} Workbench
 */
import { nodeOf, portOf } from "../model/edits.js";
import { boxOf } from "../model/geometry.js";
import { attr, s, text } from "../ui/dom.js";
import { compact } from "../ui/format.js";
import { ellipsis, widthOf } from "./text.js";
import { portY, route } from "./wires.js";

const LABEL_FONT = "500 11px";

export class WireView {
  /** @param {Workbench} app @param {string} id */
  constructor(app, id) {
    this.app = app;
    this.id = id;
    /** @type {Rec|null} */ this.rec = null;
    /** @type {Point[]} */ this.points = [];
    this.key = "";
    /** @type {string|undefined} */ this.words = undefined;
    /** @type {Point|null} */ this.at = null;
    /** @type {number|null} */ this.perSecond = null;
    /** Width for the label. */
    this.room = 0;
    this.hit = s("path", { class: "wire-hit" });
    this.line = s("path", { class: "wire-line" });
    this.arrow = s("path", { class: "wire-arrow" });
    this.pill = s("rect", { class: "wire-pill", height: 16, rx: 4 });
    this.label = s("text", { class: "wire-label", "text-anchor": "middle" });
    this.el = s("g", { class: "wire", "data-link": id }, this.hit, this.line, this.arrow, this.pill, this.label);
  }

  /**
   * Draws the wire anew when an end or the lane changed; `always` also looks whether something else stands in the way.
   * @param {Rec} rec @param {import("./lanes.js").Lane} lane @param {boolean} always
   */
  update(rec, lane, always) {
    const [a, b] = [this.app.look("nodes", nodeOf(rec.from)), this.app.look("nodes", nodeOf(rec.to))];
    if (!a || !b) return;
    const key = `${a.x} ${a.y} ${a.kind} ${b.x} ${b.y} ${b.kind} ${Object.values(lane)} ${rec.from} ${rec.to}`;
    this.rec = rec;
    if (always || key !== this.key) {
      this.key = key;
      const ports = { out: this.portAt(a.kind, "out", rec.from), in: this.portAt(b.kind, "in", rec.to) };
      const { points, path, label, room } = route(boxOf("nodes", a), boxOf("nodes", b), ports, lane, this.others(rec));
      this.points = points;
      attr(this.hit, "d", path);
      attr(this.line, "d", path);
      attr(this.arrow, "d", arrow(points));
      this.at = label;
      this.room = room;
      this.words = undefined;
    }
    this.rate(this.perSecond);
  }

  /** The other nodes, as they look now. @param {Rec} rec */
  others(rec) {
    const ends = [nodeOf(rec.from), nodeOf(rec.to)];
    return [...this.app.doc.tables.nodes.keys()]
      .filter((id) => !ends.includes(id))
      .map((id) => boxOf("nodes", /** @type {Rec} */ (this.app.look("nodes", id))));
  }

  /** @param {string} kind @param {"in"|"out"} direction @param {string} end */
  portAt(kind, direction, end) {
    const ports = this.app.catalog.ports(kind, direction);
    const at = Math.max(
      0,
      ports.findIndex((p) => p.id === portOf(end)),
    );
    return portY(Math.max(1, ports.length), at);
  }

  /** The traffic on the wire in calls a second, null when none was measured. @param {number|null} perSecond */
  rate(perSecond) {
    this.perSecond = perSecond;
    // A wire that takes only some operations says so.
    const own = this.rec?.label ?? this.rec?.settings?.only ?? "";
    const number = perSecond !== null && perSecond > 0 ? compact(perSecond) : "";
    const words = [own, number].filter(Boolean).join(" · ");
    const wide = perSecond !== null && perSecond > 0 ? Math.min(4, 1.5 + Math.log10(1 + perSecond) / 2) : 1.5;
    attr(this.line, "stroke-width", wide.toFixed(2));
    if (words === this.words || !this.at) return;
    this.words = words;
    const shown = this.fitting(own, number);
    text(this.label, shown);
    attr(this.pill, "visibility", shown ? null : "hidden");
    if (!shown) return;
    const width = widthOf(shown, LABEL_FONT) + 10;
    for (const [name, value] of Object.entries({ x: this.at.x - width / 2, y: this.at.y - 8, width }))
      attr(this.pill, name, value.toFixed(1));
    attr(this.label, "x", this.at.x.toFixed(1));
    attr(this.label, "y", (this.at.y + 4).toFixed(1));
  }

  /** Both where there is room, else the number alone. @param {string} own @param {string} number */
  fitting(own, number) {
    const both = [own, number].filter(Boolean).join(" · ");
    const room = Math.min(120, this.room);
    if (number && widthOf(both, LABEL_FONT) > room) return number;
    return room < 24 ? "" : ellipsis(both, room, LABEL_FONT);
  }

  /** @param {string[]} states such as selected, critical */
  classes(states) {
    attr(this.el, "class", ["wire", ...states].join(" "));
  }
}

/** A small arrow head at the end of the last piece. @param {Point[]} points */
function arrow(points) {
  const [p, e] = points.slice(-2);
  const [ux, uy] = [Math.sign(Math.round(e.x - p.x)), Math.sign(Math.round(e.y - p.y))];
  const [x, y] = [e.x - ux * 8, e.y - uy * 8];
  return `M${e.x} ${e.y}L${x - uy * 4} ${y - ux * 4}L${x + uy * 4} ${y + ux * 4}Z`;
}
