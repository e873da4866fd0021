// @ts-check
/**
 * A session as one browser sees it: the board the server has confirmed, the own edits it has not answered yet, and
 * the view = confirmed + pending that everything draws. Pure: the socket calls `receive`, and `send` is handed in.
 * @typedef {import("./types.js").Doc} Doc
 * @typedef {import("./types.js").Edit} Edit
 */
import { applyAll, emptyDoc, fromBoard, toBoard } from "./edits.js";
import { canonical, sha256 } from "./hash.js";

/** The most edits, and letters of JSON, that the server takes in one mutation, with some room left. */
const EDITS_A_MUTATION = 64;
const LETTERS_A_MUTATION = 40_000;

/**
 * One own mutation that the server has not answered yet; `restored`: it came out of the tab's storage, which a
 * duplicated tab has a copy of.
 * @typedef {{cseq: number, edits: Edit[], sent: boolean, restored?: boolean}} Pending
 */

/**
 * @typedef {{
 *   changed: (what: {confirmed: boolean}) => void,
 *   refused: (why: {code: string, msg: string, edits: Edit[]}) => void,
 *   persist: (state: {clientId: string, cseq: number, pending: {cseq: number, edits: Edit[]}[]}) => void,
 *   resync: (lastSeq: number) => void,
 *   resend: (later: boolean) => void,
 * }} Listener
 */

export class Session {
  /**
   * @param {{clientId: string, cseq?: number, pending?: {cseq: number, edits: Edit[]}[]}} saved what the tab kept
   * @param {Listener} listener
   */
  constructor(saved, listener) {
    this.clientId = saved.clientId;
    this.listener = listener;
    /** @type {Doc} */ this.confirmed = emptyDoc("");
    /** @type {Doc} */ this.view = this.confirmed;
    /** The last sequence number in `confirmed`; -1 before the first snapshot. */
    this.seq = -1;
    this.cseq = saved.cseq ?? 0;
    /** @type {Pending[]} */
    this.pending = (saved.pending ?? []).map((p) => ({ ...p, sent: false, restored: true }));
    this.resyncing = false;
    /** The board here is not the server's: nobody should trust it until the whole of it came again. */
    this.astray = false;
  }

  /** True once the first snapshot or tail arrived. */
  get ready() {
    return this.seq >= 0;
  }

  /**
   * Applies own edits to the view and queues them for the server.
   * @param {Edit[]} edits
   * @returns {{effective: Edit[], inverse: Edit[]}} empty when nothing changed
   */
  dispatch(edits) {
    const done = applyAll(this.view, edits);
    if (done.effective.length === 0) return { effective: [], inverse: [] };
    this.view = done.doc;
    for (const part of parts(edits)) this.pending.push({ cseq: ++this.cseq, edits: part, sent: false });
    this.save();
    this.listener.changed({ confirmed: false });
    return { effective: done.effective, inverse: done.inverse };
  }

  /** @param {any} frame a frame of the server; kinds that are not about the board are ignored */
  receive(frame) {
    switch (frame.k) {
      case "welcome":
        return this.welcome(frame);
      case "snap":
        return this.snap(frame);
      case "ops":
        return this.ops(frame);
      case "ack":
        return this.ack(frame);
      case "hash":
        return this.hash(frame);
    }
  }

  /**
   * A new connection: everything unanswered goes out again; the server knows repeats by their number.
   * @param {any} frame
   */
  welcome(frame) {
    this.resyncing = false;
    for (const p of this.pending) p.sent = false;
    if (frame.clientId && frame.clientId !== this.clientId) this.rename(frame.clientId, frame.lastCseq);
    else if (this.cseq < frame.lastCseq) this.renumber(frame.lastCseq);
    if (frame.mode === "tail") this.listener.changed({ confirmed: true });
    this.listener.resend(false);
  }

  /** This tab forgot its counter (storage was cleared): go on behind what the server has. @param {number} last */
  renumber(last) {
    this.cseq = last;
    for (const p of this.pending) p.cseq = ++this.cseq;
    this.save();
  }

  /**
   * Another tab lives under this one's name: goes on under a new one. Edits that came out of the storage are that tab's
   * to send, and those up to `answered` are answered: sent under the new name, they would be made twice.
   * @param {string} clientId @param {number} answered
   */
  rename(clientId, answered) {
    this.clientId = clientId;
    this.pending = this.pending.filter((p) => !p.restored && p.cseq > answered);
    this.cseq = 0;
    for (const p of this.pending) p.cseq = ++this.cseq;
    this.rebase();
    this.save();
  }

  /** @param {{seq: number, body: any, sha256?: string}} frame */
  snap(frame) {
    const body = typeof frame.body === "string" ? JSON.parse(frame.body) : frame.body;
    this.confirmed = fromBoard(body);
    this.seq = frame.seq;
    this.resyncing = false;
    // A whole board that hashes to something else would only come again as it is: the state says it, no more.
    this.astray = frame.sha256 !== undefined && !this.hashesTo(frame.sha256);
    this.settle();
  }

  /** Whether this tab still holds the server's board; if not, asks for the whole. @param {{seq: number, sha256: string}} frame */
  hash(frame) {
    if (this.resyncing || frame.seq < this.seq) return;
    if (frame.seq > this.seq) return this.hole();
    if (this.hashesTo(frame.sha256)) return;
    this.astray = true;
    this.resyncing = true;
    this.listener.changed({ confirmed: false });
    this.listener.resync(-1);
  }

  /** @param {string} hash */
  hashesTo(hash) {
    return sha256(canonical(toBoard(this.confirmed))) === hash;
  }

  /** @param {{from: number, to: number, list: any[]}} frame */
  ops(frame) {
    for (const item of frame.list) {
      if (item.seq <= this.seq) continue;
      if (item.seq !== this.seq + 1) return this.hole();
      this.confirmed = applyAll(this.confirmed, item.ops).doc;
      this.seq = item.seq;
      if (item.cid === this.clientId) this.drop(item.cseq);
    }
    this.resyncing = false;
    this.settle();
  }

  /** @param {{cseq: number, r: string, seq?: number, ops?: Edit[], code?: string, msg?: string}} frame */
  ack(frame) {
    if (frame.r === "rej" && (frame.code === "busy" || frame.code === "rate" || frame.code === "gap")) {
      for (const p of this.pending) if (p.cseq >= frame.cseq || frame.code === "gap") p.sent = false;
      return this.listener.resend(true);
    }
    const mine = this.drop(frame.cseq);
    if (frame.r === "rej") return this.refuse(frame, mine);
    if (frame.r === "noop" || frame.seq === undefined || frame.seq <= this.seq) return this.settle();
    if (frame.seq !== this.seq + 1) return this.hole();
    const ops = frame.ops ?? mine?.edits;
    if (!ops) return this.hole();
    this.confirmed = applyAll(this.confirmed, ops).doc;
    this.seq = frame.seq;
    this.settle();
  }

  /** After an answer. */
  settle() {
    this.rebase();
    this.listener.changed({ confirmed: true });
  }

  /** @param {{code?: string, msg?: string}} frame @param {Pending|undefined} mine */
  refuse(frame, mine) {
    this.settle();
    const msg = frame.msg ?? "the server did not take this edit";
    this.listener.refused({ code: frame.code ?? "", msg, edits: mine?.edits ?? [] });
  }

  /** Something is missing between the last number seen and the one that came. */
  hole() {
    if (this.resyncing) return;
    this.resyncing = true;
    this.listener.resync(this.seq);
  }

  /** view := confirmed + pending */
  rebase() {
    this.view = this.pending.reduce((doc, p) => applyAll(doc, p.edits).doc, this.confirmed);
  }

  /** @param {number} cseq @returns {Pending|undefined} */
  drop(cseq) {
    const at = this.pending.findIndex((p) => p.cseq === cseq);
    if (at < 0) return undefined;
    const [mine] = this.pending.splice(at, 1);
    this.save();
    return mine;
  }

  save() {
    const pending = this.pending.map(({ cseq, edits }) => ({ cseq, edits }));
    this.listener.persist({ clientId: this.clientId, cseq: this.cseq, pending });
  }
}

/** A gesture in pieces that the server takes. @param {Edit[]} edits @returns {Edit[][]} */
function parts(edits) {
  /** @type {Edit[][]} */
  const all = [];
  let room = 0;
  for (const edit of edits) {
    const size = JSON.stringify(edit).length;
    const last = all[all.length - 1];
    if (last && last.length < EDITS_A_MUTATION && size <= room) last.push(edit);
    else {
      all.push([edit]);
      room = LETTERS_A_MUTATION;
    }
    room -= size;
  }
  return all;
}
