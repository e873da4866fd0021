// @ts-check
/**
 * Running the design: the button, its progress, and what arrives of a run.
 * @typedef {import("../canvas/canvas.js").Canvas} Canvas
 */
import { post } from "../net/post.js";
import { byId, text } from "../ui/dom.js";
import { count } from "../ui/format.js";
import { icon } from "../ui/icons.js";
import { announce, toast } from "../ui/toast.js";
import { mountSeed, seed } from "./seed.js";
import { showTab } from "./tabs.js";

/** Changes of health are told at most this often. */
const TELL_MS = 3000;

/** @param {Canvas} canvas @returns {{toggle: () => void, play: () => void, frame: (frame: any) => void}} */
export function mountRun(canvas) {
  const { app } = canvas;
  mountSeed();
  const button = /** @type {HTMLButtonElement} */ (byId("run-button"));
  const progress = /** @type {HTMLProgressElement} */ (byId("run-progress"));
  let starting = false;
  const toggle = async () => {
    if (starting) return;
    starting = true;
    draw();
    await (app.run.live ? doLive(app, { do: "stop" }) : app.run.active ? cancel(canvas) : start(canvas, "runs"));
    starting = false;
    draw();
  };
  const live = /** @type {HTMLButtonElement} */ (byId("live-button"));
  const play = async () => {
    if (starting || app.run.active) return;
    starting = true;
    draw();
    await start(canvas, "live");
    starting = false;
    draw();
  };
  const draw = () => {
    const { active, state } = app.run;
    const stopping = active && app.run.stopping;
    button.disabled = starting || stopping || app.me.role === "observer";
    live.disabled = button.disabled;
    live.hidden = active;
    const byHand = app.run.live !== null;
    const label = stopping ? "Cancelling" : byHand ? "Stop" : active ? "Cancel" : "Run";
    button.classList.toggle("primary", !active);
    button.querySelector("[data-icon]")?.replaceChildren(icon(active ? "stop" : "play"));
    const words = button.querySelector("[data-label]");
    if (words) text(words, label);
    button.title = byHand
      ? "End the live run and judge it (Ctrl+Enter)"
      : active
        ? "Cancel the run (Ctrl+Enter)"
        : "Run the design (Ctrl+Enter)";
    progress.hidden = !active || byHand;
    if (state === "queued") progress.removeAttribute("value");
    else progress.value = app.run.progress;
  };
  button.addEventListener("click", toggle);
  live.addEventListener("click", play);
  app.store.on(["run", "role"], draw);
  let net = app.net;
  app.store.on(["save"], () => {
    if (app.net === "open" && net !== "open" && app.run.active) recheck(canvas);
    net = app.net;
  });
  app.store.on(["frame"], () => app.run.active && draw());
  draw();
  return { toggle, play, frame: healthTeller(canvas) };
}

/** @param {Canvas} canvas @param {"runs"|"live"} what to begin: a run, or one that is played by hand */
async function start(canvas, what) {
  const { app } = canvas;
  if (app.session.pending.length > 0 && app.net !== "open")
    return toast("Runs need the server; your changes are kept until it can be reached.", "warning");
  // What is being typed counts too.
  if (document.activeElement instanceof HTMLElement && document.activeElement.dataset.editPath)
    document.activeElement.blur();
  try {
    await saved(canvas);
    const answer = await post(`/s/${app.id}/${what}`, { seed: seed() });
    if (!answer.ok) return refused(answer);
    // The socket may have told of the run already.
    if (app.run.id !== answer.json.run) app.run.begin(answer.json.run);
    announce(what === "live" ? "Live run started" : "Run started");
    app.store.mark("run", "frame");
  } catch {
    toast("The server cannot be reached; nothing was run.", "error");
  }
}

/**
 * A run must see what is on the screen: waits until the server has every edit, at most two seconds.
 * @param {Canvas} canvas
 */
function saved(canvas) {
  const began = Date.now();
  return new Promise((resolve) => {
    const look = () =>
      canvas.app.session.pending.length === 0 || Date.now() - began > 2000 ? resolve(null) : setTimeout(look, 30);
    look();
  });
}

/** @param {{json: any}} answer */
function refused(answer) {
  toast(answer.json.message ?? "This design cannot be run yet.", "error");
  showTab(byId("inspector-tabs"), "tab-findings");
  document.body.classList.add("inspector-open");
}

/** @param {Canvas} canvas */
async function cancel(canvas) {
  const { app } = canvas;
  try {
    const answer = await post(`/s/${app.id}/runs/${app.run.id}/cancel`, {});
    if (answer.ok) app.run.stopping = true;
    else await recheck(canvas);
  } catch {
    toast("The server cannot be reached.", "error");
  }
}

/** What became of the run while nobody could tell this page: after a break of the connection. @param {Canvas} canvas */
async function recheck(canvas) {
  const { app } = canvas;
  const { id } = app.run;
  try {
    const answer = await fetch(`/s/${app.id}/runs/${id}/state`);
    const { state, message } = await answer.json();
    // What it still does, the socket tells.
    if (state !== "done" && state !== "failed" && state !== "cancelled") return;
    if (app.run.id === id) app.run.changed({ run: id, state, message: message ?? "The run was interrupted." });
    app.store.mark("run", "frame");
  } catch {
    // The next connection asks again.
  }
}

/**
 * Asks for something to be done to the live run; false where it was not, which is said.
 * @param {import("../workbench.js").Workbench} app @param {{do: string, value?: number, line?: string}} what
 */
export async function doLive(app, what) {
  try {
    const answer = await post(`/s/${app.id}/runs/${app.run.id}/live`, what);
    if (!answer.ok) toast(answer.json.message ?? "That cannot be done.", "error");
    return answer.ok;
  } catch {
    toast("The server cannot be reached.", "error");
    return false;
  }
}

/** Components that saturate or recover are spoken of, gathered, never number by number. @param {Canvas} canvas */
function healthTeller(canvas) {
  const { app } = canvas;
  /** @type {Set<string>} */ let before = new Set();
  let told = 0;
  return () => {
    const now = new Set([...app.run.nodes.keys()].filter((id) => app.run.health(id) === "critical"));
    if (Date.now() - told < TELL_MS) return;
    const fresh = [...now].filter((id) => !before.has(id));
    const well = [...before].filter((id) => !now.has(id));
    before = now;
    if (fresh.length === 0 && well.length === 0) return;
    told = Date.now();
    const say = (/** @type {string[]} */ ids, /** @type {string} */ what) =>
      ids.length === 0
        ? ""
        : `${ids.length > 2 ? count(ids.length, "component") : ids.map((id) => app.nameOf("nodes", id)).join(" and ")} ${what}`;
    announce([say(fresh, "saturated"), say(well, "recovered")].filter(Boolean).join(", "));
  };
}
