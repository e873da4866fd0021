// @ts-check
/** Small boards and a small catalog for the tests of the pure modules. */
import { fromBoard } from "../../../../static/js/model/edits.js";

/** phones -> lb -> app, with one note. */
export function threeTier() {
  return fromBoard({
    format: "trestle/1",
    title: "Three tiers",
    design: {
      nodes: {
        phones: { kind: "users", x: 0, y: 0 },
        lb: { kind: "spread", x: 240, y: 0, settings: { algorithm: "random" } },
        app: { kind: "work", x: 480, y: 0, label: "App" },
      },
      links: { l1: { from: "phones", to: "lb" }, l2: { from: "lb", to: "app" } },
      notes: { n1: { x: 0, y: 200, text: "why" } },
    },
  });
}

/** @type {any} */
export const CATALOG = {
  families: [
    { id: "f1", label: "First" },
    { id: "f2", label: "Second" },
  ],
  kinds: [
    kind("users", "f1", "Users", [["out", "out", "request"]]),
    kind("spread", "f1", "Spreader", [
      ["in", "in", "request"],
      ["out", "out", "request"],
    ]),
    kind("work", "f2", "Work", [
      ["in", "in", "request"],
      ["out", "out", "request data message"],
    ]),
    kind("store", "f2", "Store", [["in", "in", "data"]]),
    kind("split", "f2", "Split", [
      ["in", "in", "request"],
      ["hot", "out", "request"],
      ["cold", "out", "data"],
    ]),
  ],
};

/** @param {string} id @param {string} family @param {string} label @param {string[][]} ports */
function kind(id, family, label, ports) {
  const list = ports.map(([p, direction, carries]) => ({ id: p, direction, label: p, carries: carries.split(" ") }));
  return { id, family, label, summary: "", icon: "", forwards: false, ports: list, params: [], presets: [] };
}
