// @ts-check
/**
 * What a change would do to the board, drawn over it before anybody makes it: new components and wires dashed, changed
 * components outlined, with the change in words.
 * @typedef {import("../model/types.js").Edit} Edit
 * @typedef {import("./draw.js").Stage} Stage
 */
import { nodeOf } from "../model/edits.js";
import { NODE_H, NODE_W } from "../model/geometry.js";
import { s } from "../ui/dom.js";

const AROUND = 5;
/** How much of a line of words fits on one component, in letters. */
const LETTERS = 44;

export class Ghost {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.el = s("g", { class: "change-ghost" });
    stage.layers.over.append(this.el);
    /** @type {{edits: Edit[], says: string}|null} */ this.shown = null;
    stage.app.store.on(["doc"], () => this.shown && this.draw());
  }

  /** @param {{edits: Edit[], says: string}|null} change null takes it away */
  show(change) {
    this.shown = change;
    this.draw();
  }

  draw() {
    const { shown } = this;
    if (!shown) return this.el.replaceChildren();
    const nodes = shown.edits.filter((e) => e.t === "nodes");
    const links = shown.edits.filter((e) => e.t === "links" && e.o === "put");
    this.el.replaceChildren(
      ...links.map((link) => this.wire(link)).filter((wire) => wire !== null),
      ...nodes.flatMap((node, i) => this.node(node, i === 0 ? shown.says : "")),
    );
  }

  /** Where a component stands, or will stand. @param {string} id */
  place(id) {
    const put = this.shown?.edits.find((e) => e.t === "nodes" && e.o === "put" && e.id === id);
    return /** @type {{x: number, y: number}|undefined} */ (put?.p ?? this.stage.app.doc.tables.nodes.get(id));
  }

  /** @param {Edit} edit */
  wire(edit) {
    const link = /** @type {any} */ (edit.p);
    const [a, b] = [this.place(nodeOf(link.from)), this.place(nodeOf(link.to))];
    if (!a || !b) return null;
    const [x1, y1, x2, y2] = [a.x + NODE_W, a.y + NODE_H / 2, b.x, b.y + NODE_H / 2];
    const bend = Math.max(40, Math.abs(x2 - x1) / 2);
    return s("path", { class: "ghost-wire", d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` });
  }

  /** @param {Edit} edit @param {string} says */
  node(edit, says) {
    const { catalog, doc } = this.stage.app;
    const at = this.place(edit.id);
    if (!at) return [];
    const rec = /** @type {any} */ (edit.o === "put" ? edit.p : doc.tables.nodes.get(edit.id));
    const fresh = edit.o === "put" && !doc.tables.nodes.has(edit.id);
    const words = says.length > LETTERS ? `${says.slice(0, LETTERS - 1)}…` : says;
    const box = fresh
      ? [
          s("rect", { width: NODE_W, height: NODE_H, rx: 8 }),
          s("use", { x: 18, y: 26, width: 20, height: 20, href: `#kind-${rec.kind}` }),
          s("text", { x: 48, y: 40 }, catalog.kind(rec.kind)?.label ?? rec.kind),
        ]
      : [s("rect", { class: "round", x: -AROUND, y: -AROUND, width: NODE_W + 2 * AROUND, height: NODE_H + 2 * AROUND, rx: 12 })];
    return [
      s(
        "g",
        { class: `ghost k-${catalog.colour(rec.kind)}`, transform: `translate(${at.x} ${at.y})`, "data-ghost": edit.id },
        ...box,
        ...(words ? [s("text", { class: "ghost-words", x: NODE_W / 2, y: NODE_H + 22, "text-anchor": "middle" }, words)] : []),
      ),
    ];
  }
}
