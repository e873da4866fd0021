// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { applyAll } from "../../../../static/js/model/edits.js";
import { Run } from "../../../../static/js/model/run.js";
import { threeTier } from "./boards.js";

/** Whether results of the three tiers are outdated after these edits. @param {any[]} edits */
function outdatedAfter(...edits) {
  const run = new Run();
  run.board = threeTier();
  return run.outdated(applyAll(threeTier(), edits).doc);
}

describe("results", () => {
  it("stay those of the board when only its drawing or its texts change", () => {
    assert.equal(outdatedAfter({ o: "set", t: "nodes", id: "app", p: { x: 600, label: "Shop" } }), false);
    assert.equal(outdatedAfter({ o: "del", t: "notes", id: "n1" }), false);
  });

  it("are of an older board when a setting, a link or the brief changes", () => {
    assert.equal(outdatedAfter({ o: "set", t: "nodes", id: "lb", p: { "settings.algorithm": "robin" } }), true);
    assert.equal(outdatedAfter({ o: "del", t: "links", id: "l2" }), true);
    assert.equal(outdatedAfter({ o: "put", t: "requirements", id: "r1", p: { is: "cost < 1 kUSD/month" } }), true);
  });

  it("are those of the board again when the change is taken back", () => {
    const run = new Run();
    run.board = threeTier();
    const { doc, inverse } = applyAll(threeTier(), [{ o: "set", t: "nodes", id: "app", p: { "settings.size": "2" } }]);
    assert.equal(run.outdated(doc), true);
    assert.equal(run.outdated(applyAll(doc, inverse).doc), false);
  });

  it("of a run that nobody watched have its stored course", () => {
    const run = new Run();
    run.earlier("r1");
    const frame = (/** @type {number} */ at) => ({ at, phase: "steady", all: { offered: at, p99: 0.1 }, nodes: { app: { p99: 0.2 } } });
    run.finished({ nodes: { app: { rate: 5 } }, timeline: [frame(1), frame(2)] });
    assert.deepEqual(run.samples.map((s) => [s.sim, s.offered, s.p99, s.p50]), [[1, 1, 0.1, null], [2, 2, 0.1, null]]);
    assert.equal(run.nodes.get("app")?.p99, 0.2);
  });

  it("tell what failed in the measured time, not in its last moment", () => {
    const run = new Run();
    run.earlier("r1");
    const end = { at: 9, phase: "steady", all: {}, nodes: { app: { rate: 100 }, db: { rate: 100, errors: 50 } } };
    run.finished({
      nodes: { app: { rate: 100, failedRate: 12 }, db: { rate: 100, failedRate: 0 }, old: { rate: 9, failures: { refused: 20, crashed: 10 } } },
      phases: { steady: { seconds: 10 }, late: { seconds: 5 } },
      timeline: [end],
    });
    assert.equal(run.nodes.get("app")?.errors, 12);
    assert.equal(run.health("app"), "critical");
    assert.equal(run.nodes.get("db")?.errors, 0);
    assert.equal(run.nodes.get("old")?.errors, 2);
  });
});
