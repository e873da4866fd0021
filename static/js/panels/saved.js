// @ts-check
/**
 * The honest word beside the title: saved, saving so many, or offline with so many kept here. And the title itself.
 * @typedef {import("../workbench.js").Workbench} Workbench
 */
import { saveState } from "../model/saved.js";
import { byId, h, text } from "../ui/dom.js";
import { icon } from "../ui/icons.js";

/** A short interruption is not worth a word. */
const PATIENCE_MS = 2000;

const ICONS = { saved: "check", saving: "cloud", offline: "warning", astray: "warning" };

/** @param {Workbench} app */
export function mountSaved(app) {
  const place = byId("save-state");
  let since = 0;
  let timer = 0;
  const draw = () => {
    const n = app.session.pending.length;
    const away = app.net !== "open" && app.net !== "connecting";
    if (!away) since = 0;
    else if (!since) since = Date.now();
    clearTimeout(timer);
    if (away && n === 0 && Date.now() - since < PATIENCE_MS) timer = window.setTimeout(draw, PATIENCE_MS);
    const { state, words } = saveState(app.session, away);
    if (place.textContent === words && place.dataset.state === state) return;
    place.dataset.state = state;
    place.replaceChildren(icon(ICONS[state], 14), words);
  };
  app.store.on(["save", "doc", "confirmed"], draw);
  addEventListener("beforeunload", (event) => {
    if (app.session.pending.length > 0 && app.net !== "open") event.preventDefault();
  });
  draw();
  mountTitle(app);
}

/** @param {Workbench} app */
function mountTitle(app) {
  const title = byId("board-title");
  app.store.on(["doc"], () => {
    const words = app.doc.title || "Untitled design";
    text(title, words);
    document.title = `${words} - Trestle`;
  });
  const edit = () => {
    if (!app.canEdit || title.hidden) return;
    const field = h("input", {
      type: "text",
      class: "title-edit",
      "aria-label": "Title of the board",
      maxlength: 120,
      value: app.doc.title ?? "",
    });
    let over = false;
    const finish = (/** @type {boolean} */ keep) => {
      // Taking the field away blurs it, which would finish a second time.
      if (over) return;
      over = true;
      const value = field.value.trim();
      title.hidden = false;
      field.remove();
      title.focus();
      if (keep && value) app.act("Rename the board", [{ o: "set", t: "board", id: "board", p: { title: value } }]);
    };
    field.addEventListener("blur", () => finish(true));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "Escape") finish(event.key === "Enter");
    });
    title.hidden = true;
    title.after(field);
    field.focus();
    field.select();
  };
  title.tabIndex = app.me.role === "observer" ? -1 : 0;
  title.title = "Double-click to rename";
  title.addEventListener("dblclick", edit);
  title.addEventListener(
    "keydown",
    (event) => (event.key === "Enter" || event.key === "F2") && (event.preventDefault(), edit()),
  );
}
