// @ts-check
/** Areas: a drag spans one; it takes along what lies in it. */
import { boxBetween, snap } from "../../model/geometry.js";

/** What an area is until somebody says otherwise in the inspector. */
export const PLAIN_AREA = "group";

/** @param {import("../canvas.js").Canvas} canvas @returns {import("../pointer.js").Tool} */
export function areaTool(canvas) {
  const { overlay } = canvas;
  /** @type {import("../pointer.js").Press|null} */
  let began = null;
  const stop = () => {
    began = null;
    overlay.marquee(null);
  };
  return {
    id: "area",
    cursor: "crosshair",
    down: (p) => (began = p),
    move: (p) => began && overlay.marquee(boxBetween(began.world, p.world)),
    up(p) {
      if (!began) return;
      const box = boxBetween(began.world, p.world);
      stop();
      canvas.use("select");
      if (box.w < 40 || box.h < 32) return;
      canvas.addArea({ x: snap(box.x), y: snap(box.y), w: snap(box.w), h: snap(box.h) });
    },
    cancel: stop,
  };
}
