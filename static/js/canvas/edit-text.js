// @ts-check
/**
 * Typing into the board: an ordinary field lies over the record while its words are edited. Enter keeps them (in notes
 * Ctrl+Enter), Escape does not; what others do meanwhile does not touch the field.
 * @typedef {import("./canvas.js").Canvas} Canvas
 */
import { boxOf } from "../model/geometry.js";
import { h } from "../ui/dom.js";

const LONGEST = { label: 80, text: 2000 };

/** @param {Canvas} canvas @param {string} t @param {string} id */
export function editText(canvas, t, id) {
  const { app, view } = canvas;
  const rec = app.doc.tables[t]?.get(id);
  if (!rec || !app.canEdit) return;
  const path = t === "notes" ? "text" : "label";
  const field =
    t === "notes" ? h("textarea", { maxlength: LONGEST.text }) : h("input", { type: "text", maxlength: LONGEST.label });
  field.className = `text-edit ${t}`;
  field.setAttribute("aria-label", t === "notes" ? "Note" : "Name");
  field.value = rec[path] ?? (t === "nodes" ? app.nameOf(t, id) : "");
  place(canvas, field, t, rec);
  let over = false;
  const finish = (/** @type {boolean} */ keep) => {
    if (over) return;
    over = true;
    stop();
    const value = field.value.trim();
    field.remove();
    if (keep) commit(canvas, t, id, path, value);
    canvas.focusAgain(t, id);
  };
  const stop = app.store.on(["camera"], () => place(canvas, field, t, rec));
  field.addEventListener("blur", () => finish(true));
  field.addEventListener("keydown", (/** @type {any} */ event) => {
    event.stopPropagation();
    const enter = event.key === "Enter" && (t !== "notes" || event.ctrlKey || event.metaKey);
    if (event.key === "Escape") finish(false);
    else if (enter) finish(true);
    else return;
    event.preventDefault();
  });
  view.element.append(field);
  field.focus();
  field.select();
}

/** @param {Canvas} canvas @param {string} t @param {string} id @param {string} path @param {string} value */
function commit(canvas, t, id, path, value) {
  const { app } = canvas;
  const rec = app.doc.tables[t].get(id);
  if (!rec) return;
  const unnamed = t === "nodes" && value === app.catalog.kind(rec.kind)?.label && rec.label === undefined;
  if (unnamed) return;
  const empty = t === "notes" ? "" : null;
  app.act(t === "notes" ? "Write a note" : `Rename ${app.nameOf(t, id)}`, [
    { o: "set", t, id, p: { [path]: value || empty } },
  ]);
}

/** @param {Canvas} canvas @param {HTMLElement} field @param {string} t @param {import("../model/types.js").Rec} rec */
function place(canvas, field, t, rec) {
  const { view } = canvas;
  const box = boxOf(t, rec);
  const inset =
    t === "nodes"
      ? { x: 42, y: 7, w: 136, h: 22 }
      : t === "areas"
        ? { x: 6, y: 3, w: Math.min(240, box.w - 12), h: 22 }
        : { x: 0, y: 0, w: box.w, h: box.h };
  const at = view.toScreen({ x: box.x + inset.x, y: box.y + inset.y });
  const { style } = field;
  style.width = `${inset.w}px`;
  style.height = `${inset.h}px`;
  style.transform = `translate(${at.x}px, ${at.y}px) scale(${view.z})`;
}
