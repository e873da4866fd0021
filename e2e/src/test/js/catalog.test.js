// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apply } from "../../../../static/js/model/edits.js";
import { Catalog } from "../../../../static/js/model/catalog.js";
import { CATALOG, threeTier } from "./boards.js";

const catalog = new Catalog(CATALOG);
const board = [
  ["db", "store"],
  ["two", "split"],
].reduce((doc, [id, kind]) => apply(doc, { o: "put", t: "nodes", id, p: { kind, x: 0, y: 0 } }).doc, threeTier());

describe("wiring", () => {
  it("allows a link where the ports share a word", () => {
    assert.deepEqual(catalog.wiring(board, "app", "db"), { ok: true, from: "app", to: "db" });
  });

  it("names the port where a kind has several of that direction", () => {
    assert.deepEqual(catalog.wiring(board, "two", "db"), { ok: true, from: "two.cold", to: "db" });
    assert.deepEqual(catalog.wiring(board, "two", "app"), { ok: true, from: "two.hot", to: "app" });
  });

  const refused = {
    "Users sends requests; Store takes reads and writes": ["phones", "db"],
    "Store sends nothing on": ["db", "app"],
    "Users takes no links": ["app", "phones"],
    "a component cannot be linked to itself": ["lb", "lb"],
    "these two are linked already": ["phones", "lb"],
    "one end is no longer there": ["phones", "gone"],
  };
  for (const [why, [from, to]] of Object.entries(refused)) {
    it(`refuses: ${why}`, () => assert.deepEqual(catalog.wiring(board, from, to), { ok: false, why }));
  }
});

it("colours a family by its place in the catalog", () => {
  assert.deepEqual([catalog.colour("users"), catalog.colour("store")], ["client", "traffic"]);
});
