// @ts-check
/**
 * The right-hand side: tabs, and the form of what is selected, which the server renders from the catalog.
 * @typedef {import("../canvas/canvas.js").Canvas} Canvas
 * @typedef {import("../model/types.js").Rec} Rec
 */
import { byId, h } from "../ui/dom.js";
import { compact, count, duration, percent, rate } from "../ui/format.js";
import { fetchFragment, forgetFragment } from "../ui/fragment.js";
import { tile } from "../ui/tile.js";
import { refreshFields } from "./forms.js";
import { mountTabs, showTab } from "./tabs.js";

/** Selections that change faster than this (a marquee) ask the server once. */
const SETTLE_MS = 80;

/** @param {Canvas} canvas */
export function mountInspector(canvas) {
  const { app } = canvas;
  const tabs = byId("inspector-tabs");
  const body = byId("inspector-body");
  /** @type {string|null} what the form shows */ let shown = null;
  /** @type {Rec|null} the record it was asked for */ let asked = null;
  let timer = 0;
  mountTabs(tabs);

  const show = () => {
    const one = app.selection.single;
    const served = one && (one.t === "nodes" || one.t === "links") ? one : null;
    if (!served) return own(one);
    const known = app.session.confirmed.tables[served.t].get(served.id);
    const key = `${served.t}/${served.id}`;
    if (!known || (app.net !== "open" && shown !== key)) return waiting(served);
    if (shown === key && asked && sameForm(asked, known)) return;
    shown = key;
    asked = known;
    fetchFragment(`/s/${app.id}/inspector/${encodeURIComponent(served.id)}`, body).catch(() => waiting(served));
  };
  const own = (/** @type {{t: string, id: string}|null} */ one) => {
    const key = `own ${[...app.selection.keys].join(" ")}`;
    // The values of a form that is here already are refreshed in place.
    if (shown === key) return;
    shown = key;
    forgetFragment(body);
    body.replaceChildren(...(one ? ownForm(app, one) : summary(canvas)));
  };
  const waiting = (/** @type {{t: string, id: string}} */ one) => {
    shown = null;
    forgetFragment(body);
    const why = app.net === "open" ? "Saving..." : "Its settings appear here when the server can be reached again.";
    body.replaceChildren(h("p", { class: "empty" }, `${app.nameOf(one.t, one.id)}: ${why}`));
  };
  app.store.on(["selection"], () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, SETTLE_MS);
    if (app.selection.size > 0) showTab(tabs, "tab-component");
  });
  app.store.on(["confirmed", "save"], () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, SETTLE_MS);
    refreshFields(app, body);
  });
  body.addEventListener("htmx:afterSwap", () => liveNumbers(canvas, document.body));
  app.store.on(["frame", "run"], () => liveNumbers(canvas, document.body));
  byId("inspector").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.body.classList.remove("inspector-open");
    canvas.focusStage();
  });
  show();
}

/** Opens the form of the selected record and puts the keyboard into it. @param {Canvas} canvas */
export function openInspector(canvas) {
  if (canvas.app.selection.size === 0) return;
  document.body.classList.add("inspector-open");
  showTab(byId("inspector-tabs"), "tab-component");
  const field = byId("inspector-body").querySelector("input, select, textarea, button");
  if (field instanceof HTMLElement) field.focus();
  else byId("inspector-body").focus();
}

/** Moving a component changes nothing in its form. @param {Rec} a @param {Rec} b */
function sameForm(a, b) {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((k) => k === "x" || k === "y" || a[k] === b[k]);
}

/**
 * Areas and notes have few fields; they are drawn here.
 * @param {import("../workbench.js").Workbench} app
 * @param {{t: string, id: string}} one
 */
function ownForm(app, one) {
  const rec = app.doc.tables[one.t]?.get(one.id);
  if (!rec) return [];
  const data = { "data-edit-t": one.t, "data-edit-id": one.id };
  const off = app.canEdit ? null : "";
  const field = (/** @type {string} */ label, /** @type {HTMLElement} */ input) => {
    input.id = `own-${label.toLowerCase()}`;
    return h("div", { class: "field" }, h("label", { for: input.id }, label), input);
  };
  const remove = h(
    "button",
    { class: "btn", type: "button", "data-action": "delete", ...data, disabled: off },
    "Delete",
  );
  if (one.t === "notes") {
    const area = h("textarea", { ...data, "data-edit-path": "text", rows: 6, maxlength: 2000, disabled: off });
    area.defaultValue = rec.text ?? "";
    return [h("div", { class: "own-form" }, h("h2", {}, "Note"), field("Text", area), remove)];
  }
  const label = h("input", {
    ...data,
    "data-edit-path": "label",
    maxlength: 80,
    value: rec.label ?? "",
    disabled: off,
  });
  const kinds = ["group", "zone", "region"].map((k) => h("option", { value: k, selected: k === rec.kind }, k));
  const kind = h("select", { ...data, "data-edit-path": "kind", disabled: off }, ...kinds);
  return [
    h(
      "div",
      { class: "own-form" },
      h("h2", {}, rec.label || "Area"),
      field("Name", label),
      field("Kind", kind),
      h(
        "p",
        { class: "help" },
        "Zones and regions can be lost as a whole, and links between them take longer. A group only draws a frame.",
      ),
      remove,
    ),
  ];
}

/** Nothing or several things selected: what there is to know and to do. @param {Canvas} canvas */
function summary(canvas) {
  const { app } = canvas;
  const ids = app.selection.ids("nodes");
  if (ids.length === 0) {
    return [h("p", { class: "empty" }, "Select a component or a link on the canvas to see its settings here.")];
  }
  const list = h(
    "ul",
    { class: "own-list" },
    ...ids
      .slice(0, 30)
      .map((id) =>
        h(
          "li",
          {},
          h(
            "button",
            { class: "palette-row", type: "button", "data-goto": id },
            tile(app.catalog, app.doc.tables.nodes.get(id)?.kind ?? ""),
            h("span", { class: "palette-label" }, app.nameOf("nodes", id)),
          ),
        ),
      ),
  );
  const group = h(
    "button",
    { class: "btn", type: "button", onclick: () => canvas.areaFromSelection() },
    "Area round these",
  );
  const remove = h("button", { class: "btn", type: "button", onclick: () => canvas.deleteSelected() }, "Delete");
  return [
    h(
      "div",
      { class: "own-form" },
      h("h2", {}, `${count(app.selection.size, "item")} selected`),
      list,
      app.canEdit && h("div", { class: "row" }, group, remove),
    ),
  ].filter(Boolean);
}

/** Numbers of the run inside fragments: `data-metric="n7.p99"`. @param {Canvas} canvas @param {ParentNode} root */
function liveNumbers(canvas, root) {
  const { run } = canvas.app;
  for (const el of root.querySelectorAll("[data-metric]")) {
    const [id, what] = (el.getAttribute("data-metric") ?? "").split(".");
    const m = run.nodes.get(id);
    if (!m) continue;
    const shown = {
      rate: rate(m.rate),
      util: m.util === null ? "-" : percent(m.util),
      queue: compact(m.queue),
      p99: m.p99 ? duration(m.p99) : "-",
      errors: rate(m.errors),
    }[what];
    if (shown !== undefined && el.textContent !== shown) el.textContent = shown;
  }
}
