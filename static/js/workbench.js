// @ts-check
/**
 * What every part of the page shares: the session, the selection, the catalog, and the one way to change the board.
 * @typedef {import("./model/types.js").Doc} Doc
 * @typedef {import("./model/types.js").Edit} Edit
 * @typedef {import("./model/types.js").Rec} Rec
 * @typedef {import("./model/catalog.js").Catalog} Catalog
 * @typedef {import("./model/session.js").Session} Session
 * @typedef {import("./ui/store.js").Store} Store
 * @typedef {{actor: string, name: string, role: string, color?: string}} Member
 * @typedef {{actor: string, name: string, color: string, cursor?: {x: number, y: number}|null, sel?: string[], heard: number}} Presence
 * @typedef {{code: string, severity: string, node?: string, link?: string, path?: string, says: string, remedy?: string}} Finding
 */
import { freshId } from "./model/actions.js";
import { History } from "./model/history.js";
import { Run } from "./model/run.js";
import { Selection } from "./model/selection.js";
import { announce, toast } from "./ui/toast.js";

export class Workbench {
  /**
   * @param {{session: string, title: string, me: Member}} boot
   * @param {Catalog} catalog @param {Session} session @param {Store} store
   */
  constructor(boot, catalog, session, store) {
    this.id = boot.session;
    /** @type {Member} */ this.me = boot.me;
    this.catalog = catalog;
    this.session = session;
    this.store = store;
    this.history = new History(() => performance.now());
    this.selection = new Selection(() => store.mark("selection"));
    this.run = new Run();
    /** @type {Map<string, Presence>} */ this.others = new Map();
    /** @type {Finding[]} */ this.findings = [];
    /** Records as they look while a gesture is under way: `nodes/id` -> fields that differ. @type {Map<string, Rec>} */
    this.preview = new Map();
    /** @type {import("./net/socket.js").NetState} */ this.net = "connecting";
    this.small = false;
  }

  /** The board to draw. @returns {Doc} */
  get doc() {
    return this.session.view;
  }

  get canEdit() {
    return this.me.role !== "observer" && !this.small && this.session.ready && this.net !== "dead";
  }

  /**
   * A record as it looks now, a gesture under way included.
   * @param {string} t
   * @param {string} id
   * @returns {Rec|undefined}
   */
  look(t, id) {
    const rec = this.doc.tables[t]?.get(id);
    const differs = this.preview.get(`${t}/${id}`);
    return rec && differs ? { ...rec, ...differs } : rec;
  }

  /**
   * The one way to change the board: whatever the device, a gesture ends here, once.
   * @param {string} label what was done, in words
   * @param {Edit[]} edits
   * @param {string|null} [key] steps with the same key shortly after each other are undone together
   * @returns {boolean} whether anything changed
   */
  act(label, edits, key = null) {
    if (!this.canEdit) {
      this.refuseReadOnly();
      return false;
    }
    const done = this.session.dispatch(edits);
    if (done.effective.length === 0) return false;
    this.history.did(label, done.inverse, this.doc, key);
    return true;
  }

  refuseReadOnly() {
    const why =
      this.me.role === "observer"
        ? "You are watching: observers do not change the board."
        : this.small
          ? "The board can be changed on a wider screen."
          : "The board is not ready yet.";
    toast(why);
    announce(why);
  }

  /** @param {"undo"|"redo"} way */
  back(way) {
    if (!this.canEdit) return this.refuseReadOnly();
    const step = this.history.step(way, this.doc, (edits) => {
      const { inverse } = this.session.dispatch(edits);
      return { inverse, doc: this.doc };
    });
    if (!step) return announce(way === "undo" ? "Nothing to undo" : "Nothing to redo");
    announce(`${way === "undo" ? "Undone" : "Redone"}: ${step.label}`);
    if (step.skipped > 0) toast("Part of this was left alone, because somebody else has changed it since.");
    this.store.mark("doc");
  }

  /** @param {string} t @param {string} base @param {Set<string>} [also] */
  newId(t, base, also) {
    const alone = this.others.size === 0 && this.net === "open";
    return freshId(this.doc, t, base, alone, also);
  }

  /** What a record is called. @param {string} t @param {string} id @returns {string} */
  nameOf(t, id) {
    const rec = this.doc.tables[t]?.get(id);
    if (!rec) return id;
    if (t === "nodes") return rec.label || this.catalog.kind(rec.kind)?.label || rec.kind;
    if (t === "links")
      return `${this.nameOf("nodes", rec.from.split(".")[0])} to ${this.nameOf("nodes", rec.to.split(".")[0])}`;
    if (t === "areas") return rec.label || "area";
    return t === "notes" ? "note" : id;
  }

  /** The worst that is known of a node without running, or null. @param {string} id @returns {Finding|null} */
  worstFinding(id) {
    const mine = this.findings.filter((f) => f.node === id);
    return mine.find((f) => f.severity === "error") ?? mine.find((f) => f.severity === "warning") ?? null;
  }

  /** @param {string} words */
  announce(words) {
    announce(words);
  }
}
