// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inForce, lanesOf, told } from "../../../../static/js/charts/faults.js";

/** @param {string} what @param {number} from @param {number} to */
const fault = (what, from, to) => ({ what, targets: [], from, to });

describe("lanes of faults", () => {
  it("are one for each fault, with all the times that it was in force", () => {
    const faults = [fault("crash app", 1, 2), fault("slow db by 10", 1.5, 3), fault("crash app", 4, 5)];
    assert.deepEqual(lanesOf(faults, 3), [
      { name: "crash app", spans: [{ from: 1, to: 2 }, { from: 4, to: 5 }] },
      { name: "slow db by 10", spans: [{ from: 1.5, to: 3 }] },
    ]);
  });

  it("share the last one where there are too many", () => {
    const faults = ["a", "b", "c", "d"].map((what, i) => fault(what, 9 - i, 10));
    const lanes = lanesOf(faults, 3);
    assert.deepEqual(lanes.map((lane) => lane.name), ["a", "b", "2 other faults"]);
    assert.deepEqual(lanes[2].spans.map((span) => span.from), [6, 7]);
  });

  it("are told in words too", () => {
    assert.equal(told([]), "");
    assert.match(told([fault("crash app", 20, 30)]), /crash app from .*20.* to .*30/);
    assert.match(told([fault("flush cache", 20, 20)]), /flush cache at /);
    assert.match(told(Array.from({ length: 9 }, (_, i) => fault(`f${i}`, i, i + 1))), /3 more$/);
    assert.equal(inForce([fault("a", 1, 2), fault("b", 2, 3), fault("a", 1, 4)], 2), "a, b");
    assert.equal(inForce([fault("a", 1, 2)], 3), "");
  });
});
