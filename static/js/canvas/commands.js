// @ts-check
/**
 * The commands of the canvas, for the registry of keys.
 * @typedef {import("./canvas.js").Canvas} Canvas
 * @typedef {import("../ui/keys.js").Command} Command
 * @typedef {import("../model/graph.js").Arrow} Arrow
 */
import { rate, duration, percent, compact } from "../ui/format.js";
import { pickNode } from "./pickers.js";

/** @type {[Arrow, number, number][]} */
const ARROWS = [
  ["ArrowLeft", -1, 0],
  ["ArrowRight", 1, 0],
  ["ArrowUp", 0, -1],
  ["ArrowDown", 0, 1],
];

/** @param {Canvas} canvas @returns {Command[]} */
export function canvasCommands(canvas) {
  return [...tools(canvas), ...editing(canvas), ...adding(canvas), ...moving(canvas), ...looking(canvas)];
}

/** @param {Canvas} canvas @returns {Command[]} */
function tools(canvas) {
  const group = "Tools";
  return [
    { id: "select", label: "Select", group, keys: ["V"], run: () => canvas.use("select") },
    { id: "pan", label: "Pan (or hold Space)", group, keys: ["H"], run: () => canvas.use("pan") },
    { id: "area", label: "Area", group, keys: ["R"], run: () => canvas.use("area") },
    { id: "note", label: "Note", group, keys: ["S"], run: () => canvas.use("note") },
    { id: "escape", label: "Cancel, then clear the selection", group, keys: ["Escape"], run: () => escape(canvas) },
  ];
}

/** Escape goes back one step at a time. @param {Canvas} canvas */
function escape(canvas) {
  const { selection } = canvas.app;
  if (canvas.pointer.cancelGesture()) return;
  if (canvas.tool.id !== "select") return canvas.use("select");
  if (selection.size > 0) return selection.clear();
  if (document.activeElement instanceof HTMLElement || document.activeElement instanceof SVGElement)
    document.activeElement.blur();
}

/** @param {Canvas} canvas @returns {Command[]} */
function editing(canvas) {
  const { app } = canvas;
  const group = "Edit";
  const some = () => app.selection.size > 0;
  return [
    { id: "undo", label: "Undo", group, keys: ["Ctrl+Z"], anywhere: true, run: () => app.back("undo") },
    { id: "redo", label: "Redo", group, keys: ["Ctrl+Shift+Z", "Ctrl+Y"], anywhere: true, run: () => app.back("redo") },
    {
      id: "delete",
      label: "Delete",
      group,
      keys: ["Delete", "Backspace"],
      when: some,
      run: () => canvas.deleteSelected(),
    },
    {
      id: "delete-join",
      label: "Delete and join the neighbours",
      group,
      keys: ["Ctrl+Delete", "Ctrl+Backspace"],
      when: some,
      run: () => canvas.deleteSelected(true),
    },
    { id: "duplicate", label: "Duplicate", group, keys: ["Ctrl+D"], when: some, run: () => canvas.duplicate() },
    { id: "all", label: "Select all", group, keys: ["Ctrl+A"], run: () => canvas.selectAll() },
    {
      id: "rename",
      label: "Rename",
      group,
      keys: ["F2"],
      when: () => app.selection.single !== null,
      run: () => canvas.renameSelected(),
    },
    {
      id: "wrap",
      label: "Area round the selection",
      group,
      keys: ["Ctrl+G"],
      when: some,
      run: () => canvas.areaFromSelection(),
    },
    {
      id: "dissolve",
      label: "Dissolve area",
      group,
      keys: ["Ctrl+Shift+G"],
      when: () => app.selection.ids("areas").length > 0,
      run: () => canvas.dissolveAreas(),
    },
    { id: "snapping", label: "Snapping on or off", group, keys: ["Alt+S"], run: () => toggleSnap(canvas) },
  ];
}

/** @param {Canvas} canvas */
function toggleSnap(canvas) {
  canvas.snapping = !canvas.snapping;
  canvas.app.announce(`Snapping ${canvas.snapping ? "on" : "off"}`);
}

/** @param {Canvas} canvas @returns {Command[]} */
function adding(canvas) {
  const { app } = canvas;
  const group = "Add";
  const kinds = app.catalog.ordered();
  return [
    { id: "add", label: "Add a component", group, keys: ["N"], run: () => canvas.quickAdd() },
    {
      id: "connect",
      label: "Connect from the focused component",
      group,
      keys: ["C"],
      when: () => app.selection.focus !== null,
      run: () => canvas.connectFocused(),
    },
    ...kinds.slice(0, 10).map((kind, i) => ({
      id: `add-${kind.id}`,
      label: `Add ${kind.label}`,
      group,
      keys: [String((i + 1) % 10)],
      shownAs: i === 0 ? { label: "Add one of the first ten components", keys: ["1", "to", "0"] } : null,
      run: () => void (app.canEdit ? canvas.addKind(kind.id, canvas.spot()) : app.refuseReadOnly()),
    })),
    ...ARROWS.map(([arrow], i) => ({
      id: `beside-${arrow}`,
      label: `Add a connected component ${arrow.slice(5).toLowerCase()}`,
      group,
      keys: [`Ctrl+${arrow}`],
      shownAs: i === 0 ? { label: "Add a connected component on that side", keys: ["Ctrl+arrow"] } : null,
      when: () => app.selection.focus !== null,
      run: () => canvas.addBeside(arrow),
    })),
  ];
}

/** @param {Canvas} canvas @returns {Command[]} */
function moving(canvas) {
  const when = () => canvas.app.selection.size > 0;
  const common = { group: "Move", hidden: true };
  return ARROWS.flatMap(([arrow, x, y], i) => {
    const side = arrow.slice(5).toLowerCase();
    const said = (/** @type {string} */ label, /** @type {string} */ keys) =>
      i === 0 ? { label, keys: [keys] } : null;
    return [
      {
        ...common,
        id: `walk-${arrow}`,
        label: `Go ${side}`,
        keys: [arrow],
        shownAs: said("Go along the links, or to the nearest component", "arrow"),
        run: () => canvas.focus.walk(arrow),
      },
      {
        ...common,
        id: `nudge-${arrow}`,
        label: `Move ${side} 8 px`,
        keys: [`Shift+${arrow}`],
        shownAs: said("Move the selection 8 px", "Shift+arrow"),
        when,
        run: () => canvas.nudge(x, y),
      },
      {
        ...common,
        id: `shove-${arrow}`,
        label: `Move ${side} 40 px`,
        keys: [`Alt+Shift+${arrow}`],
        shownAs: said("Move the selection 40 px", "Alt+Shift+arrow"),
        when,
        run: () => canvas.nudge(x, y, true),
      },
    ];
  });
}

/** @param {Canvas} canvas @returns {Command[]} */
function looking(canvas) {
  const { app, view } = canvas;
  const group = "View";
  const minimap = /** @type {HTMLElement} */ (document.getElementById("minimap"));
  const zoom = (/** @type {number} */ factor) => view.zoomTo(view.z * factor);
  return [
    { id: "zoom-in", label: "Zoom in", group, keys: ["+", "=", "Ctrl++", "Ctrl+="], run: () => zoom(1.25) },
    { id: "zoom-out", label: "Zoom out", group, keys: ["-", "Ctrl+-"], run: () => zoom(0.8) },
    { id: "zoom-100", label: "Zoom to 100 %", group, keys: ["Shift+0", "Ctrl+0"], run: () => view.zoomTo(1) },
    { id: "fit", label: "Fit everything", group, keys: ["Shift+1"], run: () => canvas.fitAll() },
    { id: "fit-selection", label: "Fit the selection", group, keys: ["Shift+2"], run: () => canvas.fitSelection() },
    {
      id: "find",
      label: "Find a component",
      group,
      keys: ["Ctrl+F"],
      run: () => pickNode(app, (id) => canvas.goTo(id)),
    },
    {
      id: "minimap",
      label: "Minimap on or off",
      group,
      keys: ["M"],
      run: () => ((minimap.hidden = !minimap.hidden), app.store.mark("camera")),
    },
    { id: "grid", label: "Grid on or off", group, keys: ["G"], run: () => canvas.root.classList.toggle("no-grid") },
    {
      id: "speak",
      label: "Read the numbers of the focused component",
      group,
      keys: ["I"],
      when: () => app.selection.focus !== null,
      run: () => speak(canvas),
    },
  ];
}

/** @param {Canvas} canvas */
function speak(canvas) {
  const { app } = canvas;
  const id = app.selection.focus ?? "";
  const m = app.run.nodes.get(id);
  const name = app.nameOf("nodes", id);
  if (!m) return app.announce(`${name}: no numbers yet, run the design first`);
  const parts = [
    rate(m.rate),
    m.util === null ? "" : `${percent(m.util)} busy`,
    `queue ${compact(m.queue)}`,
    m.p99 ? `p99 ${duration(m.p99)}` : "",
  ];
  app.announce(`${name}: ${parts.filter(Boolean).join(", ")}`);
}
