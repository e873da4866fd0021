// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { applyAll, fromBoard, toBoard } from "../../../../static/js/model/edits.js";
import { phaseRenamed, renamed } from "../../../../static/js/model/rename.js";

/** @type {any} */
const CATALOG = {
  kind: (/** @type {string} */ id) =>
    id === "store" ? { params: [{ id: "keeps", type: "names" }, { id: "note", type: "text" }] } : { params: [] },
};

function board() {
  return fromBoard({
    format: "trestle/1",
    brief: {
      assumptions: {
        users: { is: "10 Muser", says: "users, as given" },
        "users-new": { is: "1 Muser" },
        photo: { is: "5 MB" },
        load: { is: "feed.peak * Photo.size + users-new * 1/user/day" },
      },
      entities: { Photo: { size: "photo", count: "users * 2 photo/user" }, Feed: { size: "2 * Photo.size" } },
      operations: {
        feed: { rate: "users * 3 photo/user/day", steps: ["read Photo x10 key Feed", "call Photo", "publish Photo"] },
        Photo: { rate: "1/s", steps: [] },
        tick: { every: "10 s", steps: ["call feed", "write Feed  key Photo"] },
      },
      requirements: {
        r1: { is: "feed p99 latency < 300 ms in steady" },
        r2: { is: "Photo never lost" },
        r3: { is: "feed utilization < 80 %" },
        r4: { is: "Photo p99 latency < 1 s" },
        r5: { is: "cost < 60 kUSD/month" },
        r6: { is: "recovers within 30 s after cache lost in eu" },
        r7: { is: "posted handled in steady" },
      },
    },
    design: {
      nodes: {
        feed: { kind: "work", x: 0, y: 0 },
        db: { kind: "store", x: 240, y: 0, settings: { keeps: "Feed, Photo", note: "Photo" } },
      },
      links: { l1: { from: "feed.out", to: "db", settings: { only: "feed, reads" } } },
    },
    script: { p1: { phase: "steady", faults: ["crash feed instance 2 at 5 s", "cut db from feed for 2 s", "corrupt 1 % of feed"] },
      p2: { phase: "cache  lost in eu", faults: ["chaos on feed every 1 h", "cut db to feed"] } },
  });
}

/** @param {string} t @param {string} from @param {string} to @returns {any} */
function after(t, from, to) {
  return toBoard(applyAll(board(), renamed(board(), CATALOG, t, from, to)).doc);
}

describe("renaming", () => {
  it("an entity takes steps, keys, cells, promises about data and lists of names with it", () => {
    const { brief, design } = after("entities", "Photo", "Picture");
    assert.deepEqual(brief.operations.feed.steps, ["read Picture x10 key Feed", "call Photo", "publish Photo"]);
    assert.deepEqual(brief.operations.tick.steps, ["call feed", "write Feed  key Picture"]);
    assert.equal(brief.entities.Feed.size, "2 * Picture.size");
    assert.equal(brief.assumptions.load.is, "feed.peak * Picture.size + users-new * 1/user/day");
    assert.equal(brief.requirements.r2.is, "Picture never lost");
    assert.equal(brief.requirements.r4.is, "Photo p99 latency < 1 s");
    assert.deepEqual(design.nodes.db.settings, { keeps: "Feed, Picture", note: "Photo" });
    assert.deepEqual([...Object.keys(brief.entities)].sort(), ["Feed", "Picture"]);
  });

  it("an operation takes calls, cells, promises about requests and link filters with it", () => {
    const { brief, design } = after("operations", "feed", "timeline");
    assert.deepEqual(brief.operations.tick.steps, ["call timeline", "write Feed  key Photo"]);
    assert.match(brief.assumptions.load.is, /^timeline\.peak /);
    assert.equal(brief.requirements.r1.is, "timeline p99 latency < 300 ms in steady");
    assert.equal(brief.requirements.r3.is, "feed utilization < 80 %");
    assert.equal(design.links.l1.settings.only, "timeline, reads");
    assert.equal(design.links.l1.from, "feed.out");
  });

  it("an assumption is renamed in formulas, where the longest name counts, and nowhere else", () => {
    const { brief } = after("assumptions", "users", "people");
    assert.equal(brief.operations.feed.rate, "people * 3 photo/user/day");
    assert.equal(brief.entities.Photo.count, "people * 2 photo/user");
    assert.equal(brief.assumptions.load.is, "feed.peak * Photo.size + users-new * 1/user/day");
    assert.equal(brief.assumptions.people.says, "users, as given");
  });

  it("a component takes its links, its faults and the promises about it", () => {
    const { brief, design, script } = after("nodes", "feed", "app");
    assert.equal(design.links.l1.from, "app.out");
    assert.deepEqual(script.p1.faults, ["crash app instance 2 at 5 s", "cut db from app for 2 s", "corrupt 1 % of app"]);
    assert.deepEqual(script.p2.faults, ["chaos on app every 1 h", "cut db to app"]);
    assert.equal(brief.requirements.r3.is, "app utilization < 80 %");
    assert.equal(brief.requirements.r1.is, "feed p99 latency < 300 ms in steady");
  });

  it("is undone whole", () => {
    const before = board();
    for (const [t, id] of [["entities", "Photo"], ["operations", "feed"], ["assumptions", "users"], ["nodes", "feed"]]) {
      const { doc, inverse } = applyAll(before, renamed(before, CATALOG, t, id, "other"));
      assert.deepEqual(toBoard(applyAll(doc, inverse).doc), toBoard(before), `${t} ${id}`);
    }
  });

  it("a phase takes the requirements that name it with it", () => {
    const of = (/** @type {string} */ id, /** @type {string | null} */ to, d = board()) =>
      toBoard(applyAll(d, phaseRenamed(d, id, to)).doc);
    const steady = of("p1", "evening");
    assert.equal(steady.script.p1.phase, "evening");
    assert.equal(steady.brief.requirements.r1.is, "feed p99 latency < 300 ms in evening");
    assert.equal(steady.brief.requirements.r7.is, "posted handled in steady");
    assert.equal(of("p2", "gone").brief.requirements.r6.is, "recovers within 30 s after gone");
    assert.equal(of("p1", null).brief.requirements.r1.is, "feed p99 latency < 300 ms in steady");
  });

  it("a phase whose name another one has too takes nothing with it", () => {
    const d = applyAll(board(), [{ o: "put", t: "phases", id: "p3", p: { phase: "steady" } }]).doc;
    const { brief, script } = toBoard(applyAll(d, phaseRenamed(d, "p3", "evening")).doc);
    assert.equal(script.p3.phase, "evening");
    assert.equal(brief.requirements.r1.is, "feed p99 latency < 300 ms in steady");
  });
});
