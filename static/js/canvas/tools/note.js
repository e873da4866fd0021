// @ts-check
/** Sticky notes: a click places one, a drag spans one, then the text is typed at once. */
import { NOTE_H, NOTE_W, boxBetween, snap } from "../../model/geometry.js";

/** @param {import("../canvas.js").Canvas} canvas @returns {import("../pointer.js").Tool} */
export function noteTool(canvas) {
  const { app, overlay } = canvas;
  /** @type {import("../pointer.js").Press|null} */
  let began = null;
  const stop = () => {
    began = null;
    overlay.marquee(null);
  };
  return {
    id: "note",
    cursor: "crosshair",
    down: (p) => (began = p),
    move: (p) => began && overlay.marquee(boxBetween(began.world, p.world)),
    up(p) {
      if (!began) return;
      const box = boxBetween(began.world, p.world);
      stop();
      const drawn = box.w > 40 && box.h > 24;
      const size = drawn ? { w: snap(box.w), h: snap(box.h) } : { w: NOTE_W, h: NOTE_H };
      const id = app.newId("notes", "note");
      canvas.use("select");
      if (
        app.act("Add a note", [{ o: "put", t: "notes", id, p: { x: snap(box.x), y: snap(box.y), ...size, text: "" } }])
      ) {
        app.selection.set([{ t: "notes", id }]);
        canvas.editText("notes", id);
      }
    },
    cancel: stop,
  };
}
