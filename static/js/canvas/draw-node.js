// @ts-check
/**
 * One component on the canvas, 184 x 72. Everything is built once; later writes touch only what differs, and nothing
 * is ever read back from the page.
 * @typedef {import("../model/types.js").Rec} Rec
 * @typedef {import("../model/run.js").NodeMetrics} NodeMetrics
 * @typedef {import("../workbench.js").Workbench} Workbench
 */
import { NODE_H, NODE_W } from "../model/geometry.js";
import { copies, settled, subtitle } from "../model/summary.js";
import { attr, s, text } from "../ui/dom.js";
import { compact, duration, rate } from "../ui/format.js";
import { ellipsis } from "./text.js";
import { portY } from "./wires.js";

const TRACK = { x: 14, y: 60.5, w: NODE_W - 26 };
const RAIL = "M8 0A8 8 0 0 0 0 8V64A8 8 0 0 0 8 72C5.6 72 4 69.6 4 66V6C4 2.4 5.6 0 8 0Z";
/** Badges differ in shape, not only in colour. @type {Record<string, string>} */
const BADGES = {
  warning: "M7 1.2 13.4 12.6H.6ZM7 5v3.6M7 10.4v.2",
  error: "M4.2.8h5.6L13.2 4.2v5.6L9.8 13.2H4.2L.8 9.8V4.2ZM7 3.8v3.6M7 9.8v.2",
};
const HEALTH_WORDS = { none: "", ok: "", busy: "busy", critical: "critical" };

export class NodeView {
  /** @param {Workbench} app @param {string} id */
  constructor(app, id) {
    this.app = app;
    this.id = id;
    /** @type {Rec|null} */ this.rec = null;
    this.kindId = "";
    /** @type {"none"|"ok"|"busy"|"critical"|undefined} */ this.health = undefined;
    /** @type {boolean|undefined} */ this.selected = undefined;
    /** @type {""|"can"|"cannot"|"over"} */ this.target = "";
    this.peerKey = "";
    this.quiet = "";
    const part = (/** @type {string} */ name, /** @type {Record<string, any>} */ props) =>
      s("rect", { class: name, ...props });
    this.halo = part("nd-halo", { x: -4, y: -4, width: NODE_W + 8, height: NODE_H + 8, rx: 12 });
    this.focusRing = part("nd-focus", { x: -4, y: -4, width: NODE_W + 8, height: NODE_H + 8, rx: 12 });
    this.stack = part("nd-stack", { x: 5, y: 5, width: NODE_W, height: NODE_H, rx: 8 });
    const box = part("nd-box", { width: NODE_W, height: NODE_H, rx: 8 });
    const tile = part("nd-tile", { x: 12, y: 10, width: 28, height: 28, rx: 6 });
    this.icon = s("use", { class: "nd-icon", x: 18, y: 16, width: 16, height: 16 });
    this.name = s("text", { class: "nd-name", x: 48, y: 23 });
    this.sub = s("text", { class: "nd-sub", x: 48, y: 38 });
    this.left = s("text", { class: "nd-left", x: 14, y: 55 });
    this.right = s("text", { class: "nd-right", x: NODE_W - 12, y: 55, "text-anchor": "end" });
    this.track = part("nd-track", { ...box4(TRACK.x, TRACK.y, TRACK.w), rx: 2 });
    this.bar = part("nd-bar", { ...box4(TRACK.x, TRACK.y, 0), rx: 2 });
    this.badge = s("path", { class: "nd-badge", transform: `translate(${NODE_W - 22} 8)` });
    this.ports = s("g", { class: "nd-ports" });
    this.peers = s("g", { class: "nd-peers" });
    const drawn = s(
      "g",
      { "aria-hidden": "true" },
      this.halo,
      this.focusRing,
      this.stack,
      box,
      s("path", { class: "nd-rail", d: RAIL }),
      tile,
      this.icon,
      this.name,
      this.sub,
      this.left,
      this.right,
      this.track,
      this.bar,
      this.badge,
      this.peers,
      this.ports,
    );
    this.el = s(
      "g",
      { class: "nd", role: "option", "data-node": this.id, tabindex: "-1", "aria-selected": "false" },
      drawn,
    );
  }

  /** @param {Rec} rec */
  update(rec) {
    const before = this.rec;
    this.rec = rec;
    if (!before || before.x !== rec.x || before.y !== rec.y) attr(this.el, "transform", `translate(${rec.x} ${rec.y})`);
    if (before && before.kind === rec.kind && before.label === rec.label && before.settings === rec.settings) return;
    const kind = this.app.catalog.kind(rec.kind);
    if (rec.kind !== this.kindId) this.kindChanged(rec.kind);
    text(this.name, ellipsis(this.app.nameOf("nodes", this.id), 112, "600 13px"));
    text(this.sub, ellipsis(subtitle(kind, rec), 124, "400 11px"));
    const several = copies(kind, rec) > 1;
    attr(this.stack, "visibility", several ? null : "hidden");
    for (const ring of [this.halo, this.focusRing]) {
      attr(ring, "width", String(NODE_W + (several ? 13 : 8)));
      attr(ring, "height", String(NODE_H + (several ? 13 : 8)));
    }
    this.quiet = ellipsis(settled(kind, rec), NODE_W - 26, "400 11px");
    this.metrics(this.app.run.nodes.get(this.id) ?? null);
    this.named();
  }

  /** @param {string} kindId */
  kindChanged(kindId) {
    this.kindId = kindId;
    this.classes();
    attr(this.icon, "href", `#kind-${kindId}`);
    this.ports.replaceChildren();
    for (const direction of /** @type {const} */ (["in", "out"])) {
      const ports = this.app.catalog.ports(kindId, direction);
      ports.forEach((port, i) => {
        const at = { cx: direction === "in" ? 0 : NODE_W, cy: portY(ports.length, i) };
        const data = { "data-port": port.id, "data-direction": direction };
        this.ports.append(
          s(
            "g",
            { class: "port", ...data },
            s("title", {}, port.label || port.id),
            s("circle", { class: "port-hit", ...at, r: 14 }),
            s("circle", { class: "port-dot", ...at, r: 5 }),
          ),
        );
      });
    }
  }

  /** The numbers of a run; null shows the settings instead. @param {NodeMetrics|null} m */
  metrics(m) {
    const shown = m !== null;
    text(this.left, m ? rate(m.rate) : (this.quiet ?? ""));
    text(this.right, m ? secondNumber(m) : "");
    attr(this.left, "class", shown ? "nd-left" : "nd-left quiet");
    const share = m?.util ?? 0;
    attr(this.track, "visibility", shown && m.util !== null ? null : "hidden");
    const width = Math.max(share > 0 ? 2 : 0, Math.min(1, share) * TRACK.w);
    attr(this.bar, "width", width.toFixed(1));
    const health = this.app.run.health(this.id);
    if (health !== this.health) {
      this.health = health;
      this.classes();
      this.named();
    }
    this.drawBadge();
  }

  /** Run health wins over what was found without running. */
  drawBadge() {
    const health = this.health === "critical" ? "error" : this.health === "busy" ? "warning" : null;
    const tone = health ?? this.app.worstFinding(this.id)?.severity ?? "";
    attr(this.badge, "d", BADGES[tone] ?? "");
    attr(this.badge, "class", `nd-badge ${tone}`);
  }

  classes() {
    const states = [this.selected ? "selected" : "", this.target ?? "", `is-${this.health ?? "none"}`];
    attr(this.el, "class", `nd k-${this.app.catalog.colour(this.kindId)} ${states.filter(Boolean).join(" ")}`);
  }

  /** @param {boolean} selected */
  select(selected) {
    if (this.selected === selected) return;
    this.selected = selected;
    attr(this.el, "aria-selected", String(selected));
    this.classes();
  }

  /** While a wire is drawn: may it end here. @param {""|"can"|"cannot"|"over"} target */
  aim(target) {
    if (this.target === target) return;
    this.target = target;
    this.classes();
  }

  /** The name that is read aloud: stable, without numbers that change. */
  named() {
    if (!this.rec) return;
    const kind = this.app.catalog.kind(this.rec.kind);
    const n = copies(kind, this.rec);
    const words = [
      this.app.nameOf("nodes", this.id),
      this.rec.label ? kind?.label : "",
      n > 1 ? `${n} copies` : "",
      HEALTH_WORDS[this.health ?? "none"],
    ];
    attr(this.el, "aria-label", words.filter(Boolean).join(", "));
  }

  /** Who else has this selected. @param {{name: string, color: string}[]} people */
  peersHere(people) {
    const key = people.map((p) => p.name + p.color).join("|");
    if (key === this.peerKey) return;
    this.peerKey = key;
    this.peers.replaceChildren(
      ...people.slice(0, 3).flatMap((p, i) => {
        const initials = p.name.slice(0, 1).toUpperCase();
        const x = NODE_W - 8 - i * 20;
        return [
          s("rect", {
            class: "peer-ring",
            x: -3 - i * 2,
            y: -3 - i * 2,
            width: NODE_W + 6 + i * 4,
            height: NODE_H + 6 + i * 4,
            rx: 11,
            stroke: p.color,
          }),
          s("circle", { class: "peer-dot", cx: x, cy: -8, r: 9, fill: p.color }),
          s("text", { class: "peer-name", x, y: -4.5, "text-anchor": "middle" }, initials),
        ];
      }),
    );
  }
}

/** @param {NodeMetrics} m */
function secondNumber(m) {
  if (m.queue >= 1) return `queue ${compact(Math.round(m.queue))}`;
  if (m.p99 !== null && m.p99 > 0) return `p99 ${duration(m.p99)}`;
  return m.util === null ? "" : `${Math.round(m.util * 100)} %`;
}

/** @param {number} x @param {number} y @param {number} width */
function box4(x, y, width) {
  return { x, y, width, height: 4 };
}
