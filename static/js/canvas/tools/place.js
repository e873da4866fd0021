// @ts-check
/** A component in hand: a ghost follows the pointer, a click puts it down; Shift keeps it in hand for another. */
import { NODE_H, NODE_W, snap } from "../../model/geometry.js";

/** @param {import("../canvas.js").Canvas} canvas @returns {import("../pointer.js").Tool & {kind: string}} */
export function placeTool(canvas) {
  const show = (/** @type {import("../pointer.js").Press} */ p) => canvas.overlay.ghost(tool.kind, corner(p.world));
  const tool = {
    id: "place",
    cursor: "copy",
    kind: "",
    down: show,
    move: show,
    hover: show,
    up(/** @type {import("../pointer.js").Press} */ p) {
      const kind = tool.kind;
      canvas.overlay.ghost(null);
      canvas.addKind(kind, corner(p.world));
      if (!p.shift) canvas.use("select");
    },
    cancel() {
      canvas.overlay.ghost(null);
      canvas.use("select");
    },
  };
  return tool;
}

/** @param {import("../../model/types.js").Point} p the pointer stands in the middle of the component */
export function corner(p) {
  return { x: snap(p.x - NODE_W / 2), y: snap(p.y - NODE_H / 2) };
}
