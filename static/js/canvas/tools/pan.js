// @ts-check
/** The hand: drags the window over the board. */

/** @param {import("../canvas.js").Canvas} canvas @returns {import("../pointer.js").Tool} */
export function panTool(canvas) {
  /** @type {import("../../model/types.js").Point|null} */
  let last = null;
  return {
    id: "pan",
    cursor: "grab",
    down: (p) => (last = p.screen),
    move(p) {
      if (last) canvas.view.panBy(p.screen.x - last.x, p.screen.y - last.y);
      last = p.screen;
    },
    up: () => (last = null),
    cancel: () => (last = null),
  };
}
