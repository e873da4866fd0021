// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { areaRound, copy, freshId, moveBy, paste, removeAndJoin } from "../../../../static/js/model/actions.js";
import { Catalog } from "../../../../static/js/model/catalog.js";
import { apply, applyAll, fromBoard } from "../../../../static/js/model/edits.js";
import { align, freePlace } from "../../../../static/js/model/geometry.js";
import { neighbour } from "../../../../static/js/model/graph.js";
import { copies, settled, subtitle } from "../../../../static/js/model/summary.js";
import { lanes, STRAIGHT } from "../../../../static/js/canvas/lanes.js";
import { pathOf, portY, route } from "../../../../static/js/canvas/wires.js";
import { CATALOG, threeTier } from "./boards.js";

const box = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y, w: 184, h: 72 });
const PORTS = { out: 36, in: 36 };

describe("a wire", () => {
  it("is one straight piece between ports of the same height", () => {
    assert.deepEqual(route(box(0, 0), box(300, 0), PORTS, STRAIGHT).points, [
      { x: 184, y: 36 },
      { x: 300, y: 36 },
    ]);
  });

  it("bends in the middle between ports of different heights", () => {
    const { points } = route(box(0, 0), box(384, 200), PORTS, STRAIGHT);
    assert.deepEqual(points, [
      { x: 184, y: 36 },
      { x: 284, y: 36 },
      { x: 284, y: 236 },
      { x: 384, y: 236 },
    ]);
  });

  it("goes straight down to a component below", () => {
    assert.deepEqual(route(box(0, 0), box(0, 172), PORTS, STRAIGHT).points, [
      { x: 92, y: 72 },
      { x: 92, y: 172 },
    ]);
  });

  it("goes round a component that stands between", () => {
    const between = box(0, 150);
    const { points } = route(box(0, 0), box(0, 300), PORTS, STRAIGHT, [between]);
    assert.ok(points.every((p) => p.x >= 184));
  });

  it("passes over or under what stands in its row", () => {
    const { points } = route(box(0, 0), box(600, 0), PORTS, STRAIGHT, [box(300, 0)]);
    assert.deepEqual(
      [...new Set(points.map((p) => p.y))].sort((a, b) => a - b),
      [-16, 36],
    );
  });

  it("leads round the outside to a component that lies behind", () => {
    const { points } = route(box(400, 0), box(0, 0), PORTS, STRAIGHT);
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

describe("lanes", () => {
  const ports = (/** @type {string} */ kind, /** @type {string} */ direction) =>
    CATALOG.kinds.find((/** @type {any} */ k) => k.id === kind).ports.filter((/** @type {any} */ p) => p.direction === direction);
  /** Nodes as [id, kind, x, y], links as [from, to]. @param {any[][]} nodes @param {string[][]} links */
  const drawn = (nodes, links) =>
    applyAll(fromBoard({ format: "trestle/1" }), [
      ...nodes.map(([id, kind, x, y]) => ({ o: /** @type {const} */ ("put"), t: "nodes", id, p: { kind, x, y } })),
      ...links.map(([from, to], i) => ({ o: /** @type {const} */ ("put"), t: "links", id: `l${i}`, p: { from, to } })),
    ]).doc;
  /** The pieces of every wire, as the canvas draws them. @param {any} doc */
  const routes = (doc) => {
    const lane = lanes(doc, ports);
    return [...doc.tables.links].map(([id, link]) => {
      const ends = [link.from, link.to].map((end) => {
        const [node, port] = end.split(".");
        return { node, port, rec: doc.tables.nodes.get(node) };
      });
      const height = (/** @type {number} */ i, /** @type {string} */ direction) => {
        const all = ports(ends[i].rec.kind, direction);
        return portY(all.length, Math.max(0, all.findIndex((/** @type {any} */ p) => p.id === ends[i].port)));
      };
      const others = [...doc.tables.nodes].filter(([n]) => n !== ends[0].node && n !== ends[1].node);
      const [a, b] = ends.map(({ rec }) => box(rec.x, rec.y));
      const heights = { out: height(0, "out"), in: height(1, "in") };
      return route(a, b, heights, /** @type {any} */ (lane.get(id)), others.map(([, r]) => box(r.x, r.y))).points;
    });
  };
  /** How far two wires run on one line. @param {any[]} p @param {any[]} q */
  const shared = (p, q) => {
    let sum = 0;
    for (let i = 1; i < p.length; i++)
      for (let j = 1; j < q.length; j++)
        for (const [along, across] of [["x", "y"], ["y", "x"]]) {
          const level = [p[i - 1], p[i], q[j - 1], q[j]].every((c) => Math.abs(c[across] - p[i][across]) < 1);
          const from = Math.max(Math.min(p[i - 1][along], p[i][along]), Math.min(q[j - 1][along], q[j][along]));
          const to = Math.min(Math.max(p[i - 1][along], p[i][along]), Math.max(q[j - 1][along], q[j][along]));
          if (level && to > from) sum += to - from;
        }
    return sum;
  };
  const apart = (/** @type {any} */ doc) => {
    const all = routes(doc);
    all.forEach((p, i) => all.slice(i + 1).forEach((q, j) => assert.equal(shared(p, q), 0, `l${i} and l${i + 1 + j}`)));
  };

  it("let wires that leave one port bend one after the other, the farthest first", () => {
    const nodes = [["a", "work", 0, 0], ["b", "work", 480, 200], ["c", "work", 480, 400], ["d", "work", 480, 0]];
    const doc = drawn(nodes, [["a", "b"], ["a", "c"], ["a", "d"]]);
    const lane = lanes(doc, ports);
    assert.deepEqual(["l1", "l0", "l2"].map((id) => lane.get(id)?.bend), [-6, 6, 0]);
    apart(doc);
  });

  it("keep wires apart that end at one port, and what runs level straight", () => {
    const nodes = [["a", "work", 0, 0], ["b", "work", 0, 100], ["c", "work", 0, 200], ["db", "store", 400, 100]];
    const doc = drawn(nodes, [["a", "db"], ["b", "db"], ["c", "db"]]);
    apart(doc);
    assert.equal(routes(doc)[1].length, 2);
  });

  it("keep parallel links apart, beside and above each other", () => {
    apart(drawn([["a", "work", 0, 0], ["b", "work", 400, 0]], [["a", "b"], ["a", "b"], ["a", "b"]]));
    apart(drawn([["a", "work", 0, 0], ["b", "work", 400, 150]], [["a", "b"], ["a", "b"]]));
    apart(drawn([["a", "work", 0, 0], ["b", "work", 0, 200]], [["a", "b"], ["b", "a"]]));
    apart(drawn([["a", "work", 0, 0], ["b", "work", 600, 0], ["c", "work", 300, 0]], [["a", "b"], ["a", "b"]]));
    apart(drawn([["a", "work", 400, 0], ["b", "work", 0, 0]], [["a", "b"], ["a", "b"]]));
  });

  it("keep wires of different ports apart", () => {
    apart(drawn([["s", "split", 0, 0], ["b", "work", 400, 0], ["c", "store", 400, 120]], [["s.hot", "b"], ["s.cold", "c"]]));
  });
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
