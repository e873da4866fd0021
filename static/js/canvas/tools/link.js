// @ts-check
/**
 * Drawing a wire from a port. While it is drawn every component shows whether it may end there; one that may not says
 * why. Dropped on empty ground it offers what could stand there.
 * @typedef {import("../canvas.js").Canvas} Canvas
 * @typedef {import("../pointer.js").Press} Press
 */
import { addLink } from "../../model/actions.js";
import { nodeNear } from "../hit.js";
import { loose } from "../wires.js";

/**
 * @param {Canvas} canvas
 * @param {{node: string, port: string, direction: "in"|"out"}} port
 * @returns {import("./select.js").Gesture}
 */
export function linkGesture(canvas, port) {
  const { app, stage, overlay } = canvas;
  const forward = port.direction === "out";
  const from = stage.portPoint(port.node, port.direction, port.port) ?? { x: 0, y: 0 };
  /** @type {string|null} */ let over = null;
  const wiringTo = (/** @type {string} */ id) => {
    const end = `${port.node}.${port.port}`;
    return forward ? app.catalog.wiring(app.doc, end, id) : app.catalog.wiring(app.doc, id, end);
  };
  for (const [id, view] of stage.nodes) if (id !== port.node) view.aim(wiringTo(id).ok ? "can" : "cannot");
  const done = () => {
    for (const view of stage.nodes.values()) view.aim("");
    overlay.wire(null);
    overlay.hint(null);
  };
  return {
    move(p) {
      const id = nodeNear(app, p.world, canvas.view.z);
      const target = id === port.node ? null : id;
      if (target !== over) over = entered(canvas, over, target, wiringTo);
      const wiring = over ? wiringTo(over) : null;
      overlay.wire({ d: loose(from, p.world, forward), state: wiring ? (wiring.ok ? "can" : "cannot") : "" });
      overlay.hint(wiring && !wiring.ok ? { at: p.screen, text: wiring.why } : null);
    },
    up(p) {
      const target = over;
      const mine = `${port.node}.${port.port}`;
      done();
      if (target) connect(canvas, forward ? mine : target, forward ? target : mine);
      else if (!nodeNear(app, p.world, canvas.view.z)) {
        canvas.quickAdd(p.world, { node: port.node, port: port.port, forward });
      }
    },
    cancel: done,
  };
}

/**
 * @param {Canvas} canvas
 * @param {string|null} before
 * @param {string|null} now
 * @param {(id: string) => import("../../model/catalog.js").Wiring} wiringTo
 */
function entered(canvas, before, now, wiringTo) {
  const { stage } = canvas;
  if (before) stage.nodes.get(before)?.aim(wiringTo(before).ok ? "can" : "cannot");
  if (now && wiringTo(now).ok) stage.nodes.get(now)?.aim("over");
  return now;
}

/**
 * Links two ends, or says why not.
 * @param {Canvas} canvas @param {string} from @param {string} to @returns {boolean}
 */
export function connect(canvas, from, to) {
  const { app } = canvas;
  const wiring = app.catalog.wiring(app.doc, from, to);
  if (!wiring.ok) {
    app.announce(`Not connected: ${wiring.why}`);
    canvas.refuse(wiring.why);
    return false;
  }
  const id = app.newId("links", "l");
  const names = `${app.nameOf("nodes", wiring.from.split(".")[0])} to ${app.nameOf("nodes", wiring.to.split(".")[0])}`;
  if (!app.act(`Connect ${names}`, [addLink(id, wiring)])) return false;
  app.announce(`Connected ${names}`);
  return true;
}
