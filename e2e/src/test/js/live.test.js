import assert from "node:assert/strict";
import { test } from "node:test";
import { deedsFor, scriptEdits } from "../../../../static/js/model/live.js";
import { applyAll, fromBoard } from "../../../../static/js/model/edits.js";
import { Run } from "../../../../static/js/model/run.js";

const FORMS = [
  { form: "crash NODE", means: "it stops" },
  { form: "slow NODE-OR-LINK by 10", means: "ten times as long" },
  { form: "drop 5% on LINK", means: "lost" },
  { form: "cut NODE-OR-AREA from NODE-OR-AREA", means: "partition" },
  { form: "lose ZONE-OR-REGION", means: "gone" },
  { form: "poison EVENT", means: "fails" },
  { form: "fill disk", means: "full" },
];
const lines = (item) => deedsFor(FORMS, item).map((d) => (d.whole ? d.line : `${d.line}...`));

test("what may happen depends on what is selected", () => {
  assert.deepEqual(lines({ t: "nodes", id: "app" }), ["crash app", "slow app by 10", "cut app from NODE-OR-AREA..."]);
  assert.deepEqual(lines({ t: "links", id: "l1" }), ["slow l1 by 10", "drop 5% on l1"]);
  assert.deepEqual(lines({ t: "areas", id: "eu" }), ["cut eu from NODE-OR-AREA...", "lose eu"]);
  assert.deepEqual(lines(null), ["poison EVENT...", "fill disk"]);
});

test("an id in capitals is an id", () => {
  assert.deepEqual(lines({ t: "nodes", id: "API" }).slice(0, 2), ["crash API", "slow API by 10"]);
});

test("buttons say what happens without the name", () => {
  assert.deepEqual(
    deedsFor(FORMS, { t: "nodes", id: "app" }).map((d) => d.label),
    ["crash", "slow by 10", "cut from"],
  );
});

test("the script becomes the one that was played, in one group, and nothing where it is that", () => {
  const phase = (name, faults) => ({ order: "a", phase: name, for: "5 s", faults });
  const doc = fromBoard({ title: "A", script: { p1: phase("steady"), p2: phase("later") } });
  const played = fromBoard({ title: "A", script: { p1: phase("steady", ["crash app at 1 s"]) } });
  const edits = scriptEdits(doc, played);
  assert.deepEqual(edits.map((e) => `${e.o} ${e.id}`), ["del p2", "put p1"]);
  assert.deepEqual(scriptEdits(applyAll(doc, edits).doc, played), []);
});

test("a live run is not outdated by the script that it makes, and shows as much time as it needs", () => {
  const run = new Run();
  const live = { at: 1, phase: "steady", pace: 1, paused: false, behind: false, load: 1, lanes: [], open: [] };
  run.changed({ run: "r1", state: "running", live });
  assert.equal(run.byHand, true);
  run.frame({ run: "r1", sim: 21, of: 3600, phase: "steady", nodes: { ids: [], rate: [], util: [], queue: [] }, all: {} });
  assert.equal(run.of, 60);
  run.board = fromBoard({ title: "A", script: { p1: { order: "a", phase: "steady", for: "3 s" } } });
  assert.equal(run.outdated(fromBoard({ title: "A" })), false);
  assert.equal(run.outdated(fromBoard({ title: "A", design: { nodes: { n1: { kind: "x" } } } })), true);
  run.changed({ run: "r1", state: "done" });
  assert.equal(run.live, null);
  assert.equal(run.byHand, true);
});
