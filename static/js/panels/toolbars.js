// @ts-check
/**
 * The tool strip, the zoom cluster, undo and redo: buttons over the registry of commands.
 * @typedef {import("../canvas/canvas.js").Canvas} Canvas
 * @typedef {import("../ui/keys.js").Keys} Keys
 */
import { byId, h, text } from "../ui/dom.js";
import { icon } from "../ui/icons.js";

/** @param {Canvas} canvas @param {Keys} keys */
export function mountToolbars(canvas, keys) {
  const { app } = canvas;
  const button = (
    /** @type {string} */ id,
    /** @type {string} */ name,
    /** @type {string} */ label,
    /** @type {Record<string, any>} */ more = {},
  ) => {
    const hint = keys.hint(id);
    return h(
      "button",
      {
        class: "icon-btn quiet",
        type: "button",
        "aria-label": label,
        title: hint ? `${label} (${hint})` : label,
        onclick: () => keys.run(id),
        ...more,
      },
      icon(name),
    );
  };
  const tools = [
    ["select", "cursor", "Select"],
    ["pan", "hand", "Pan"],
    ["area", "area", "Area"],
    ["note", "note", "Note"],
  ].map(([id, name, label]) => button(id, name, label, { "data-tool": id, "aria-pressed": "false" }));
  const undo = button("undo", "undo", "Undo", { id: "undo" });
  const redo = button("redo", "redo", "Redo", { id: "redo" });
  const add = button("add", "plus", "Add a component");
  const line = () => h("span", { class: "strip-line" });
  byId("toolstrip").append(...tools, line(), add, line(), undo, redo);

  const percent = h(
    "button",
    {
      class: "zoom-value",
      type: "button",
      title: `Zoom to 100 % (${keys.hint("zoom-100")})`,
      onclick: () => keys.run("zoom-100"),
    },
    "100 %",
  );
  byId("zoom").append(
    button("zoom-out", "minus", "Zoom out"),
    percent,
    button("zoom-in", "plus", "Zoom in"),
    button("fit", "fit", "Fit everything"),
  );
  byId("zoom").append(inspectorToggle());
  for (const bar of ["toolstrip", "zoom"]) rovingArrows(byId(bar));

  app.store.on(["tool", "doc", "camera"], () => {
    for (const tool of tools) tool.setAttribute("aria-pressed", String(tool.dataset.tool === canvas.tool.id));
    enable(undo, app.history.undos.length > 0);
    enable(redo, app.history.redos.length > 0);
    const z = `${Math.round(canvas.view.z * 100)} %`;
    text(percent, z);
    percent.setAttribute("aria-label", `Zoom, ${z}`);
  });
}

/** Stays reachable for the keyboard while it can do nothing. @param {HTMLButtonElement} button @param {boolean} able */
function enable(button, able) {
  button.setAttribute("aria-disabled", String(!able));
}

/** A toolbar is one Tab stop; arrows go along it. @param {HTMLElement} bar */
function rovingArrows(bar) {
  const buttons = () => /** @type {HTMLElement[]} */ ([...bar.querySelectorAll("button")]);
  buttons().forEach((b, i) => (b.tabIndex = i === 0 ? 0 : -1));
  bar.addEventListener("focusin", (event) => buttons().forEach((b) => (b.tabIndex = b === event.target ? 0 : -1)));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const all = buttons();
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (!step || at < 0 || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    all[(at + step + all.length) % all.length].focus();
  });
}

/** On narrower screens the inspector lies over the canvas and is opened and closed with this. */
function inspectorToggle() {
  const toggle = () => {
    const open = document.body.classList.toggle("inspector-open");
    button.setAttribute("aria-expanded", String(open));
  };
  const names = {
    "aria-label": "Inspector",
    "aria-expanded": "false",
    "aria-controls": "inspector",
    title: "Inspector",
  };
  const button = h(
    "button",
    { class: "icon-btn quiet narrow-only", type: "button", onclick: toggle, ...names },
    icon("sliders"),
  );
  return button;
}
