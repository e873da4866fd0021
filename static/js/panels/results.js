// @ts-check
/**
 * The drawer under the canvas: charts while a run goes on, the judged requirements when it ended, every component's
 * numbers.
 * @typedef {import("../canvas/canvas.js").Canvas} Canvas
 */
import { barsChart } from "../charts/bars.js";
import { latencyChart } from "../charts/latency.js";
import { seriesChart } from "../charts/series.js";
import { byId, h, s } from "../ui/dom.js";
import { availability, clock, compact, duration, money, percent, rate } from "../ui/format.js";
import { fetchFragment } from "../ui/fragment.js";
import { icon } from "../ui/icons.js";
import { announce, toast } from "../ui/toast.js";
import { componentCharts } from "./component-charts.js";
import { mountCompare } from "./compare.js";
import { Drawer } from "./drawer.js";
import { mountLive } from "./live.js";
import { mountOutdated } from "./outdated.js";
import { mountRequests } from "./requests.js";

const CHARTS_MS = 250;

/** @param {Canvas} canvas */
export function mountResults(canvas) {
  const { app } = canvas;
  const root = byId("results");
  const drawer = new Drawer(root, canvas);
  const charts = {
    latency: seriesChart({
      title: "Latency of answered requests",
      format: duration,
      lines: [
        { key: "p50", label: "p50", tone: "c-p50" },
        { key: "p95", label: "p95", tone: "c-p95" },
        { key: "p99", label: "p99", tone: "c-p99" },
      ],
    }),
    through: seriesChart({
      title: "Throughput",
      format: compact,
      lines: [
        { key: "offered", label: "offered", tone: "c-a", dash: true },
        { key: "completed", label: "served", tone: "c-b" },
        { key: "failed", label: "failed", tone: "c-c" },
      ],
    }),
    busy: barsChart("Busiest components"),
    tail: latencyChart(),
  };
  byId("results-live").append(charts.latency.el, charts.through.el, charts.busy.el, charts.tail.el);
  const waitingFor = () => {
    if (app.run.active) return "Waiting for the first numbers";
    if (app.run.state !== "done") return "Run the design to see it";
    return app.run.report ? "Nothing was recorded over time" : "Loading";
  };
  const rows = h("div", { class: "component-rows" });
  const about = componentCharts();
  drawer.components.append(rows, about.el);
  const requests = mountRequests(app, drawer.requests);
  const compare = mountCompare(app, drawer.compare);
  let drawn = 0;
  let state = app.run.state;
  const draw = (/** @type {boolean} */ now) => {
    if (!now && performance.now() - drawn < CHARTS_MS) return;
    drawn = performance.now();
    headline(app, drawer.stats);
    if (drawer.panel === "results-components") {
      const id = chosen(app);
      components(canvas, rows, id);
      if (id) about.show(id, app.nameOf("nodes", id), app.run.report);
      about.el.hidden = !id;
    }
    if (drawer.panel === "results-requests") requests();
    if (drawer.panel === "results-compare") compare();
    if (drawer.panel !== "results-live") return;
    const waiting = waitingFor();
    const faults = app.run.report?.faults ?? app.run.lanes;
    charts.latency.show(app.run.samples, app.run.of, waiting, faults);
    charts.through.show(app.run.samples, app.run.of, waiting, faults);
    charts.busy.el.hidden = app.run.report !== null;
    charts.tail.el.hidden = app.run.report === null;
    if (app.run.report) charts.tail.show(app.run.report);
    else
      charts.busy.show(
        [...app.run.nodes].flatMap(([id, m]) =>
          m.util === null ? [] : [{ id, name: app.nameOf("nodes", id), value: m.util, health: app.run.health(id) }],
        ),
        waiting,
      );
  };
  drawer.changed = () => draw(true);
  app.store.on(["frame"], () => draw(false));
  app.store.on(["selection"], () => drawer.panel === "results-components" && draw(true));
  app.store.on(["doc"], () => headline(app, drawer.stats));
  app.store.on(["run"], () => {
    if (state !== app.run.state) moved(canvas, drawer, app.run.state);
    state = app.run.state;
    draw(true);
  });
  byId("results-head").after(mountOutdated(canvas), mountLive(canvas));
  draw(true);
}

/**
 * The component whose charts are shown: the one that is selected, else the busiest.
 * @param {import("../workbench.js").Workbench} app
 */
function chosen(app) {
  const one = app.selection.single;
  if (one?.t === "nodes" && app.run.nodes.has(one.id)) return one.id;
  const busiest = [...app.run.nodes]
    .filter(([id]) => app.doc.tables.nodes.has(id))
    .sort(([, a], [, b]) => (b.util ?? -1) - (a.util ?? -1));
  return busiest[0]?.[0] ?? null;
}

/** The run went on to another state. @param {Canvas} canvas @param {Drawer} drawer @param {string} state */
function moved(canvas, drawer, state) {
  const { app } = canvas;
  if (state === "queued" || state === "running") {
    byId("results-body").replaceChildren(
      h("p", { class: "empty" }, "The requirements are judged when the run has ended."),
    );
    drawer.open(true);
    if (drawer.panel === "results-body") drawer.show("tab-overview");
  }
  if (state === "failed") toast(app.run.message || "The run failed.", "error");
  if (state === "cancelled") announce("Run cancelled");
  if (state === "done") ended(canvas, drawer);
}

/** @param {Canvas} canvas @param {Drawer} drawer */
async function ended(canvas, drawer) {
  const { app } = canvas;
  const id = app.run.id;
  const base = `/s/${app.id}/runs/${id}`;
  const lost = () => toast("The results could not be fetched.", "warning");
  fetchFragment(`${base}/results`, byId("results-body")).catch(lost);
  if (!app.run.past) drawer.open(true);
  drawer.show("tab-requirements");
  try {
    const answer = await fetch(`${base}.json`);
    if (answer.ok && app.run.id === id) app.run.finished(await answer.json());
  } catch {
    toast("The report could not be fetched.", "warning");
  }
  app.store.mark("run", "frame");
  if (app.run.past) return;
  const tally = verdicts(app.run.verdicts);
  announce(`Run ended: ${tally.map(([word, n]) => `${n} ${word}`).join(", ") || "no requirements"}`);
}

/** @param {{verdict: string}[]} list @returns {[string, number][]} */
function verdicts(list) {
  const words = ["met", "missed", "unsure"];
  return words
    .map((w) => /** @type {[string, number]} */ ([w, list.filter((v) => v.verdict === w).length]))
    .filter(([, n]) => n > 0);
}

/** @param {import("../workbench.js").Workbench} app @param {HTMLElement} root */
function headline(app, root) {
  const { run } = app;
  const last = run.samples[run.samples.length - 1];
  const all = run.report?.all;
  /** The first say most: where there is no room, the last go. @type {[string, string][]} */
  const stats = [];
  if (run.state === "queued") stats.push(["Waiting for a free place", ""]);
  if (run.report)
    stats.push(
      ["Cost", money(run.report.cost?.perMonth ?? NaN)],
      ["Available", availability(all?.availability ?? NaN)],
      ["Offered", all ? rate(all.offered ?? 0) : "-"],
    );
  else if (last)
    stats.push(["p99", duration(last.p99 ?? NaN)], ["Failed", rate(last.failed)], ["Offered", rate(last.offered)]);
  if (last) stats.push(["Simulated", clock(run.report?.simulatedSeconds ?? run.sim)]);
  const tally = verdicts(run.verdicts).map(([word, n]) =>
    h("span", { class: `tally ${word}` }, icon({ met: "check", missed: "close" }[word] ?? "help", 14), `${n} ${word}`),
  );
  if (run.outdated(app.doc))
    tally.unshift(h("span", { class: "tally unsure" }, icon("warning", 14), `revision ${run.revision}`));
  const key = JSON.stringify([stats, tally.map((t) => t.textContent)]);
  if (root.dataset.key === key) return;
  root.dataset.key = key;
  root.replaceChildren(
    ...tally,
    ...stats.map(([name, value]) => h("span", { class: "stat" }, name, value && h("b", {}, value))),
  );
}

/** @param {Canvas} canvas @param {HTMLElement} root @param {string|null} current the component whose charts are shown */
function components(canvas, root, current) {
  const { app } = canvas;
  const rows = [...app.run.nodes]
    .filter(([id]) => app.doc.tables.nodes.has(id))
    .sort(([, a], [, b]) => (b.util ?? -1) - (a.util ?? -1));
  if (rows.length === 0)
    return root.replaceChildren(h("p", { class: "empty" }, "Run the design to see every component's numbers."));
  const cell = (/** @type {string} */ words) => h("td", { class: "num" }, words);
  root.replaceChildren(
    h(
      "table",
      {},
      h("caption", { class: "visually-hidden" }, "Components, the busiest first"),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ...["Component", "Rate", "Busy", "Predicted", "Queue", app.run.report ? "p99, last phase" : "p99", "Failed"].map((t, i) =>
            h("th", { scope: "col", class: i ? "num" : "" }, t),
          ),
        ),
      ),
      h(
        "tbody",
        {},
        ...rows.map(([id, m]) =>
          h(
            "tr",
            { class: `is-${app.run.health(id)}`, "aria-current": id === current ? "true" : null },
            h(
              "th",
              { scope: "row" },
              h("button", { class: "link", type: "button", "data-goto": id }, app.nameOf("nodes", id)),
            ),
            cell(rate(m.rate)),
            busyCell(m.util, app.run.health(id)),
            predicted(app.run.report?.nodes?.[id]?.forecast),
            cell(compact(m.queue)),
            cell(m.p99 ? duration(m.p99) : "-"),
            cell(m.errors > 0 ? rate(m.errors) : "-"),
          ),
        ),
      ),
    ),
  );
}

/** What theory says, or in the tip why it says nothing. @param {{utilization?: number, why?: string}|undefined} forecast */
function predicted(forecast) {
  const { utilization, why } = forecast ?? {};
  const words = utilization === undefined ? "-" : utilization > 1 ? "over 100 %" : percent(utilization);
  return h("td", { class: "num", title: why ? `No prediction: ${why}` : null }, words);
}

/** @param {number|null} share @param {string} health */
function busyCell(share, health) {
  return h("td", { class: "num" }, share !== null && meter(share, health), share === null ? "-" : percent(share));
}

/** @param {number} share @param {string} health */
function meter(share, health) {
  return s(
    "svg",
    { class: "meter", width: 64, height: 6, "aria-hidden": "true" },
    s("rect", { class: "bar-track", width: 64, height: 6, rx: 3 }),
    s("rect", { class: `bar ${health}`, width: Math.max(2, Math.min(1, share) * 64).toFixed(1), height: 6, rx: 3 }),
  );
}
