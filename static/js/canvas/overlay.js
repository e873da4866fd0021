// @ts-check
/**
 * What a gesture shows over the board: marquee, guides, the wire being drawn, the ghost of a new component, hints.
 * @typedef {import("../model/types.js").Box} Box
 * @typedef {import("../model/types.js").Point} Point
 * @typedef {import("./draw.js").Stage} Stage
 */
import { NODE_H, NODE_W } from "../model/geometry.js";
import { attr, h, s, text } from "../ui/dom.js";
import { icon } from "../ui/icons.js";

/** Room that a hint takes at most. */
const HINT = { w: 320, h: 60 };

export class Overlay {
  /** @param {Stage} stage @param {HTMLElement} root */
  constructor(stage, root) {
    this.stage = stage;
    const { over } = stage.layers;
    this.lines = s("g", { class: "guides" });
    this.loose = s("path", { class: "loose-wire" });
    this.rect = s("rect", { class: "marquee" });
    this.ghostBox = s(
      "g",
      { class: "ghost" },
      s("rect", { width: NODE_W, height: NODE_H, rx: 8 }),
      s("text", { x: 48, y: 40 }),
      s("use", { x: 18, y: 26, width: 20, height: 20 }),
    );
    over.append(this.lines, this.loose, this.rect, this.ghostBox);
    this.words = h("p", { class: "drag-hint", hidden: true, "aria-hidden": "true" });
    root.append(this.words);
    this.ghost(null);
    this.marquee(null);
    this.wire(null);
  }

  /** @param {Box|null} box */
  marquee(box) {
    attr(this.rect, "visibility", box ? null : "hidden");
    if (box)
      for (const [name, value] of Object.entries({ x: box.x, y: box.y, width: box.w, height: box.h }))
        attr(this.rect, name, String(value));
  }

  /** @param {{x1: number, y1: number, x2: number, y2: number}[]} lines */
  guides(lines) {
    this.lines.replaceChildren(...lines.map((l) => s("line", l)));
  }

  /** @param {{d: string, state: string}|null} wire */
  wire(wire) {
    attr(this.loose, "visibility", wire ? null : "hidden");
    if (!wire) return;
    attr(this.loose, "d", wire.d);
    attr(this.loose, "class", `loose-wire ${wire.state}`);
  }

  /** @param {string|null} kind @param {Point} [at] */
  ghost(kind, at) {
    attr(this.ghostBox, "visibility", kind ? null : "hidden");
    if (!kind || !at) return;
    attr(this.ghostBox, "transform", `translate(${at.x} ${at.y})`);
    attr(this.ghostBox, "class", `ghost k-${this.stage.app.catalog.colour(kind)}`);
    attr(this.ghostBox.children[2], "href", `#kind-${kind}`);
    text(this.ghostBox.children[1], this.stage.app.catalog.kind(kind)?.label ?? kind);
  }

  /** Marks the wire that a component would be put into. @param {{link: string}|null} splice */
  splice(splice) {
    for (const view of this.stage.wires.values()) view.el.classList.toggle("splice", view.id === splice?.link);
  }

  /** A reason beside the pointer. @param {{at: Point, text: string}|null} hint */
  hint(hint) {
    this.words.hidden = hint === null;
    if (!hint) return;
    if (this.words.dataset.text !== hint.text) {
      this.words.dataset.text = hint.text;
      this.words.replaceChildren(icon("warning", 14), hint.text);
    }
    const { width, height } = this.stage.view.rect;
    const x = hint.at.x > width - HINT.w ? hint.at.x - HINT.w : hint.at.x + 14;
    const y = hint.at.y > height - HINT.h ? hint.at.y - HINT.h : hint.at.y + 16;
    this.words.style.transform = `translate(${Math.round(Math.max(4, x))}px, ${Math.round(y)}px)`;
  }
}
