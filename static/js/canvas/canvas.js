// @ts-check
/**
 * The canvas: the stage, the camera, the tool in hand, and what a person can do to the drawing with any device.
 * @typedef {import("../model/types.js").Box} Box
 * @typedef {import("../model/types.js").Point} Point
 * @typedef {import("../workbench.js").Workbench} Workbench
 * @typedef {import("./pointer.js").Tool} Tool
 */
import { addLink, addNode, areaRound, copy, moveBy, paste, remove, removeAndJoin } from "../model/actions.js";
import { NODE_H, NODE_W, allBoxes, around, boxOf, encloses, freePlace, snap } from "../model/geometry.js";
import { count } from "../ui/format.js";
import { toast } from "../ui/toast.js";
import { pickKind, pickTarget } from "./pickers.js";
import { Cursors } from "./cursors.js";
import { Stage } from "./draw.js";
import { editText } from "./edit-text.js";
import { Focus } from "./focus.js";
import { Overlay } from "./overlay.js";
import { Perf } from "./perf.js";
import { Pointer } from "./pointer.js";
import { PLAIN_AREA, areaTool } from "./tools/area.js";
import { connect } from "./tools/link.js";
import { NUDGE } from "./tools/move.js";
import { noteTool } from "./tools/note.js";
import { panTool } from "./tools/pan.js";
import { corner, placeTool } from "./tools/place.js";
import { selectTool } from "./tools/select.js";
import { View } from "./view.js";

/** Room between a component and one added beside it. */
const BESIDE = { x: NODE_W + 56, y: NODE_H + 40 };

export class Canvas {
  /** @param {Workbench} app @param {HTMLElement} root @param {SVGSVGElement} svg @param {(d: any) => void} present */
  constructor(app, root, svg, present) {
    this.app = app;
    this.root = root;
    this.presentNow = present;
    this.view = new View(root, app.store, `trestle-view-${app.id}`);
    this.stage = new Stage(app, this.view, svg);
    this.overlay = new Overlay(this.stage, root);
    this.perf = new Perf();
    this.snapping = true;
    app.store.on(["camera", "preview", "frame"], () => this.perf.poke());
    this.place = placeTool(this);
    /** @type {Record<string, Tool>} */
    this.tools = {
      select: selectTool(this),
      pan: panTool(this),
      note: noteTool(this),
      area: areaTool(this),
      place: this.place,
    };
    this.tool = this.tools.select;
    this.pointer = new Pointer(this);
    this.focus = new Focus(this);
    this.cursors = new Cursors(this);
    /** @type {Point|null} */ this.at = null;
    svg.addEventListener("dblclick", (event) => this.doubleClick(event));
    app.store.on(["selection"], () =>
      present({
        sel: app.selection
          .items()
          .map((i) => i.id)
          .slice(0, 50),
      }),
    );
  }

  /** Takes a tool in hand. @param {string} id */
  use(id) {
    if (id !== "select" && id !== "pan" && !this.app.canEdit) return this.app.refuseReadOnly();
    if (this.tool.id === "place" && id !== "place") this.overlay.ghost(null);
    this.tool = this.tools[id];
    this.pointer.showCursor();
    this.app.store.mark("tool");
  }

  /** Takes a kind in hand, to be put down with a click. @param {string} kind */
  hold(kind) {
    this.place.kind = kind;
    this.use("place");
    if (this.tool === this.place)
      this.app.announce(`Click where ${this.app.catalog.kind(kind)?.label ?? kind} should stand`);
  }

  /** @param {Point} screen */
  pointerAt(screen) {
    this.at = screen;
    this.present(this.view.toWorld(screen));
  }

  /** @param {Point|null} cursor in the world */
  present(cursor) {
    if (!cursor) this.at = null;
    this.presentNow({ cursor: cursor ? { x: Math.round(cursor.x), y: Math.round(cursor.y) } : null });
  }

  /** @param {import("./hit.js").Hit} hit */
  selectHit(hit) {
    if (hit.what === "record") this.app.selection.set([{ t: hit.t, id: hit.id }]);
    else this.app.selection.clear();
  }

  focusStage() {
    const id = this.app.selection.focus;
    const el = (id && this.stage.nodes.get(id)?.el) || this.stage.svg;
    el.focus({ preventScroll: true });
  }

  /** After typing into a record the keyboard is back on it. @param {string} t @param {string} id */
  focusAgain(t, id) {
    if (t === "nodes") this.focus.take(id);
    else this.stage.svg.focus({ preventScroll: true });
  }

  /** @param {MouseEvent} event */
  doubleClick(event) {
    if (this.tool.id !== "select") return;
    const hit = this.pointer.lastHit;
    if (hit.what === "record" && hit.t !== "links") return this.editText(hit.t, hit.id);
    if (hit.what === "empty") this.quickAdd(this.view.toWorld(this.view.screenOf(event)));
  }

  /** @param {string} t @param {string} id */
  editText(t, id) {
    // The record may be drawn only with the next frame.
    this.app.store.tell();
    editText(this, t, id);
  }

  renameSelected() {
    const one = this.app.selection.single;
    if (one && one.t !== "links") this.editText(one.t, one.id);
  }

  /** Where a new component should stand when nobody pointed: under the pointer, else in the middle. @returns {Point} */
  spot() {
    return freePlace(this.app.doc, corner(this.at ? this.view.toWorld(this.at) : this.view.centre()));
  }

  /**
   * Adds a component, selected and focused.
   * @param {string} kind @param {Point} at upper left corner
   * @param {{node: string, port: string, forward: boolean}|null} [joined] linked to this port at once
   * @returns {string|null} its id
   */
  addKind(kind, at, joined = null) {
    const { app } = this;
    const label = app.catalog.kind(kind)?.label ?? kind;
    const id = app.newId("nodes", kind);
    const edits = [addNode(id, kind, at)];
    if (joined) {
      const other = app.doc.tables.nodes.get(joined.node)?.kind ?? "";
      const fit = joined.forward
        ? app.catalog.fit(other, kind, joined.port || null)
        : app.catalog.fit(kind, other, null, joined.port || null);
      if (typeof fit === "string") return this.refuse(fit);
      const [mine, theirs] = joined.forward ? [fit.in, fit.out] : [fit.out, fit.in];
      const ends = [app.catalog.end(joined.node, other, theirs), app.catalog.end(id, kind, mine)];
      edits.push(
        addLink(
          app.newId("links", "l"),
          joined.forward ? { from: ends[0], to: ends[1] } : { from: ends[1], to: ends[0] },
        ),
      );
    }
    if (!app.act(`Add ${label}`, edits)) return null;
    app.store.tell();
    app.selection.set([{ t: "nodes", id }]);
    this.focus.take(id);
    const rec = app.doc.tables.nodes.get(id);
    if (rec) this.view.reveal(boxOf("nodes", rec));
    app.announce(`${label} added${joined ? ` and connected to ${app.nameOf("nodes", joined.node)}` : ""}`);
    return id;
  }

  /** Says why something was not done. @param {string} why @returns {null} */
  refuse(why) {
    toast(why.charAt(0).toUpperCase() + why.slice(1), "warning");
    return null;
  }

  /**
   * A list to choose a kind from.
   * @param {Point} [world]
   * @param {{node: string, port: string, forward: boolean}} [joined]
   */
  quickAdd(world, joined) {
    if (!this.app.canEdit) return this.app.refuseReadOnly();
    const at = world
      ? {
          x: snap(joined ? (joined.forward ? world.x : world.x - NODE_W) : world.x - NODE_W / 2),
          y: snap(world.y - NODE_H / 2),
        }
      : this.spot();
    pickKind(this.app, joined ?? null, (kind) => this.addKind(kind, at, joined ?? null));
  }

  /** A component beside the focused one, linked to it. @param {import("../model/graph.js").Arrow} arrow */
  addBeside(arrow) {
    const id = this.app.selection.focus;
    const rec = id && this.app.doc.tables.nodes.get(id);
    if (!id || !rec || !this.app.canEdit) return;
    const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[arrow];
    const at = freePlace(this.app.doc, { x: rec.x + dx * BESIDE.x, y: rec.y + dy * BESIDE.y });
    const joined = { node: id, port: "", forward: arrow !== "ArrowLeft" };
    pickKind(this.app, joined, (kind) => this.addKind(kind, at, joined));
  }

  /** The keyboard's way to draw a wire. */
  connectFocused() {
    const id = this.app.selection.focus;
    if (!id) return this.app.announce("Choose a component first");
    if (!this.app.canEdit) return this.app.refuseReadOnly();
    pickTarget(this.app, id, (to) => connect(this, id, to));
  }

  /** @param {boolean} join whether the neighbours are linked to each other */
  deleteSelected(join = false) {
    const { app } = this;
    const items = app.selection.items();
    if (items.length === 0) return;
    const used = new Set();
    const newId = (/** @type {string} */ base) => {
      const id = app.newId("links", base, used);
      used.add(id);
      return id;
    };
    const rest = items.filter((i) => i.t !== "nodes");
    const edits = join
      ? [...remove(rest), ...removeAndJoin(app.doc, app.catalog, app.selection.ids("nodes"), newId)]
      : remove(items);
    const what = items.length === 1 ? app.nameOf(items[0].t, items[0].id) : count(items.length, "item");
    if (app.act(`Delete ${what}`, edits)) app.announce(`${what} deleted`);
    app.store.tell();
    this.focusStage();
  }

  /** @param {number} x @param {number} y steps */
  nudge(x, y, coarse = false) {
    const by = coarse ? NUDGE.coarse : NUDGE.fine;
    const items = this.app.selection.items();
    this.app.act(`Move ${count(items.length, "item")}`, moveBy(this.app.doc, items, x * by, y * by), "nudge");
  }

  /** @param {Box} box */
  addArea(box) {
    const id = this.app.newId("areas", "area");
    if (!this.app.act("Add an area", [{ o: "put", t: "areas", id, p: { kind: PLAIN_AREA, ...box, label: "Area" } }]))
      return;
    this.app.selection.set([{ t: "areas", id }]);
    this.editText("areas", id);
  }

  areaFromSelection() {
    const box = areaRound(this.app.doc, this.app.selection.items());
    if (box) this.addArea(box);
    else this.use("area");
  }

  dissolveAreas() {
    const ids = this.app.selection.ids("areas");
    if (ids.length > 0) this.app.act("Dissolve area", remove(ids.map((id) => ({ t: "areas", id }))));
  }

  selectAll() {
    const { doc, selection } = this.app;
    selection.set(["nodes", "areas", "notes"].flatMap((t) => [...doc.tables[t].keys()].map((id) => ({ t, id }))));
    this.app.announce(`${count(selection.size, "item")} selected`);
  }

  /** The clip of what is selected, as text. @returns {string|null} */
  copied() {
    const items = this.app.selection.items();
    return items.some((i) => i.t !== "links") ? JSON.stringify(copy(this.app.doc, items)) : null;
  }

  /** @param {string} words from the clipboard @returns {boolean} whether it was a clip of ours */
  pasted(words) {
    let clip = null;
    try {
      clip = JSON.parse(words);
    } catch {
      return false;
    }
    return this.put(
      clip,
      { at: this.at ? this.view.toWorld(this.at) : this.view.centre(), by: { x: 0, y: 0 } },
      "Paste",
    );
  }

  duplicate() {
    this.put(copy(this.app.doc, this.app.selection.items()), { at: null, by: { x: 16, y: 16 } }, "Duplicate");
  }

  /** @param {any} clip @param {{at: Point|null, by: Point}} where @param {string} verb */
  put(clip, where, verb) {
    const made = paste(this.app.doc, clip, where, this.app.others.size === 0);
    if (made.items.length === 0) return false;
    if (this.app.act(`${verb} ${count(made.items.length, "item")}`, made.edits)) {
      this.app.selection.set(made.items);
      this.app.announce(`${count(made.items.length, "item")} added`);
    }
    return true;
  }

  /** Whether the whole board is in the window. */
  showsAll() {
    const all = around(allBoxes(this.app.doc));
    return all !== null && encloses(this.view.window(), all);
  }

  fitAll() {
    this.view.measured();
    this.view.fitWhole();
  }

  fitSelection() {
    const { doc, selection } = this.app;
    const boxes = selection
      .items()
      .filter((i) => i.t !== "links")
      .map((i) => boxOf(i.t, /** @type {any} */ (doc.tables[i.t].get(i.id))));
    this.view.fit(around(boxes.length > 0 ? boxes : allBoxes(doc)));
  }

  /**
   * Selects a record and brings it into view: where a finding or a result points.
   * @param {string} id a node or a link
   */
  goTo(id) {
    const { doc, selection } = this.app;
    const rec = doc.tables.nodes.get(id);
    if (rec) {
      selection.set([{ t: "nodes", id }]);
      const box = boxOf("nodes", rec);
      this.view.centreOn({ x: box.x + box.w / 2, y: box.y + box.h / 2 });
      this.app.store.tell();
      this.focus.take(id);
    } else if (doc.tables.links.has(id)) selection.set([{ t: "links", id }]);
  }
}
