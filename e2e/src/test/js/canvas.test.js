// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { areaRound, copy, freshId, moveBy, paste, removeAndJoin } from "../../../../static/js/model/actions.js";
import { Catalog } from "../../../../static/js/model/catalog.js";
import { apply, applyAll } from "../../../../static/js/model/edits.js";
import { align, freePlace } from "../../../../static/js/model/geometry.js";
import { neighbour } from "../../../../static/js/model/graph.js";
import { copies, settled, subtitle } from "../../../../static/js/model/summary.js";
import { lanes, pathOf, route } from "../../../../static/js/canvas/wires.js";
import { CATALOG, threeTier } from "./boards.js";

const box = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y, w: 184, h: 72 });
const PORTS = { out: 36, in: 36 };

describe("a wire", () => {
  it("is one straight piece between ports of the same height", () => {
    assert.deepEqual(route(box(0, 0), box(300, 0), PORTS, 0).points, [
      { x: 184, y: 36 },
      { x: 300, y: 36 },
    ]);
  });

  it("bends in the middle between ports of different heights", () => {
    const { points } = route(box(0, 0), box(384, 200), PORTS, 0);
    assert.deepEqual(points, [
      { x: 184, y: 36 },
      { x: 284, y: 36 },
      { x: 284, y: 236 },
      { x: 384, y: 236 },
    ]);
  });

  it("goes straight down to a component below", () => {
    assert.deepEqual(route(box(0, 0), box(0, 172), PORTS, 0).points, [
      { x: 92, y: 72 },
      { x: 92, y: 172 },
    ]);
  });

  it("goes round a component that stands between", () => {
    const between = box(0, 150);
    const { points } = route(box(0, 0), box(0, 300), PORTS, 0, [between]);
    assert.ok(points.every((p) => p.x >= 184));
  });

  it("passes over or under what stands in its row", () => {
    const { points } = route(box(0, 0), box(600, 0), PORTS, 0, [box(300, 0)]);
    assert.deepEqual(
      [...new Set(points.map((p) => p.y))].sort((a, b) => a - b),
      [-16, 36],
    );
  });

  it("leads round the outside to a component that lies behind", () => {
    const { points } = route(box(400, 0), box(0, 0), PORTS, 0);
    assert.deepEqual(
      [points[0], points[points.length - 1]],
      [
        { x: 584, y: 36 },
        { x: 0, y: 36 },
      ],
    );
    assert.ok(points.some((p) => p.x > 584) && points.some((p) => p.x < 0));
  });

  it("rounds its corners", () => {
    const path = pathOf([
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 100 },
    ]);
    assert.equal(path, "M0 0L92 0Q100 0 100 8L100 100");
  });
});

it("gives wires that leave one port the same way lanes of their own, the farthest first", () => {
  const more = ["a", "b"].flatMap((id, i) => [
    { o: "put", t: "nodes", id, p: { kind: "work", x: 480, y: 200 + i * 200 } },
    { o: "put", t: "links", id: `to-${id}`, p: { from: "lb", to: id } },
  ]);
  const lane = lanes(applyAll(threeTier(), /** @type {any} */ (more)).doc);
  assert.deepEqual([lane.get("to-b"), lane.get("to-a"), lane.get("l2")], [-6, 6, undefined]);
});

describe("moving", () => {
  it("takes along what lies wholly in an area", () => {
    const area = { o: "put", t: "areas", id: "z", p: { kind: "group", x: 200, y: -40, w: 300, h: 200 } };
    const doc = apply(threeTier(), /** @type {any} */ (area)).doc;
    const moved = moveBy(doc, [{ t: "areas", id: "z" }], 8, 0).map((e) => `${e.id} ${e.p?.x}`);
    assert.deepEqual(moved, ["z 208", "lb 248"]);
  });

  it("lines up with the edges of what rests", () => {
    const fit = align(box(103, 300), [box(100, 0)], 4);
    assert.deepEqual([fit.dx, fit.dy, fit.lines.length], [-3, 0, 1]);
  });

  it("finds a free place beside a taken one", () => {
    const at = freePlace(threeTier(), { x: 0, y: 0 });
    assert.ok(!(Math.abs(at.x) < 184 && Math.abs(at.y) < 72));
  });
});

describe("copy and paste", () => {
  it("keeps the links between what was copied, under new ids", () => {
    const doc = threeTier();
    const clip = JSON.parse(
      JSON.stringify(
        copy(doc, [
          { t: "nodes", id: "lb" },
          { t: "nodes", id: "app" },
        ]),
      ),
    );
    const made = paste(doc, clip, { at: null, by: { x: 16, y: 16 } }, true);
    const after = applyAll(doc, made.edits).doc;
    assert.deepEqual(
      made.items.map((i) => i.id),
      ["lb-2", "app-2"],
    );
    assert.deepEqual([after.tables.nodes.size, after.tables.links.size], [5, 3]);
    assert.deepEqual([...after.tables.links.values()].pop(), { from: "lb-2", to: "app-2" });
    assert.equal(after.tables.nodes.get("lb-2")?.x, 256);
  });

  it("takes nothing that is no clip of ours", () => {
    assert.deepEqual(paste(threeTier(), { format: "other" }, { at: null, by: { x: 0, y: 0 } }, true).edits, []);
  });
});

it("joins the neighbours of a component that is taken away", () => {
  const doc = threeTier();
  const edits = removeAndJoin(doc, new Catalog(CATALOG), ["lb"], () => "l9");
  const after = applyAll(doc, edits).doc;
  assert.deepEqual([...after.tables.links], [["l9", { from: "phones", to: "app" }]]);
});

it("draws an area with room for its title round the selection", () => {
  const around = areaRound(threeTier(), [
    { t: "nodes", id: "lb" },
    { t: "nodes", id: "app" },
  ]);
  assert.deepEqual(around, { x: 224, y: -32, w: 456, h: 120 });
});

it("names new records readably when alone and unguessably when not", () => {
  const doc = threeTier();
  assert.equal(freshId(doc, "nodes", "lb", true), "lb-2");
  assert.equal(freshId(doc, "nodes", "queue", true), "queue");
  assert.equal(freshId(doc, "links", "l", true), "l3");
  assert.match(freshId(doc, "nodes", "queue", false), /^queue-[0-9a-z]{3}$/);
});

describe("the arrow keys", () => {
  it("follow links to the right and back to the left", () => {
    const doc = threeTier();
    assert.equal(neighbour(doc, "lb", "ArrowRight"), "app");
    assert.equal(neighbour(doc, "lb", "ArrowLeft"), "phones");
  });

  it("go to the nearest component where no link leads", () => {
    const doc = apply(threeTier(), { o: "put", t: "nodes", id: "low", p: { kind: "work", x: 260, y: 200 } }).doc;
    assert.equal(neighbour(doc, "lb", "ArrowDown"), "low");
    assert.equal(neighbour(doc, "lb", "ArrowUp"), null);
  });
});

describe("what a component says of itself", () => {
  /** @type {any} */
  const kind = {
    label: "Store",
    summary: "Keeps records, and more.",
    params: [
      { id: "instances", label: "Instances", type: "integer", default: "1" },
      { id: "size", label: "Size", type: "bytes", default: "4 GiB" },
    ],
    presets: [{ id: "p", label: "Brand", settings: { size: "8 GiB" } }],
  };

  it("counts its copies", () => {
    assert.deepEqual([copies(kind, { settings: { instances: "3" } }), copies(kind, {})], [3, 1]);
  });

  it("names the technology, else the kind, else what it is for", () => {
    assert.equal(subtitle(kind, { kind: "s", settings: { size: "8 GiB", instances: "3" } }), "Brand · ×3");
    assert.equal(subtitle(kind, { kind: "s", label: "Photos", settings: {} }), "Store");
    assert.equal(subtitle(kind, { kind: "s" }), "Keeps records");
  });

  it("shows what was set, else the first default", () => {
    assert.equal(settled(kind, { settings: { size: "1 GiB" } }), "Size 1 GiB");
    assert.equal(settled(kind, {}), "Size 4 GiB");
  });
});
