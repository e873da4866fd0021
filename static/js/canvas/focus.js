// @ts-check
/**
 * The keyboard on the canvas: one Tab stop, arrows walk the components, and the focused one is kept in view.
 * @typedef {import("./canvas.js").Canvas} Canvas
 */
import { boxOf } from "../model/geometry.js";
import { neighbour, readingOrder } from "../model/graph.js";

export class Focus {
  /** @param {Canvas} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.app = canvas.app;
    const { svg } = canvas.stage;
    svg.addEventListener("focusin", (event) => {
      const id = event.target instanceof Element && event.target.closest("[data-node]")?.getAttribute("data-node");
      if (id) this.came(id);
    });
    this.app.store.on(["doc", "selection"], () => this.rove());
    this.rove();
  }

  /** @param {string} id a node that got the focus */
  came(id) {
    if (this.app.selection.focus !== id) {
      this.app.selection.focus = id;
      this.rove();
    }
    const rec = this.app.doc.tables.nodes.get(id);
    const focusVisible = this.canvas.stage.nodes.get(id)?.el.matches(":focus-visible");
    if (rec && focusVisible) this.canvas.view.reveal(boxOf("nodes", rec));
  }

  /** Exactly one component has the Tab stop; an empty stage has it itself. */
  rove() {
    const { nodes, svg } = this.canvas.stage;
    const { selection, doc } = this.app;
    selection.prune(doc);
    const stop = selection.focus ?? readingOrder(doc)[0] ?? null;
    for (const [id, view] of nodes) {
      const index = id === stop ? "0" : "-1";
      if (view.el.getAttribute("tabindex") !== index) view.el.setAttribute("tabindex", index);
    }
    svg.setAttribute("tabindex", stop ? "-1" : "0");
  }

  /** Remembers a node as the one the keyboard stands on, and gives it the focus. @param {string} id */
  take(id) {
    this.app.selection.focus = id;
    this.rove();
    this.canvas.stage.nodes.get(id)?.el.focus({ preventScroll: true });
  }

  /** @param {import("../model/graph.js").Arrow} arrow */
  walk(arrow) {
    const { selection, doc } = this.app;
    const here = selection.focus ?? readingOrder(doc)[0];
    if (!here) return;
    const onNode = document.activeElement?.closest?.("[data-node]");
    const next = onNode ? neighbour(doc, here, arrow) : here;
    if (!next) return;
    this.take(next);
    selection.set([{ t: "nodes", id: next }]);
    const rec = doc.tables.nodes.get(next);
    if (rec) this.canvas.view.reveal(boxOf("nodes", rec));
  }
}
