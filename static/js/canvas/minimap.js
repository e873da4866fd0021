// @ts-check
/** The whole board in 176 x 112: a click or a drag moves the window. */
import { allBoxes, around, boxOf } from "../model/geometry.js";
import { attr, s } from "../ui/dom.js";

const W = 176;
const H = 112;
const PAD = 6;
const REDRAW_MS = 60;

/** @param {import("./canvas.js").Canvas} canvas @param {HTMLElement} root */
export function mountMinimap(canvas, root) {
  const { app, view } = canvas;
  const boxes = s("g");
  const frame = s("rect", { class: "mini-window", rx: 2 });
  const svg = s("svg", { width: W, height: H, viewBox: `0 0 ${W} ${H}` }, boxes, frame);
  root.append(svg);
  let scale = { k: 1, x: 0, y: 0 };

  const fit = () => {
    const all = around([...allBoxes(app.doc), view.window()]) ?? view.window();
    const k = Math.min((W - 2 * PAD) / all.w, (H - 2 * PAD) / all.h);
    scale = { k, x: (W - all.w * k) / 2 - all.x * k, y: (H - all.h * k) / 2 - all.y * k };
  };
  const place = (/** @type {Element} */ el, /** @type {import("../model/types.js").Box} */ b) => {
    const { k, x, y } = scale;
    for (const [name, value] of Object.entries({
      x: b.x * k + x,
      y: b.y * k + y,
      width: Math.max(2, b.w * k),
      height: Math.max(2, b.h * k),
    })) {
      attr(el, name, value.toFixed(1));
    }
  };
  const draw = () => {
    if (root.hidden) return;
    fit();
    const wanted = ["areas", "notes", "nodes"].flatMap((t) =>
      [...app.doc.tables[t].values()].map((rec) => ({ t, rec })),
    );
    while (boxes.children.length > wanted.length) boxes.lastElementChild?.remove();
    while (boxes.children.length < wanted.length) boxes.append(s("rect", { rx: 1.5 }));
    wanted.forEach(({ t, rec }, i) => {
      const el = boxes.children[i];
      attr(el, "class", t === "nodes" ? `mini-node k-${app.catalog.colour(rec.kind)}` : `mini-${t}`);
      place(el, boxOf(t, rec));
    });
    place(frame, view.window());
  };
  const go = (/** @type {PointerEvent} */ event, /** @type {boolean} */ jump) => {
    const r = svg.getBoundingClientRect();
    view.centreOn(
      { x: (event.clientX - r.left - scale.x) / scale.k, y: (event.clientY - r.top - scale.y) / scale.k },
      jump,
    );
  };
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    go(event, false);
  });
  svg.addEventListener("pointermove", (event) => event.buttons === 1 && go(event, true));
  let waiting = false;
  app.store.on(["doc", "camera", "preview"], () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      draw();
    }, REDRAW_MS);
  });
  draw();
}
