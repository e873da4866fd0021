// @ts-check
/** What an empty canvas says, so that nobody wonders how to begin. */
import { byId, h } from "../ui/dom.js";

/** @param {import("../canvas/canvas.js").Canvas} canvas */
export function mountEmpty(canvas) {
  const { app } = canvas;
  const key = (/** @type {string} */ k) => h("kbd", { class: "kbd" }, k);
  const box = h(
    "div",
    { class: "empty-board", hidden: true },
    h("h2", {}, "Draw your design here"),
    h("p", {}, "Drag a component from the left, or press ", key("N"), " and type its name."),
    h(
      "p",
      {},
      "Pull a wire from the dot on its right side to connect it, or press ",
      key("C"),
      ". All shortcuts: ",
      key("?"),
    ),
  );
  byId("canvas").append(box);
  const draw = () => {
    const nothing = ["nodes", "areas", "notes"].every((t) => app.doc.tables[t].size === 0);
    box.hidden = !(nothing && app.session.ready && canvas.tool.id === "select");
  };
  app.store.on(["doc", "tool"], draw);
}
