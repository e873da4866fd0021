// @ts-check
/**
 * Two runs of this board, or another board file, side by side: chosen here, run by the server as one job, shown when it ends.
 * @typedef {import("../workbench.js").Workbench} Workbench
 */
import { post } from "../net/post.js";
import { h } from "../ui/dom.js";
import { fetchFragment } from "../ui/fragment.js";
import { announce } from "../ui/toast.js";
import { seed } from "./seed.js";

const POLL_MS = 300;

/** @param {Workbench} app @param {HTMLElement} root @returns {() => void} shows the newest runs to choose from */
export function mountCompare(app, root) {
  const choice = h("div", { class: "compare-choice" });
  const result = h("div", { class: "compare-result", "aria-live": "polite" });
  root.append(choice, result);
  let busy = "";
  let shown = "";
  root.addEventListener("change", (event) => {
    const select = event.target;
    if (select instanceof HTMLSelectElement && select.name === "b") part("#compare-file").hidden = select.value !== "file";
  });
  root.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!busy) await compare();
  });
  root.addEventListener("click", (event) => {
    if (busy && event.target instanceof Element && event.target.closest("[data-cancel]"))
      post(`/s/${app.id}/comparisons/${busy}/cancel`, {});
  });
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (root.querySelector(selector));
  const say = (/** @type {string} */ why) => {
    const told = part(".field-error");
    told.textContent = why;
    told.hidden = !why;
  };
  const working = (/** @type {boolean} */ on) => {
    part("[data-cancel]").hidden = !on;
    part("progress").hidden = !on;
    /** @type {HTMLButtonElement} */ (part("[type=submit]")).disabled = on;
  };

  async function compare() {
    say("");
    try {
      const form = new FormData(/** @type {HTMLFormElement} */ (part("#compare-form")));
      const b = form.get("b") === "file" ? await file(part("#compare-file input")) : form.get("b");
      if (!b) return say("Choose a board file for B.");
      const answer = await post(`/s/${app.id}/comparisons`, { a: form.get("a"), b, seed: seed() });
      if (!answer.ok) return say(answer.json.message ?? "These two cannot be compared.");
      busy = answer.json.comparison;
      working(true);
      await ended(`/s/${app.id}/comparisons/${busy}`);
    } catch (error) {
      say(error instanceof SyntaxError ? "The file is no board." : "The server cannot be reached.");
    } finally {
      busy = "";
      working(false);
    }
  }

  /** @param {string} path */
  async function ended(path) {
    for (;;) {
      const { state, progress } = await (await fetch(path)).json();
      const bar = /** @type {HTMLProgressElement} */ (part("progress"));
      if (state === "queued") bar.removeAttribute("value");
      else bar.value = progress;
      if (state === "done") {
        await fetchFragment(`${path}/results`, result);
        return announce("The comparison has ended");
      }
      if (state !== "queued" && state !== "running")
        return say(state === "cancelled" ? "Cancelled." : "The comparison failed. This is our mistake.");
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  return () => {
    const now = `${app.run.id} ${app.run.state}`;
    if (busy || now === shown) return;
    shown = now;
    fetchFragment(`/s/${app.id}/compare`, choice).catch(() => (shown = ""));
  };
}

/** @param {HTMLElement} input @returns {Promise<any>} the board of the chosen file */
async function file(input) {
  const chosen = /** @type {HTMLInputElement} */ (input).files?.[0];
  return chosen ? JSON.parse(await chosen.text()) : null;
}
