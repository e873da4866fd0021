// @ts-check
/**
 * Who is here, and how to bring somebody else in.
 * @typedef {import("../canvas/canvas.js").Canvas} Canvas
 */
import { byId, h } from "../ui/dom.js";
import { openDialog } from "../ui/dialog.js";
import { icon } from "../ui/icons.js";
import { announce, toast } from "../ui/toast.js";

const SHOWN = 5;

/** @type {[string, string, string][]} */
const ROLES = [
  ["candidate", "Candidate", "draws, estimates and runs"],
  ["interviewer", "Interviewer", "the same, and may invite others"],
  ["observer", "Observer", "watches"],
];

/** @param {Canvas} canvas */
export function mountMembers(canvas) {
  const { app } = canvas;
  const root = byId("members");
  let drawn = "";
  app.store.on(["presence", "role"], () => {
    const people = [
      { ...app.me, color: app.me.color ?? "#7d29c2", you: true },
      ...[...app.others.values()].map((p) => ({ ...p, role: "", you: false })),
    ];
    const key = JSON.stringify(people.map((p) => [p.actor, p.name, p.color]));
    if (key === drawn) return;
    drawn = key;
    const rest = people.length - SHOWN;
    root.replaceChildren(
      ...people.slice(0, SHOWN).map((p) => avatar(canvas, p)),
      ...(rest > 0 ? [h("span", { class: "avatar more" }, `+${rest}`)] : []),
    );
  });
  document.getElementById("share-button")?.addEventListener("click", () => share(canvas));
}

/** @param {Canvas} canvas @param {{actor: string, name: string, color: string, you: boolean}} p */
function avatar(canvas, p) {
  const label = p.you ? `${p.name} (you)` : `${p.name}: go to their cursor`;
  const button = h(
    "button",
    { class: "avatar", type: "button", title: label, "aria-label": label, onclick: () => follow(canvas, p.actor) },
    p.name.trim().slice(0, 1).toUpperCase() || "?",
  );
  button.style.backgroundColor = p.color;
  return button;
}

/** @param {Canvas} canvas @param {string} actor */
function follow(canvas, actor) {
  const cursor = canvas.app.others.get(actor)?.cursor;
  if (cursor) canvas.view.centreOn(cursor);
}

/** @param {Canvas} canvas */
function share(canvas) {
  openDialog({ title: "Share this board", class: "share" }, () => {
    const link = h("input", {
      type: "text",
      readonly: true,
      "aria-label": "Invitation link",
      placeholder: "Choose a role and make a link",
    });
    const copy = h(
      "button",
      { class: "btn", type: "button", disabled: true, onclick: () => copyLink(link) },
      icon("copy"),
      "Copy",
    );
    const roles = ROLES.map(([role, name, can], i) =>
      h(
        "label",
        { class: "role" },
        h("input", { type: "radio", name: "role", value: role, checked: i === 0 }),
        h("span", {}, h("b", {}, name), h("small", {}, can)),
      ),
    );
    const make = h("button", { class: "btn primary", type: "button" }, "Make a link");
    const group = h("fieldset", {}, h("legend", {}, "Whoever opens the link joins as"), ...roles);
    make.addEventListener("click", async () => {
      const role = /** @type {HTMLInputElement|null} */ (group.querySelector("input:checked"))?.value ?? "candidate";
      const made = await invite(canvas.app.id, role);
      if (!made) return;
      link.value = made;
      copy.disabled = false;
      link.select();
      announce("The link is ready");
    });
    return [
      group,
      make,
      h("div", { class: "row" }, link, copy),
      h(
        "p",
        { class: "help" },
        "The secret part stands behind the # and is never sent to a server's log. Each link can be opened by several people.",
      ),
    ];
  });
}

/** @param {string} session @param {string} role @returns {Promise<string|null>} the whole address */
async function invite(session, role) {
  try {
    const answer = await fetch(`/s/${session}/links`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ role }),
    });
    const json = await answer.json().catch(() => ({}));
    if (answer.ok) return new URL(json.link, location.href).href;
    toast(json.message ?? "The link could not be made.", "error");
  } catch {
    toast("The server cannot be reached; no link was made.", "error");
  }
  return null;
}

/** @param {HTMLInputElement} field */
async function copyLink(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy");
  }
  toast("Link copied", "check");
}
