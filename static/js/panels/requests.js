// @ts-check
/**
 * The slowest and the failed requests of a run, hop by hop: a list of them, and the one that is chosen as a table whose
 * rows also draw when each hop was on its way, waited and worked.
 * @typedef {import("../workbench.js").Workbench} Workbench
 */
import { h, s } from "../ui/dom.js";
import { duration } from "../ui/format.js";
import { icon } from "../ui/icons.js";

/** The width of a row's drawing in its own units. */
const WIDE = 1000;
const DEEPEST = 6;

/**
 * @typedef {{parent?: number, node: string, instance?: number, does: string, attempt?: number, sent: number,
 *   arrived?: number, waited?: number, held?: number, left?: number, back?: number, gaveUp?: number, outcome: string}} Hop
 * @typedef {{operation: string, about?: string, client?: number, tries: number, phase: string, at: number, seconds: number,
 *   outcome: string, hopCount?: number, hops: Hop[]}} Trace
 */

/** @param {Workbench} app @param {HTMLElement} root @returns {() => void} draws the requests of the run as it is now */
export function mountRequests(app, root) {
  const list = h("div", { class: "traces scrolls", role: "group", "aria-label": "Requests", tabindex: "0" });
  const one = h("div", { class: "trace scrolls", role: "group", "aria-label": "The request hop by hop", tabindex: "0" });
  /** @type {any} */ let shown;
  const choose = (/** @type {Trace} */ trace) => {
    for (const button of list.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button === buttons.get(trace)));
    one.replaceChildren(...whole(app, trace));
  };
  /** @type {Map<Trace, HTMLElement>} */ const buttons = new Map();
  return () => {
    const traces = app.run.report?.traces;
    if (root.childElementCount > 0 && shown === traces) return;
    shown = traces;
    /** @type {Trace[]} */ const slowest = traces?.slowest ?? [];
    /** @type {Trace[]} */ const failed = traces?.failed ?? [];
    if (slowest.length + failed.length === 0) {
      const words = traces ? "No request of this run was traced." : "Run the design to see its slowest requests.";
      return root.replaceChildren(h("p", { class: "empty" }, words));
    }
    buttons.clear();
    for (const trace of [...slowest, ...failed])
      buttons.set(trace, h("button", { type: "button", onclick: () => choose(trace) }, ...line(trace)));
    const part = (/** @type {string} */ title, /** @type {Trace[]} */ some) =>
      some.length === 0
        ? []
        : [h("h3", {}, title), h("ul", {}, ...some.map((t) => h("li", {}, buttons.get(t) ?? "")))];
    const of = h("p", { class: "muted" }, `Of ${traces.of ?? "the first replication"}; figures are of all.`);
    list.replaceChildren(of, ...part("Slowest", slowest), ...part("Failed", failed));
    root.replaceChildren(list, one);
    choose(slowest[0] ?? failed[0]);
  };
}

/** @param {Trace} trace */
function line(trace) {
  return [
    icon(trace.outcome === "ok" ? "check" : trace.outcome === "under way" ? "play" : "close", 14),
    h("span", { class: "trace-name" }, trace.operation),
    h("b", {}, duration(trace.seconds)),
    h("span", { class: "trace-end" }, trace.outcome),
  ];
}

/** @param {Workbench} app @param {Trace} trace @returns {Node[]} */
function whole(app, trace) {
  const depths = depthsOf(trace.hops);
  const facts = [
    `made at ${duration(trace.at)}`,
    trace.client === undefined ? "" : `by client ${trace.client}`,
    trace.tries > 1 ? `${trace.tries} tries` : "",
    trace.hopCount ? `the first ${trace.hops.length} of ${trace.hopCount} hops` : "",
  ];
  const about = trace.about ? ` about ${trace.about}` : "";
  const head = ["Hop", "Does", `0 to ${duration(trace.seconds)}`, "Way there", "Waited", "Held", "Stay", "Ended"];
  return [
    h("h3", {}, `${trace.operation}${about}: ${duration(trace.seconds)}, ${trace.outcome}`),
    h("p", { class: "muted" }, facts.filter(Boolean).join(", ")),
    legend(),
    h(
      "table",
      {},
      h("caption", { class: "visually-hidden" }, `Hops of ${trace.operation}, in the order in which they were made`),
      h(
        "thead",
        {},
        h("tr", {}, ...head.map((t, i) => h("th", { scope: "col", class: i > 2 && i < 7 ? "num" : "" }, t))),
      ),
      h("tbody", {}, ...trace.hops.map((hop, i) => row(app, hop, depths[i], trace.seconds))),
    ),
  ];
}

/** @param {Hop[]} hops @returns {number[]} */
function depthsOf(hops) {
  /** @type {number[]} */ const depths = [];
  for (const hop of hops) depths.push(hop.parent === undefined ? 0 : depths[hop.parent] + 1);
  return depths;
}

function legend() {
  const item = (/** @type {string} */ tone, /** @type {string} */ words) =>
    h("li", {}, s("svg", { width: 14, height: 10, "aria-hidden": "true" }, s("rect", { class: tone, y: 1, width: 14, height: 8 })), words);
  return h(
    "ul",
    { class: "legend" },
    item("hop-way", "on the way"),
    item("hop-wait", "waits"),
    item("hop-stay", "at the component"),
    item("hop-fail", "ended badly"),
  );
}

/** @param {Workbench} app @param {Hop} hop @param {number} depth @param {number} all seconds */
function row(app, hop, depth, all) {
  const cell = (/** @type {number|undefined} */ seconds) =>
    h("td", { class: "num" }, seconds === undefined || Number.isNaN(seconds) ? "-" : duration(seconds));
  const name = app.nameOf("nodes", hop.node);
  const arrived = hop.arrived ?? NaN;
  return h(
    "tr",
    {},
    h(
      "th",
      { scope: "row", class: `depth-${Math.min(DEEPEST, depth)}` },
      depth > 0 && h("span", { class: "visually-hidden" }, `level ${depth + 1}, `),
      h("button", { class: "link", type: "button", "data-goto": hop.node }, name),
      hop.instance ? ` ${hop.instance}` : "",
    ),
    h("td", {}, `${hop.does}${hop.attempt ? `, try ${hop.attempt}` : ""}`),
    h("td", { class: "hop-bar" }, drawn(hop, all)),
    cell(arrived - hop.sent),
    cell(hop.waited ?? 0),
    cell(hop.held ?? 0),
    cell((hop.left ?? NaN) - arrived),
    h("td", {}, hop.gaveUp === undefined ? hop.outcome : `given up at ${duration(hop.gaveUp)}`),
  );
}

/** @param {Hop} hop @param {number} all seconds */
function drawn(hop, all) {
  const x = (/** @type {number} */ t) => (Math.min(Math.max(t, 0), all) / Math.max(all, 1e-12)) * WIDE;
  const bar = (/** @type {string} */ tone, /** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ y) =>
    s("rect", {
      class: tone,
      x: x(from).toFixed(1),
      y,
      width: Math.max(2, x(to) - x(from)).toFixed(1),
      height: 14 - 2 * y,
    });
  const end = hop.back ?? hop.gaveUp ?? hop.left ?? all;
  const bars = [bar("hop-way", hop.sent, end, 5.5)];
  if (hop.arrived !== undefined) {
    const left = hop.left ?? end;
    bars.push(bar(hop.outcome === "ok" || hop.outcome === "miss" ? "hop-stay" : "hop-fail", hop.arrived, left, 2));
    if (hop.waited) bars.push(bar("hop-wait", hop.arrived, Math.min(left, hop.arrived + hop.waited), 2));
  }
  return s("svg", { viewBox: `0 0 ${WIDE} 14`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...bars);
}
