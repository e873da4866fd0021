// @ts-check
/**
 * Draws the board into the SVG stage and keeps it up to date: a change touches only the records that differ, a drag
 * only the moved nodes and their wires.
 * @typedef {import("../ui/store.js").Topic} Topic
 * @typedef {import("../workbench.js").Workbench} Workbench
 * @typedef {import("./view.js").View} View
 */
import { linksAt, nodeOf } from "../model/edits.js";
import { NODE_H, NODE_W, boxOf, overlap } from "../model/geometry.js";
import { attr, s } from "../ui/dom.js";
import { count } from "../ui/format.js";
import { parsed } from "../ui/icons.js";
import { AreaView, NoteView } from "./draw-box.js";
import { NodeView } from "./draw-node.js";
import { WireView } from "./draw-wire.js";
import { forgetWidths } from "./text.js";
import { lanes, STRAIGHT } from "./lanes.js";

/** Numbers change at most this often. */
const METRICS_MS = 100;
const GRID_DOTS = 24;

export class Stage {
  /** @param {Workbench} app @param {View} view @param {SVGSVGElement} svg */
  constructor(app, view, svg) {
    this.app = app;
    this.view = view;
    this.svg = svg;
    /** @type {Map<string, NodeView>} */ this.nodes = new Map();
    /** @type {Map<string, WireView>} */ this.wires = new Map();
    /** @type {Map<string, AreaView>} */ this.areas = new Map();
    /** @type {Map<string, NoteView>} */ this.notes = new Map();
    /** @type {Map<string, import("./lanes.js").Lane>} */ this.lane = new Map();
    /** @type {Set<string>} */ this.previewed = new Set();
    /** How many links lead into a node. @type {Map<string, number>} */ this.waysIn = new Map();
    this.metricsAt = 0;
    const layer = (/** @type {string} */ name, hidden = true) =>
      s("g", { class: name, "aria-hidden": hidden ? "true" : null });
    this.layers = {
      areas: layer("areas"),
      wires: layer("wires"),
      notes: layer("notes"),
      nodes: layer("nodes", false),
      over: layer("over"),
    };
    const kinds = this.app.catalog.kinds.map((k) => {
      const symbol = s("symbol", { id: `kind-${k.id}`, viewBox: "0 0 24 24" });
      symbol.append(...parsed(k.icon));
      return symbol;
    });
    const hatch = s(
      "pattern",
      { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      s("path", { class: "hatch", d: "M0 0v6" }),
    );
    this.world = s("g", { id: "world" }, ...Object.values(this.layers));
    this.svg.append(s("defs", {}, hatch, ...kinds), this.world);
    /** @type {Topic[]} */
    const topics = ["doc", "selection", "camera", "presence", "preview", "frame", "run", "findings"];
    app.store.on(topics, (dirty) => this.draw(dirty));
    document.fonts?.ready.then(() => this.redrawTexts());
  }

  /** @param {Set<Topic>} dirty */
  draw(dirty) {
    const began = performance.now();
    if (dirty.has("camera")) this.drawCamera();
    if (dirty.has("doc")) this.drawDoc();
    if (dirty.has("preview")) this.drawPreview();
    if (dirty.has("doc") || dirty.has("selection")) this.drawSelection();
    if (dirty.has("presence") || dirty.has("doc")) this.drawPeers();
    if (dirty.has("findings")) for (const node of this.nodes.values()) node.drawBadge();
    if (dirty.has("frame") || dirty.has("run")) this.drawMetrics(dirty.has("run"));
    this.lastDraw = performance.now() - began;
  }

  drawCamera() {
    const { x, y, z } = this.view;
    attr(this.world, "transform", `matrix(${z.toFixed(4)} 0 0 ${z.toFixed(4)} ${x.toFixed(1)} ${y.toFixed(1)})`);
    attr(this.world, "class", z < 0.25 ? "far" : z < 0.5 ? "mid" : "near");
    const step = GRID_DOTS * (z < 0.35 ? 4 : z < 0.7 ? 2 : 1) * z;
    const { style } = this.view.element;
    style.backgroundSize = `${step}px ${step}px`;
    style.backgroundPosition = `${x - step / 2}px ${y - step / 2}px`;
    style.setProperty("--zoom", z.toFixed(4));
  }

  drawDoc() {
    const doc = this.app.doc;
    this.lane = lanes(doc, (kind, direction) => this.app.catalog.ports(kind, direction));
    this.waysIn.clear();
    for (const { to } of doc.tables.links.values()) this.waysIn.set(nodeOf(to), (this.waysIn.get(nodeOf(to)) ?? 0) + 1);
    this.sync(this.areas, "areas", this.layers.areas, AreaView);
    this.sync(this.notes, "notes", this.layers.notes, NoteView);
    this.sync(this.nodes, "nodes", this.layers.nodes, NodeView);
    this.syncWires();
    if (this.app.run.id) for (const [id, view] of this.wires) view.rate(this.linkRate(id));
    this.stackAreas();
    const name = `${doc.title || "Design"}, ${count(doc.tables.nodes.size, "component")}, ${count(doc.tables.links.size, "connection")}`;
    attr(this.svg, "aria-label", name);
    const list = doc.tables.nodes.size > 0;
    attr(this.layers.nodes, "role", list ? "listbox" : null);
    attr(this.layers.nodes, "aria-multiselectable", list ? "true" : null);
    attr(this.layers.nodes, "aria-label", list ? "Components" : null);
  }

  /**
   * @template {{el: SVGElement, update: (rec: any) => void}} V
   * @param {Map<string, V>} views @param {string} t @param {SVGElement} layer @param {new (app: Workbench, id: string) => V} View
   */
  sync(views, t, layer, View) {
    const table = this.app.doc.tables[t];
    for (const [id, view] of views) {
      if (table.has(id)) continue;
      view.el.remove();
      views.delete(id);
    }
    for (const id of table.keys()) {
      let view = views.get(id);
      if (!view) {
        view = new View(this.app, id);
        views.set(id, view);
        layer.append(view.el);
      }
      view.update(/** @type {any} */ (this.app.look(t, id)));
    }
  }

  syncWires() {
    const links = this.app.doc.tables.links;
    for (const [id, view] of this.wires) {
      if (links.has(id)) continue;
      view.el.remove();
      this.wires.delete(id);
    }
    for (const [id, rec] of links) {
      let view = this.wires.get(id);
      if (!view) {
        view = new WireView(this.app, id);
        this.wires.set(id, view);
        this.layers.wires.append(view.el);
      }
      view.update(rec, this.lane.get(id) ?? STRAIGHT, true);
    }
  }

  /** Larger areas lie under smaller ones. */
  stackAreas() {
    const size = (/** @type {AreaView} */ v) => (v.rec ? -v.rec.w * v.rec.h : 0);
    const order = [...this.areas.values()].sort((a, b) => size(a) - size(b));
    order.forEach((v, i) => {
      if (this.layers.areas.children[i] !== v.el) this.layers.areas.insertBefore(v.el, this.layers.areas.children[i]);
    });
  }

  /** A gesture under way: only what it moves, and the wires at it. */
  drawPreview() {
    const now = new Set(this.app.preview.keys());
    for (const key of new Set([...now, ...this.previewed])) {
      const [t, id] = split(key);
      const rec = this.app.look(t, id);
      if (!rec) continue;
      if (t === "areas") this.areas.get(id)?.update(rec);
      if (t === "notes") this.notes.get(id)?.update(rec);
      if (t !== "nodes") continue;
      this.nodes.get(id)?.update(rec);
      for (const [link, wire] of linksAt(this.app.doc, id))
        this.wires.get(link)?.update(wire, this.lane.get(link) ?? STRAIGHT, false);
    }
    this.previewed = now;
  }

  drawSelection() {
    const { selection } = this.app;
    for (const [id, view] of this.nodes) view.select(selection.has("nodes", id));
    for (const [id, view] of this.areas) view.select(selection.has("areas", id));
    for (const [id, view] of this.notes) view.select(selection.has("notes", id));
    this.classWires();
  }

  classWires() {
    const { selection, run } = this.app;
    for (const [id, view] of this.wires) {
      if (!view.rec) continue;
      const [a, b] = [nodeOf(view.rec.from), nodeOf(view.rec.to)];
      const states = [];
      if (selection.has("links", id)) states.push("selected");
      else if (selection.has("nodes", a) || selection.has("nodes", b)) states.push("near-selected");
      if (run.health(b) === "critical") states.push("critical");
      view.classes(states);
    }
  }

  drawPeers() {
    /** @type {Map<string, {name: string, color: string}[]>} */
    const people = new Map();
    for (const p of this.app.others.values()) {
      for (const id of p.sel ?? []) people.set(id, [...(people.get(id) ?? []), p]);
    }
    for (const [id, view] of this.nodes) view.peersHere(people.get(id) ?? []);
  }

  /** @param {boolean} all also what is out of sight, when a run begins or ends */
  drawMetrics(all) {
    const now = performance.now();
    if (!all && now - this.metricsAt < METRICS_MS) return;
    this.metricsAt = now;
    const seen = this.view.window();
    const far = this.view.z < 0.25;
    for (const [id, view] of this.nodes) {
      if (!view.rec || (!all && (far || !overlap(seen, boxOf("nodes", view.rec))))) continue;
      view.metrics(this.app.run.nodes.get(id) ?? null);
    }
    for (const [id, view] of this.wires) view.rate(this.linkRate(id));
    this.classWires();
  }

  /**
   * Measured where the report has it; before that known where a node has a single way in.
   * @param {string} id
   * @returns {number|null}
   */
  linkRate(id) {
    const { run, doc } = this.app;
    const measured = run.report?.links?.[id]?.rate;
    if (measured !== undefined) return measured;
    const link = doc.tables.links.get(id);
    const to = link && run.nodes.get(nodeOf(link.to));
    if (!link || !to) return null;
    return this.waysIn.get(nodeOf(link.to)) === 1 ? to.rate : null;
  }

  redrawTexts() {
    forgetWidths();
    for (const view of this.nodes.values()) {
      const rec = view.rec;
      view.rec = null;
      if (rec) view.update(rec);
    }
    for (const view of this.notes.values()) {
      const rec = view.rec;
      view.rec = null;
      if (rec) view.update(rec);
    }
    for (const view of this.wires.values()) {
      view.words = undefined;
      view.rate(view.perSecond);
    }
  }

  /** Where a port sits, in the world. @param {string} nodeId @param {"in"|"out"} direction @param {string} portId */
  portPoint(nodeId, direction, portId) {
    const rec = this.app.look("nodes", nodeId);
    if (!rec) return null;
    const ports = this.app.catalog.ports(rec.kind, direction);
    const i = Math.max(
      0,
      ports.findIndex((p) => p.id === portId),
    );
    const y = NODE_H / 2 + (i - (ports.length - 1) / 2) * 18;
    return { x: rec.x + (direction === "out" ? NODE_W : 0), y: rec.y + y };
  }
}

/** @param {string} key */
function split(key) {
  const slash = key.indexOf("/");
  return [key.slice(0, slash), key.slice(slash + 1)];
}
