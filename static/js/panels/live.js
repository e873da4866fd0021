// @ts-check
/**
 * A run that is played by hand: pace, pause and step, load, and what is done to it; afterwards its script for the board.
 * @typedef {import("../canvas/canvas.js").Canvas} Canvas
 * @typedef {import("../workbench.js").Workbench} Workbench
 * @typedef {import("../model/live.js").Deed} Deed
 */
import { deedsFor, scriptEdits, tunables } from "../model/live.js";
import { h, text } from "../ui/dom.js";
import { clock } from "../ui/format.js";
import { icon } from "../ui/icons.js";
import { announce } from "../ui/toast.js";
import { doLive } from "./run.js";

const PACES = [1, 5, 20, 100];
const LOADS = [0.5, 1, 2, 5, 10];
/** Simulated seconds of one step: a frame. */
const STEP = 0.25;

/** @param {Canvas} canvas @returns {HTMLElement} the bar over the charts, hidden while nothing is or was played by hand */
export function mountLive(canvas) {
  const { app } = canvas;
  const controls = controlsOf(app);
  const deeds = deedsOf(app);
  const open = h("ul", { class: "live-open", "aria-label": "In force" });
  const after = afterwards(app);
  const bar = h(
    "section",
    { id: "live-bar", class: "live-bar", "aria-label": "Live run", hidden: true },
    controls.el,
    deeds.el,
    open,
    after.el,
  );
  let wasLive = false;
  const draw = () => {
    const { live } = app.run;
    const left = app.run.byHand && app.run.state === "done" && app.run.board !== null ? scriptEdits(app.doc, app.run.board) : [];
    bar.hidden = !live && left.length === 0;
    controls.el.hidden = deeds.el.hidden = open.hidden = !live;
    after.el.hidden = live !== null || left.length === 0;
    after.draw();
    if (live) {
      controls.draw(live);
      deeds.draw();
      openLines(app, open, live);
    }
    if (wasLive && !live) announce("Live run ended");
    wasLive = live !== null;
  };
  app.store.on(["run", "selection", "doc", "role"], draw);
  canvas.stage.svg.addEventListener("contextmenu", (event) => app.run.live && choose(canvas, event.target, deeds.el));
  return bar;
}

/**
 * What is pressed with the other button, or has the keyboard, is chosen, and what can be done to it is at hand.
 * @param {Canvas} canvas @param {EventTarget|null} target @param {HTMLElement} deeds
 */
function choose(canvas, target, deeds) {
  const { selection } = canvas.app;
  const at = target instanceof Element ? target.closest("[data-node], [data-link]") : null;
  if (at instanceof SVGElement) {
    const { node, link } = at.dataset;
    selection.set([node ? { t: "nodes", id: node } : { t: "links", id: link ?? "" }]);
  }
  // After the page has drawn what can be done to it.
  requestAnimationFrame(() => requestAnimationFrame(() => deeds.querySelector("button")?.focus()));
}

/** @param {Workbench} app */
function controlsOf(app) {
  const time = h("output", { class: "live-time", "aria-label": "Simulated time" });
  const pause = button("Pause", "pause", () => doLive(app, { do: app.run.live?.paused ? "resume" : "pause" }));
  const step = button("Step", "step", () => doLive(app, { do: "step", value: STEP }));
  step.title = `Go on by ${STEP} simulated seconds and stop there`;
  const pace = choice("Pace", PACES, (v) => doLive(app, { do: "pace", value: v }), (v) => `${v}x`);
  const load = choice("Load", LOADS, (v) => doLive(app, { do: "load", value: v }), (v) => `x${v}`);
  const slow = h("span", { class: "live-behind", hidden: true }, "as fast as it can");
  const el = h("div", { class: "live-controls" }, time, pause, step, pace.el, slow, load.el);
  return {
    el,
    /** @param {import("../model/run.js").LiveState} live */
    draw(live) {
      text(time, `${live.at.toFixed(2)} s, ${live.phase}`);
      const words = live.paused ? "Resume" : "Pause";
      if (pause.dataset.words !== words) {
        pause.dataset.words = words;
        pause.replaceChildren(icon(live.paused ? "play" : "pause", 14), words);
      }
      slow.hidden = !live.behind || live.paused;
      pace.show(live.pace);
      load.show(live.load);
      for (const each of /** @type {NodeListOf<HTMLInputElement>} */ (el.querySelectorAll("button, input")))
        each.disabled = app.me.role === "observer";
    },
  };
}

/** @param {string} words @param {string} sign @param {() => void} press */
function button(words, sign, press) {
  return h("button", { class: "btn small", type: "button", onclick: press }, icon(sign, 14), words);
}

/**
 * One of a few numbers.
 * @param {string} title @param {number[]} values @param {(v: number) => void} chosen @param {(v: number) => string} words
 */
function choice(title, values, chosen, words) {
  const name = `live-${title.toLowerCase()}`;
  const inputs = values.map((v) =>
    h("input", { type: "radio", name, value: String(v), class: "visually-hidden", onchange: () => chosen(v) }),
  );
  const el = h(
    "fieldset",
    { class: "live-choice" },
    h("legend", {}, title),
    ...inputs.map((input, i) => h("label", {}, input, h("span", {}, words(values[i])))),
  );
  return {
    el,
    /** @param {number} value */
    show(value) {
      inputs.forEach((input, i) => {
        if (input instanceof HTMLInputElement) input.checked = values[i] === value;
      });
    },
  };
}

/** What can be done to what is selected. @param {Workbench} app */
function deedsOf(app) {
  const line = /** @type {HTMLInputElement} */ (
    h("input", {
      type: "text",
      id: "live-line",
      name: "line",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": "What happens, as a script has it",
    })
  );
  const form = h("form", { class: "live-line" }, line, h("button", { class: "btn small", type: "submit" }, "Do it"));
  const inject = async (/** @type {string} */ what) => {
    const done = await doLive(app, { do: "inject", line: what });
    if (done) announce(`Done: ${what}`);
    return done;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (line.value.trim() !== "" && (await inject(line.value.trim()))) line.value = "";
  });
  const about = h("b", {});
  const list = h("div", { class: "live-deeds" });
  const el = h("div", { class: "live-do", role: "group", "aria-label": "What happens" }, about, list, form);
  let key = "";
  const draw = () => {
    const item = app.selection.single;
    const name = item ? app.nameOf(item.t, item.id) : "The whole design";
    const forms = deedsFor(app.catalog.faults, item);
    const kind = item?.t === "nodes" ? app.catalog.kind(app.doc.tables.nodes.get(item.id)?.kind ?? "") : undefined;
    const watching = app.me.role === "observer";
    const now = JSON.stringify([item, name, watching, forms.length]);
    if (now === key) return;
    key = now;
    text(about, name);
    line.placeholder = item ? `slow ${item.id} by 10 for 5 s` : "any line of a script, or select a component";
    list.replaceChildren(
      ...forms.map((deed) => deedButton(deed, name, inject, line)),
      ...(item && kind ? [settingOf(tunables(kind), item.id, app.doc.tables.nodes.get(item.id)?.settings ?? {}, inject)] : []),
    );
    for (const each of /** @type {NodeListOf<HTMLInputElement>} */ (el.querySelectorAll("button, input, select")))
      each.disabled = watching;
  };
  return { el, draw };
}

/** @param {Deed} deed @param {string} name @param {(line: string) => void} inject @param {HTMLInputElement} line */
function deedButton(deed, name, inject, line) {
  const press = () => {
    if (deed.whole) return inject(deed.line);
    line.value = deed.line;
    line.focus();
  };
  return h(
    "button",
    { class: "btn small", type: "button", title: deed.means, "aria-label": `${name}: ${deed.label}`, onclick: press },
    deed.whole ? deed.label : `${deed.label}...`,
  );
}

/**
 * @param {import("../model/types.js").Param[]} params @param {string} id @param {Record<string, string>} settings
 * @param {(line: string) => void} inject
 */
function settingOf(params, id, settings, inject) {
  if (params.length === 0) return h("span", {});
  const which = /** @type {HTMLSelectElement} */ (
    h("select", { "aria-label": "Setting" }, ...params.map((p) => h("option", { value: p.id }, p.label)))
  );
  const value = /** @type {HTMLInputElement} */ (h("input", { type: "text", "aria-label": "New value", autocomplete: "off" }));
  const options = h("datalist", { id: "live-options" });
  value.setAttribute("list", "live-options");
  const show = () => {
    const param = params.find((p) => p.id === which.value);
    value.value = settings[which.value] ?? param?.default ?? "";
    options.replaceChildren(...(param?.options ?? []).map((o) => h("option", { value: o })));
  };
  which.addEventListener("change", show);
  show();
  const form = h("form", { class: "live-set" }, which, value, options, h("button", { class: "btn small", type: "submit" }, "Set"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    inject(`set ${id} ${which.value} = ${value.value.trim()}`);
  });
  return form;
}

/**
 * What is in force and ends when somebody says so.
 * @param {Workbench} app @param {HTMLElement} list @param {import("../model/run.js").LiveState} live
 */
function openLines(app, list, live) {
  const key = JSON.stringify(live.open);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(
    ...live.open.map(({ line, what, since }) =>
      h(
        "li",
        {},
        `${what} since ${clock(since)}`,
        h(
          "button",
          {
            class: "btn small quiet",
            type: "button",
            "aria-label": `End: ${what}`,
            onclick: () => doLive(app, { do: "end", line }),
          },
          "End",
        ),
      ),
    ),
  );
}

/** @param {Workbench} app */
function afterwards(app) {
  const words = h("span", {});
  const take = h("button", { class: "btn small", type: "button" }, "Add to script");
  take.addEventListener("click", () => {
    const { board } = app.run;
    if (board && app.act("Script as it was played", scriptEdits(app.doc, board)))
      announce("The script is the one that was played");
  });
  const el = h("div", { class: "live-after", hidden: true }, words, take);
  return {
    el,
    draw() {
      const n = app.run.lanes.length;
      const happened = `${n} ${n === 1 ? "thing" : "things"} happened on the way.`;
      text(words, `Played by hand, one replication: nobody can tell luck from design. ${happened}`);
      take.hidden = app.me.role === "observer";
    },
  };
}
