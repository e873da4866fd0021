// @ts-check
/**
 * The components to choose from, by family. Dragged onto the canvas, clicked and then placed with a click, or added
 * at once with Enter.
 * @typedef {import("../canvas/canvas.js").Canvas} Canvas
 * @typedef {import("../model/types.js").Kind} Kind
 */
import { corner } from "../canvas/tools/place.js";
import { h } from "../ui/dom.js";
import { tile } from "../ui/tile.js";

const DRAG_PX = 4;

/** @param {HTMLElement} root @param {Canvas} canvas */
export function mountPalette(root, canvas) {
  const { app } = canvas;
  const order = app.catalog.ordered();
  document.body.classList.toggle("palette-collapsed", wasNarrow());
  const search = h("input", {
    type: "search",
    placeholder: "Search components",
    "aria-label": "Search components",
    autocomplete: "off",
    spellcheck: "false",
  });
  const none = h("p", { class: "palette-none", role: "status" });
  const rows = new Map(order.map((kind, i) => [kind, row(canvas, kind, i)]));
  const groups = app.catalog.families
    .map((family) => {
      const list = h("ul", {}, ...order.filter((k) => k.family === family.id).map((k) => h("li", {}, rows.get(k))));
      return h("section", { "aria-label": family.label }, h("h2", {}, family.label), list);
    })
    .filter((group) => group.querySelector("li"));
  root.append(h("div", { class: "palette-search" }, search), ...groups, none);

  search.addEventListener("input", () => {
    const query = search.value.trim().toLowerCase();
    for (const [kind, button] of rows) hide(button, !matches(kind, query));
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    none.textContent = groups.every((g) => g.hidden) ? "No component matches." : "";
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") search.value = "";
    if (event.key === "Enter") first(rows)?.click();
    if (event.key === "ArrowDown") first(rows)?.focus();
    if (!["Escape", "Enter", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Escape") search.dispatchEvent(new Event("input"));
  });
  root.addEventListener("keydown", (event) => walk(root, event));
  app.store.on(["tool", "role", "save"], () => {
    root.classList.toggle("read-only", !app.canEdit);
    for (const [kind, button] of rows)
      button.setAttribute("aria-pressed", String(canvas.tool === canvas.place && canvas.place.kind === kind.id));
  });
}

const NARROW = "trestle-palette";

/** Icons alone, or icons with names; this browser remembers. @param {boolean} [narrow] */
export function narrowPalette(narrow = !document.body.classList.contains("palette-collapsed")) {
  document.body.classList.toggle("palette-collapsed", narrow);
  try {
    localStorage.setItem(NARROW, narrow ? "narrow" : "wide");
  } catch {
    // Without storage the next visit begins wide.
  }
}

/** @returns {boolean} */
function wasNarrow() {
  try {
    return localStorage.getItem(NARROW) === "narrow";
  } catch {
    return false;
  }
}

/** @param {Canvas} canvas @param {Kind} kind @param {number} i */
function row(canvas, kind, i) {
  const keys = i < 10 ? String((i + 1) % 10) : "";
  const button = h(
    "button",
    {
      class: "palette-row",
      type: "button",
      "data-kind": kind.id,
      title: `${kind.label}: ${kind.summary}`,
      "aria-label": kind.label,
      "aria-pressed": "false",
    },
    tile(canvas.app.catalog, kind.id),
    h("span", { class: "palette-label" }, kind.label),
    keys && h("span", { class: "palette-key", "aria-hidden": "true" }, keys),
  );
  let dragged = false;
  button.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.button === 0) drag(canvas, kind.id, event, () => (dragged = true));
  });
  button.addEventListener("click", (event) => {
    if (dragged) return;
    // A click with the mouse takes the component in hand, the keyboard has no place to point to.
    if (event.detail > 0) canvas.hold(kind.id);
    else if (canvas.app.canEdit) canvas.addKind(kind.id, canvas.spot());
    else canvas.app.refuseReadOnly();
  });
  return button;
}

/** @param {Canvas} canvas @param {string} kind @param {PointerEvent} began @param {() => void} started */
function drag(canvas, kind, began, started) {
  if (!canvas.app.canEdit) return;
  const { view, overlay } = canvas;
  const button = /** @type {HTMLElement} */ (began.currentTarget);
  let under = false;
  let far = false;
  const over = (/** @type {PointerEvent} */ e) => {
    const r = view.rect;
    return e.clientX >= r.left && e.clientX <= r.right && e.clientY >= r.top && e.clientY <= r.bottom;
  };
  const place = (/** @type {PointerEvent} */ e) => corner(view.toWorld(view.screenOf(e)));
  const move = (/** @type {PointerEvent} */ e) => {
    if (!far && Math.hypot(e.clientX - began.clientX, e.clientY - began.clientY) < DRAG_PX) return;
    if (!far) started();
    far = true;
    under = over(e);
    overlay.ghost(under ? kind : null, place(e));
    button.classList.add("dragging");
  };
  const end = (/** @type {boolean} */ keep) => (/** @type {PointerEvent} */ e) => {
    stop.abort();
    button.classList.remove("dragging");
    overlay.ghost(null);
    if (keep && far && under) canvas.addKind(kind, place(e));
  };
  const stop = new AbortController();
  view.measured();
  button.setPointerCapture(began.pointerId);
  button.addEventListener("pointermove", move, stop);
  button.addEventListener("pointerup", end(true), stop);
  button.addEventListener("pointercancel", end(false), stop);
  addEventListener("keydown", (e) => e.key === "Escape" && end(false)(began), stop);
}

/** @param {Kind} kind @param {string} query */
function matches(kind, query) {
  return `${kind.label} ${kind.id} ${kind.summary} ${kind.presets.map((p) => p.label).join(" ")}`
    .toLowerCase()
    .includes(query);
}

/** @param {HTMLElement} button @param {boolean} hidden */
function hide(button, hidden) {
  if (button.parentElement) button.parentElement.hidden = hidden;
}

/** @param {Map<Kind, HTMLButtonElement>} rows */
function first(rows) {
  return [...rows.values()].find((b) => !b.parentElement?.hidden);
}

/** Up and down go along the rows. @param {HTMLElement} root @param {KeyboardEvent} event */
function walk(root, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !(event.target instanceof HTMLElement) || !event.target.classList.contains("palette-row")) return;
  const all = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("li:not([hidden]) .palette-row")]);
  all[all.indexOf(event.target) + step]?.focus();
  event.preventDefault();
}
