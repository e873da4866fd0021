// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { apply, applyAll, fromBoard, toBoard, same } from "../../../../static/js/model/edits.js";
import { threeTier } from "./boards.js";

const VECTORS =
  process.env.EDIT_VECTORS ?? new URL("../../../../components/src/test/resources/edit-vectors.json", import.meta.url);

describe("the vectors that Java runs too", () => {
  for (const vector of JSON.parse(readFileSync(VECTORS, "utf8"))) {
    it(vector.name, () => {
      const done = apply(fromBoard(vector.before), vector.edit);
      assert.deepEqual(toBoard(done.doc), vector.after);
      assert.deepEqual(done.effective, vector.effective);
    });
  }
});

describe("inverse", () => {
  const edits = {
    "of a new record takes it away": { o: "put", t: "nodes", id: "db", p: { kind: "store", x: 1, y: 2 } },
    "of a replaced record brings the old one back": { o: "put", t: "nodes", id: "lb", p: { kind: "work", x: 1, y: 2 } },
    "of a set restores each property": { o: "set", t: "nodes", id: "lb", p: { x: 8, "settings.algorithm": null } },
    "of a deleted node restores it with its links": { o: "del", t: "nodes", id: "lb" },
    "of a new title restores the old one": { o: "set", t: "board", id: "board", p: { title: "Other" } },
  };
  for (const [name, edit] of Object.entries(edits)) {
    it(name, () => {
      const before = threeTier();
      const done = apply(before, /** @type {any} */ (edit));
      assert.ok(!same(toBoard(done.doc), toBoard(before)));
      const back = applyAll(done.doc, done.inverse).doc;
      assert.ok(same(toBoard(back), toBoard(before)));
    });
  }

  it("leaves alone what another person wrote since", () => {
    const mine = apply(threeTier(), { o: "set", t: "nodes", id: "lb", p: { x: 8, y: 16 } });
    const theirs = apply(mine.doc, { o: "set", t: "nodes", id: "lb", p: { x: 99 } });
    const back = applyAll(theirs.doc, mine.inverse).doc.tables.nodes.get("lb");
    assert.deepEqual([back?.x, back?.y], [99, 0]);
  });
});

describe("apply", () => {
  it("never changes the board it was given", () => {
    const before = threeTier();
    const text = JSON.stringify(toBoard(before));
    apply(before, { o: "del", t: "nodes", id: "lb" });
    apply(before, { o: "set", t: "nodes", id: "lb", p: { "settings.algorithm": "other" } });
    assert.equal(JSON.stringify(toBoard(before)), text);
  });

  it("refuses ids and paths that reach into prototypes", () => {
    const before = threeTier();
    const put = apply(before, { o: "put", t: "nodes", id: "__proto__", p: { kind: "work", x: 0, y: 0 } });
    const set = apply(before, { o: "set", t: "nodes", id: "lb", p: { "settings.constructor": "1" } });
    assert.deepEqual([put.effective, set.effective], [[], []]);
  });
});
