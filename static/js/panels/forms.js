// @ts-check
/**
 * The forms of the page's fragments: what a person types or presses there becomes one edit through the session, like
 * everything else, so that undo, being offline and the log have one path.
 * @typedef {import("../workbench.js").Workbench} Workbench
 */
import { valueAt } from "../model/edits.js";
import { phaseRenamed, renamed } from "../model/rename.js";
import { h } from "../ui/dom.js";
import { toast } from "../ui/toast.js";
import { follow, isField, keepPlace, mark } from "./refresh.js";

/** @param {Workbench} app @param {(id: string) => void} goTo */
export function mountForms(app, goTo) {
  document.body.addEventListener("change", (event) => {
    const field = event.target;
    if (!isField(field)) return;
    if (field.dataset.action === "preset") preset(app, field);
    else if (field.dataset.editPath) commit(app, field);
  });
  document.body.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!isField(field) || !field.dataset.editPath) return;
    if (event.key === "Escape") {
      restore(field);
      mark(field, false);
    }
    if (event.key === "Enter" && field.tagName === "INPUT") field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.body.addEventListener("click", (event) => {
    const el = event.target instanceof Element ? event.target.closest("[data-action], [data-goto]") : null;
    if (!(el instanceof HTMLElement) || isField(el)) return;
    if (el.dataset.goto) goTo(el.dataset.goto);
    if (el.dataset.action) act(app, el);
  });
  keepPlace(() => {
    refuseAgain();
    focusAdded();
  });
}

/** @typedef {import("./refresh.js").Field} Field */

/** @param {Field} field @returns {any} what the field says, as the board holds it; null when empty */
function valueOf(field) {
  if (field instanceof HTMLInputElement && field.type === "checkbox") return String(field.checked);
  const value = field.value.trim();
  if (field.dataset.editType === "list")
    return value
      .split("\n")
      .map((l) => l.trim())
      .filter(Boolean);
  if (value === "") return null;
  return field.dataset.editType === "number" ? Number(value) : value;
}

/** @param {Workbench} app @param {Field} field */
function commit(app, field) {
  const { editT: t = "", editId: id = "", editPath: path = "" } = field.dataset;
  const value = valueOf(field);
  if (path === "@id") return rename(app, field, t, id, String(value ?? ""));
  if (Number.isNaN(value)) return invalid(field, `"${field.value}" is not a number`);
  const edits =
    t === "phases" && path === "phase"
      ? phaseRenamed(app.doc, id, value)
      : [/** @type {import("../model/types.js").Edit} */ ({ o: "set", t, id, p: { [path]: value } })];
  const done = app.act(`Set ${labelOf(field)}`, edits);
  if (!done && !app.canEdit) restore(field);
}

/** What a field is called, for the words of undo. @param {Field} field */
function labelOf(field) {
  const label = field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? field.dataset.editPath ?? "";
  return label.trim().replace(/\s+/g, " ").slice(0, 40);
}

/** @param {Workbench} app @param {Field} field @param {string} t @param {string} id @param {string} next */
function rename(app, field, t, id, next) {
  const rec = app.doc.tables[t]?.get(id);
  if (!rec || next === id) return;
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(next))
    return invalid(field, `Not kept: a name begins with a letter; letters, digits, _ and - follow, no spaces${better(next)}`);
  if (app.doc.tables[t].has(next)) return invalid(field, `Not kept: there is a ${next} already`);
  const edits = renamed(app.doc, app.catalog, t, id, next);
  if (app.act(`Rename ${id} to ${next}`, edits) && t === "nodes") app.selection.set([{ t, id: next }]);
}

/** A name near to what was typed, where there is one. @param {string} typed */
function better(typed) {
  const near = typed.trim().replace(/[^A-Za-z0-9_-]+/g, "_").replace(/^[^A-Za-z_]+/, "");
  return near && near !== typed ? `, such as ${near}` : "";
}

/** What was typed and cannot be kept, by the id of its field: it stays there, and why, until it is changed. */
const refused = /** @type {Map<string, {typed: string, why: string}>} */ (new Map());

/** @param {Field} field @param {string} why */
function invalid(field, why) {
  const id = `${field.id}-refused`;
  document.getElementById(id)?.remove();
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", id);
  const told = h("p", { class: "field-error", role: "alert", id }, why);
  (field.closest(".rec, .form-row") ?? field.parentElement)?.append(told);
  refused.set(field.id, { typed: field.value, why });
  field.addEventListener("input", () => accept(field), { once: true });
}

/** @param {Field} field */
function accept(field) {
  refused.delete(field.id);
  field.removeAttribute("aria-invalid");
  document.getElementById(`${field.id}-refused`)?.remove();
}

/** A refreshed fragment has what the board has; what was refused is shown again. */
function refuseAgain() {
  for (const [id, { typed, why }] of [...refused]) {
    const field = document.getElementById(id);
    if (!isField(field)) refused.delete(id);
    else {
      field.value = typed;
      invalid(field, why);
    }
  }
}

/** @param {Field} field */
function restore(field) {
  accept(field);
  if (field instanceof HTMLSelectElement) {
    for (const option of field.options) option.selected = option.defaultSelected;
  } else if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = field.defaultChecked;
  else field.value = field.defaultValue;
}

/** All settings of a named technology, as one edit. @param {Workbench} app @param {Field} field */
function preset(app, field) {
  const id = field.dataset.editId ?? "";
  const kind = app.catalog.kind(app.doc.tables.nodes.get(id)?.kind ?? "");
  const found = kind?.presets.find((p) => p.id === field.value);
  if (!found) return;
  const p = Object.fromEntries(Object.entries(found.settings).map(([key, value]) => [`settings.${key}`, value]));
  app.act(`Use ${found.label}`, [{ o: "set", t: "nodes", id, p }]);
}

/** @param {Workbench} app @param {HTMLElement} el */
function act(app, el) {
  const { action, editT: t = "", editId: id = "", editPrefix, editRecord, editSet } = el.dataset;
  if (action === "delete") app.act(`Delete ${app.nameOf(t, id)}`, [{ o: "del", t, id }]);
  if (action === "set" && editSet)
    app.act(`Change ${app.nameOf(t, id)}`, [{ o: "set", t, id, p: JSON.parse(editSet) }]);
  if (action === "copy") copy(el.dataset.copy ?? "");
  if (action !== "add") return;
  const fresh = numbered(app, t, editPrefix ?? "item");
  if (app.act(`Add ${fresh}`, [{ o: "put", t, id: fresh, p: JSON.parse(editRecord ?? "{}") }])) wanted = fresh;
}

/** @param {string} words */
async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    toast("Copied", "check");
  } catch {
    toast("The browser did not allow copying.", "warning");
  }
}

/** @param {Workbench} app @param {string} t @param {string} prefix */
function numbered(app, t, prefix) {
  if (app.others.size > 0) return app.newId(t, prefix);
  for (let i = 1; ; i++) if (!app.doc.tables[t].has(prefix + i)) return prefix + i;
}

/** The record just added: its first field gets the focus when the fragment shows it. @type {string|null} */
let wanted = null;

function focusAdded() {
  if (!wanted) return;
  const field = document.querySelector(`[data-edit-id="${CSS.escape(wanted)}"]:is(input, textarea, select)`);
  if (!(field instanceof HTMLElement)) return;
  wanted = null;
  field.focus();
  if (field instanceof HTMLInputElement) field.select();
}

/**
 * Shows what somebody else set, in the focused field too; what was typed there stays, with a mark.
 * @param {Workbench} app
 * @param {ParentNode} root
 */
export function refreshFields(app, root) {
  for (const field of root.querySelectorAll("[data-edit-path]")) {
    if (!isField(field)) continue;
    const { editT: t = "", editId: id = "", editPath: path = "" } = field.dataset;
    const rec = app.doc.tables[t]?.get(id);
    if (!rec || path === "@id" || (field instanceof HTMLInputElement && field.type === "checkbox")) continue;
    const value = valueAt(rec, path);
    if (typeof value === "string") follow(field, value);
  }
}
