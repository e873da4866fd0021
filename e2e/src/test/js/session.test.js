// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { applyAll, toBoard, fromBoard } from "../../../../static/js/model/edits.js";
import { History } from "../../../../static/js/model/history.js";
import { canonical, sha256 } from "../../../../static/js/model/hash.js";
import { saveState } from "../../../../static/js/model/saved.js";
import { Session } from "../../../../static/js/model/session.js";
import { threeTier } from "./boards.js";

/** @param {any} [saved] */
function opened(saved = { clientId: "me" }) {
  /** @type {any} */
  const seen = { refused: [], resyncs: [], kept: null, resends: 0 };
  const session = new Session(saved, {
    changed: () => {},
    refused: (why) => seen.refused.push(why),
    persist: (state) => (seen.kept = state),
    resync: (seq) => seen.resyncs.push(seq),
    resend: () => seen.resends++,
  });
  session.receive({ k: "welcome", mode: "snap", lastCseq: 0, head: 5 });
  session.receive({ k: "snap", seq: 5, body: toBoard(threeTier()) });
  return { session, seen };
}

/** @param {string} id @param {any} p @returns {any} */
const move = (id, p) => ({ o: "set", t: "nodes", id, p });
/** @param {Session} s @param {string} id */
const x = (s, id) => s.view.tables.nodes.get(id)?.x;

describe("a session", () => {
  it("shows an own edit at once and counts it as unsaved until the answer", () => {
    const { session } = opened();
    session.dispatch([move("lb", { x: 8 })]);
    assert.deepEqual([x(session, "lb"), session.pending.length], [8, 1]);
    session.receive({ k: "ack", cseq: 1, r: "ok", seq: 6 });
    assert.deepEqual([x(session, "lb"), session.pending.length, session.seq], [8, 0, 6]);
  });

  it("sends nothing for an edit that changes nothing", () => {
    const { session } = opened();
    session.dispatch([move("lb", { x: 240 })]);
    assert.equal(session.pending.length, 0);
  });

  it("keeps showing the own value while another person's older one arrives", () => {
    const { session } = opened();
    session.dispatch([move("lb", { x: 8 })]);
    session.receive({
      k: "ops",
      from: 6,
      to: 6,
      list: [{ seq: 6, cid: "other", cseq: 1, ops: [move("lb", { x: 99 })] }],
    });
    assert.equal(x(session, "lb"), 8);
    assert.equal(session.confirmed.tables.nodes.get("lb")?.x, 99);
  });

  it("takes the server's version when it adjusted an edit", () => {
    const { session } = opened();
    session.dispatch([move("lb", { x: 8, y: 8 })]);
    session.receive({ k: "ack", cseq: 1, r: "adj", seq: 6, ops: [move("lb", { y: 8 })] });
    assert.equal(x(session, "lb"), 240);
  });

  it("rolls a refused edit back and says why", () => {
    const { session, seen } = opened();
    session.dispatch([move("lb", { x: 8 })]);
    session.receive({ k: "ack", cseq: 1, r: "rej", code: "role", msg: "observers only watch" });
    assert.equal(x(session, "lb"), 240);
    assert.equal(seen.refused[0].msg, "observers only watch");
  });

  it("keeps an edit that the server was too busy for", () => {
    const { session, seen } = opened();
    session.dispatch([move("lb", { x: 8 })]);
    session.pending[0].sent = true;
    session.receive({ k: "ack", cseq: 1, r: "rej", code: "busy" });
    assert.deepEqual([session.pending[0].sent, x(session, "lb"), seen.resends], [false, 8, 2]);
  });

  it("asks again when a number is missing, once", () => {
    const { session, seen } = opened();
    session.receive({
      k: "ops",
      from: 8,
      to: 8,
      list: [{ seq: 8, cid: "other", cseq: 3, ops: [move("lb", { x: 1 })] }],
    });
    session.receive({
      k: "ops",
      from: 9,
      to: 9,
      list: [{ seq: 9, cid: "other", cseq: 4, ops: [move("lb", { x: 2 })] }],
    });
    assert.deepEqual([seen.resyncs, session.seq, x(session, "lb")], [[5], 5, 240]);
  });

  it("recognises its own edits in the tail after a reconnect", () => {
    const { session } = opened();
    session.dispatch([move("lb", { x: 8 })]);
    session.receive({ k: "welcome", mode: "tail", lastCseq: 1, head: 6 });
    session.receive({ k: "ops", from: 6, to: 6, list: [{ seq: 6, cid: "me", cseq: 1, ops: [move("lb", { x: 8 })] }] });
    assert.deepEqual([session.pending.length, x(session, "lb"), session.seq], [0, 8, 6]);
  });

  it("drops a repeated edit when the answer names a number it has", () => {
    const { session } = opened();
    session.dispatch([move("lb", { x: 8 })]);
    session.receive({ k: "snap", seq: 6, body: toBoard(applyAll(threeTier(), [move("lb", { x: 8 })]).doc) });
    session.receive({ k: "ack", cseq: 1, r: "ok", seq: 6 });
    assert.deepEqual([session.pending.length, x(session, "lb"), session.seq], [0, 8, 6]);
  });

  it("brings unsent edits back after a reload", () => {
    const { session, seen } = opened();
    session.dispatch([move("lb", { x: 8 })]);
    const again = opened(JSON.parse(JSON.stringify(seen.kept))).session;
    assert.deepEqual([x(again, "lb"), again.pending[0].cseq, again.pending[0].sent], [8, 1, false]);
  });

  it("counts on behind the server when the tab forgot its counter", () => {
    const { session } = opened();
    session.receive({ k: "welcome", mode: "tail", lastCseq: 7, head: 5 });
    session.dispatch([move("lb", { x: 8 })]);
    assert.equal(session.pending[0].cseq, 8);
  });

  it("drops the edits that a duplicated tab copied: they are the other tab's to send", () => {
    const copied = { clientId: "first", cseq: 4, pending: [{ cseq: 4, edits: [move("lb", { x: 8 })] }] };
    const { session, seen } = opened(copied);
    session.receive({ k: "welcome", clientId: "second", mode: "tail", lastCseq: 3, head: 5 });
    assert.deepEqual([session.pending.length, x(session, "lb"), session.clientId], [0, 240, "second"]);
    session.dispatch([move("lb", { x: 16 })]);
    assert.deepEqual([session.pending[0].cseq, seen.kept.clientId], [1, "second"]);
  });

  it("sends only what is unanswered when its name was taken while it was away", () => {
    const { session } = opened();
    session.dispatch([move("lb", { x: 8 })]);
    session.dispatch([move("app", { x: 16 })]);
    session.receive({ k: "welcome", clientId: "other", mode: "tail", lastCseq: 1, head: 6 });
    session.receive({ k: "ops", from: 6, to: 6, list: [{ seq: 6, cid: "me", cseq: 1, ops: [move("lb", { x: 8 })] }] });
    assert.deepEqual(
      session.pending.map((p) => [p.cseq, p.edits[0].id, p.sent]),
      [[1, "app", false]],
    );
    assert.deepEqual([x(session, "lb"), x(session, "app")], [8, 16]);
  });

  it("asks for the whole board when its own hashes to something else, and says so until it came", () => {
    const { session, seen } = opened();
    const right = sha256(canonical(toBoard(threeTier())));
    const words = () => saveState(session, false).words;
    session.receive({ k: "hash", seq: 5, sha256: right });
    assert.deepEqual([seen.resyncs, words()], [[], "Saved"]);
    session.confirmed = applyAll(session.confirmed, [move("lb", { x: 1 })]).doc;
    session.receive({ k: "hash", seq: 5, sha256: right });
    session.receive({ k: "hash", seq: 5, sha256: right });
    assert.deepEqual([seen.resyncs, words()], [[-1], "Out of step: fetching the board again"]);
    session.receive({ k: "welcome", mode: "snap", lastCseq: 0, head: 5 });
    session.receive({ k: "snap", seq: 5, sha256: right, body: toBoard(threeTier()) });
    assert.deepEqual([x(session, "lb"), words()], [240, "Saved"]);
  });

  it("does not check a hash against its own unconfirmed edits, nor an old hash", () => {
    const { session, seen } = opened();
    session.dispatch([move("lb", { x: 8 })]);
    session.receive({ k: "hash", seq: 5, sha256: sha256(canonical(toBoard(threeTier()))) });
    session.receive({ k: "hash", seq: 4, sha256: "0" });
    assert.deepEqual(seen.resyncs, []);
  });

  it("fetches what is missing when the hash is of a later edit", () => {
    const { session, seen } = opened();
    session.receive({ k: "hash", seq: 7, sha256: "0" });
    assert.deepEqual([seen.resyncs, session.astray], [[5], false]);
  });

  it("does not ask again and again for a board that never hashes right", () => {
    const { session, seen } = opened();
    session.receive({ k: "snap", seq: 6, sha256: "0", body: toBoard(threeTier()) });
    assert.deepEqual([seen.resyncs, saveState(session, false).state], [[], "astray"]);
  });

  it("splits a gesture that is larger than one mutation", () => {
    const { session } = opened();
    const many = Array.from({ length: 130 }, (_, i) => ({
      o: "put",
      t: "notes",
      id: `m${i}`,
      p: { x: i, y: 0, text: "" },
    }));
    session.dispatch(/** @type {any} */ (many));
    assert.deepEqual(
      session.pending.map((p) => p.edits.length),
      [64, 64, 2],
    );
  });
});

describe("history", () => {
  /** @param {Session} session */
  function hands(session) {
    let now = 0;
    const history = new History(() => now);
    const dispatch = (/** @type {any} */ edits) => ({ ...session.dispatch(edits), doc: session.view });
    return {
      history,
      wait: (/** @type {number} */ ms) => (now += ms),
      act: (/** @type {any} */ edits, /** @type {string|null} */ key = null) =>
        history.did("step", session.dispatch(edits).inverse, session.view, key),
      undo: () => history.step("undo", session.view, dispatch),
      redo: () => history.step("redo", session.view, dispatch),
    };
  }

  it("undoes and redoes a deleted node with its links", () => {
    const { session } = opened();
    const h = hands(session);
    h.act([{ o: "del", t: "nodes", id: "lb" }]);
    assert.deepEqual([session.view.tables.nodes.size, session.view.tables.links.size], [2, 0]);
    h.undo();
    assert.deepEqual([session.view.tables.nodes.size, session.view.tables.links.size], [3, 2]);
    h.redo();
    assert.deepEqual([session.view.tables.nodes.size, session.view.tables.links.size], [2, 0]);
  });

  it("takes nudges that follow each other back in one step", () => {
    const { session } = opened();
    const h = hands(session);
    h.act([move("lb", { x: 248 })], "nudge");
    h.wait(500);
    h.act([move("lb", { x: 256 })], "nudge");
    h.wait(700);
    h.act([move("lb", { x: 264 })], "nudge");
    h.undo();
    assert.equal(x(session, "lb"), 256);
    h.undo();
    assert.equal(x(session, "lb"), 240);
    assert.equal(h.undo(), null);
  });

  it("never takes back what another person changed since", () => {
    const { session } = opened();
    const h = hands(session);
    h.act([move("lb", { x: 8 })]);
    session.receive({ k: "ack", cseq: 1, r: "ok", seq: 6 });
    session.receive({ k: "ops", from: 7, to: 7, list: [{ seq: 7, cid: "b", cseq: 1, ops: [move("lb", { x: 99 })] }] });
    h.undo();
    assert.equal(x(session, "lb"), 99);
  });

  it("does not take away a node that another person linked to", () => {
    const { session } = opened();
    const h = hands(session);
    h.act([{ o: "put", t: "nodes", id: "db", p: { kind: "store", x: 0, y: 0 } }]);
    session.receive({ k: "ack", cseq: 1, r: "ok", seq: 6 });
    const link = { o: "put", t: "links", id: "l9", p: { from: "app", to: "db" } };
    session.receive({ k: "ops", from: 7, to: 7, list: [{ seq: 7, cid: "b", cseq: 1, ops: [link] }] });
    assert.equal(h.undo()?.skipped, 1);
    assert.ok(session.view.tables.nodes.has("db"));
  });

  it("returns to the beginning after fifty undos", () => {
    const { session } = opened();
    const h = hands(session);
    const before = JSON.stringify(toBoard(session.view));
    for (let i = 0; i < 50; i++) h.act([{ o: "put", t: "nodes", id: `k${i}`, p: { kind: "work", x: i, y: 0 } }]);
    for (let i = 0; i < 50; i++) h.undo();
    assert.equal(JSON.stringify(toBoard(session.view)), before);
  });
});

it("reads a board and prints the same board", () => {
  const board = toBoard(threeTier());
  assert.deepEqual(toBoard(fromBoard(JSON.parse(JSON.stringify(board)))), board);
});
