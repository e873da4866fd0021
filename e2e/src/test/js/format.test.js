// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decades, pathThrough, ticks } from "../../../../static/js/charts/scale.js";
import { Run } from "../../../../static/js/model/run.js";
import { availability, bytes, clock, compact, duration, percent } from "../../../../static/js/ui/format.js";
import { score } from "../../../../static/js/ui/rank.js";

describe("numbers as people read them", () => {
  /** @type {[string, string][]} */
  const cases = [
    [compact(0), "0"],
    [compact(7.716), "7.72"],
    [compact(628), "628"],
    [compact(12_000), "12.0k"],
    [compact(999.7), "1.00k"],
    [compact(3_500_000), "3.50M"],
    [duration(0.412), "412 ms"],
    [duration(0.0000052), "5.20 µs"],
    [duration(0.9996), "1.00 s"],
    [duration(600), "10.0 min"],
    [percent(0.97), "97 %"],
    [percent(0.013), "1.3 %"],
    [percent(0.99995), "99.995 %"],
    [availability(0.999713), "99.9713 %"],
    [availability(0.9476), "94.76 %"],
    [availability(0.5), "50 %"],
    [availability(1), "100 %"],
    [bytes(536870912), "512 MiB"],
    [bytes(1.5 * 2 ** 30), "1.50 GiB"],
    [bytes(537e6), "537 MB"],
    [bytes(2e13), "20.0 TB"],
    [bytes(999.7e6), "1.00 GB"],
    [clock(65), "1:05"],
  ];
  for (const [shown, expected] of cases) it(expected, () => assert.equal(shown, expected));
});

describe("axes", () => {
  it("use round steps up to the largest value", () => assert.deepEqual(ticks(430, 4), [0, 200, 400, 600]));
  it("have something to show when all is zero", () => assert.deepEqual(ticks(0, 4), [0, 1]));
  it("enclose a range in powers of ten", () => {
    assert.deepEqual(
      decades(0.015, 0.2).map((v) => v.toPrecision(1)),
      ["0.01", "0.1", "1"],
    );
  });
  it("leave a gap where nothing was measured", () => {
    const path = pathThrough([
      { x: 0, y: 1 },
      { x: 1, y: NaN },
      { x: 2, y: 3 },
      { x: 3, y: 4 },
    ]);
    assert.equal(path, "M0.0 1.0M2.0 3.0L3.0 4.0");
  });
});

describe("a run", () => {
  const frame = (/** @type {number} */ sim, /** @type {number} */ util, errors = 0) => ({
    run: "r1",
    sim,
    of: 100,
    phase: "steady",
    nodes: { ids: ["a"], rate: [100], util: [util], queue: [0], p99: [0.01], errors: [errors] },
    all: { offered: 100, completed: 99, failed: 1, p50: 0.01, p95: 0.02, p99: 0.03 },
  });

  it("tells busy from critical, and failing is critical too", () => {
    const health = [0.5, 0.75, 0.95].map((util) => {
      const run = new Run();
      run.frame(frame(1, util));
      return run.health("a");
    });
    const failing = new Run();
    failing.frame(frame(1, 0.1, 5));
    assert.deepEqual([...health, failing.health("a")], ["ok", "busy", "critical", "critical"]);
  });

  it("starts over when another run begins", () => {
    const run = new Run();
    run.frame(frame(1, 0.5));
    run.changed({ run: "r2", state: "queued", progress: 0 });
    assert.deepEqual([run.id, run.samples.length, run.nodes.size, run.active], ["r2", 0, 0, true]);
  });

  it("does not go on after it has ended, whatever arrives late", () => {
    const run = new Run();
    run.frame(frame(1, 0.5));
    run.changed({ run: "r1", state: "cancelled" });
    run.frame(frame(2, 0.9));
    run.changed({ run: "r1", state: "running", progress: 0.5 });
    assert.deepEqual([run.state, run.samples.length], ["cancelled", 1]);
  });

  it("keeps the whole story of a long run in few samples", () => {
    const run = new Run();
    for (let i = 0; i <= 5000; i++) run.frame(frame(i, 0.5));
    assert.ok(run.samples.length <= 600);
    assert.equal(run.samples[0].sim, 0);
    assert.equal(run.samples[run.samples.length - 1].sim, 5000);
  });
});

it("ranks what begins with the words before what contains them", () => {
  const rank = (/** @type {string} */ label, hint = "") => score({ label, hint, run: () => {} }, "ca");
  assert.deepEqual(
    [rank("Cache"), rank("A cache"), rank("Local"), rank("Store", "cached"), rank("Queue")],
    [0, 1, 2, 3, 9],
  );
});
