// @ts-check
/**
 * What a run shows of one component, whatever it is: its load over time, and the curve, balance and lags that its report
 * has.
 */
import { curveChart } from "../charts/curve.js";
import { histogramChart } from "../charts/histogram.js";
import { seriesChart } from "../charts/series.js";
import { h } from "../ui/dom.js";
import { compact, duration, percent } from "../ui/format.js";

/** More parts than these are shown by how many have how much. */
const MOST_BARS = 40;
/** Of what is spread over parts of a component, the first so many. */
const MOST_BALANCES = 6;

/**
 * @typedef {{what: string, atTheEnd?: boolean, parts: number, mean: number, maxOverMean: number, relativeDeviation: number,
 *   shares?: {part: string, value: number}[], histogram: {from: number, to: number, parts: number}[]}} Balance
 */

/** @returns {{el: HTMLElement, show: (id: string, name: string, report: any) => void}} */
export function componentCharts() {
  const title = h("h3", {});
  const busy = seriesChart({
    title: "Busy",
    format: percent,
    lines: [{ key: "util", label: "busy share", tone: "c-b" }],
  });
  const waits = seriesChart({
    title: "Waiting",
    format: compact,
    lines: [{ key: "waiting", label: "waiting", tone: "c-c" }],
  });
  const late = seriesChart({
    title: "Lag over time",
    format: duration,
    lines: [
      { key: "lagP50", label: "half within", tone: "c-a" },
      { key: "lagP99", label: "99 % within", tone: "c-c", dash: true },
    ],
  });
  const calls = seriesChart({
    title: "Calls",
    format: compact,
    lines: [
      { key: "rate", label: "calls a second", tone: "c-a" },
      { key: "errors", label: "failed", tone: "c-c", dash: true },
    ],
  });
  const curve = curveChart();
  const balances = Array.from({ length: MOST_BALANCES }, () => histogramChart("Balance"));
  const lag = histogramChart("Lag");
  // What only some components have comes first: it says more than what all have.
  const charts = [curve, lag, late, ...balances, busy, waits, calls];
  const grid = h("div", { class: "component-charts" }, ...charts.map((c) => c.el));
  const empty = h("p", { class: "empty" }, "Curves and courses of a component are shown when a run has ended.");
  const el = h("section", { "aria-label": "The component's charts" }, title, empty, grid);
  const show = (/** @type {string} */ id, /** @type {string} */ name, /** @type {any} */ report) => {
    const node = report?.nodes?.[id];
    empty.hidden = Boolean(node);
    grid.hidden = !node;
    title.textContent = name;
    if (!node) return;
    const course = samples(report.timeline ?? [], id);
    const of = report.simulatedSeconds ?? 0;
    const faults = report.faults ?? [];
    calls.show(course, of, "Nothing was recorded over time", faults);
    busy.el.hidden = node.utilization === undefined;
    if (!busy.el.hidden) busy.show(course, of, "Nothing was recorded over time", faults);
    waits.el.hidden = !(node.queueMax > 0);
    if (!waits.el.hidden) waits.show(course, of, "Nothing was recorded over time", faults);
    curve.show(node.missCurve ?? null);
    balances.forEach((chart, i) => chart.show(balance(node.balance?.[i])));
    lag.show(lags(node.lag));
    late.el.hidden = !course.some((p) => Number.isFinite(p.lagP99));
    if (!late.el.hidden) late.show(course, of, "Nothing was recorded over time", faults);
  };
  return { el, show };
}

/** The frames of a stored course as one component saw it. @param {any[]} timeline @param {string} id @returns {any[]} */
function samples(timeline, id) {
  return timeline.map((frame) => {
    const { rate: calls = 0, utilization = NaN, queue = 0, errors = 0 } = frame.nodes?.[id] ?? {};
    const { lagP50 = NaN, lagP99 = NaN } = frame.nodes?.[id] ?? {};
    const load = { rate: calls, util: utilization, waiting: queue, errors };
    return { sim: frame.at, phase: frame.phase ?? "", ...load, lagP50, lagP99 };
  });
}

/** @param {Balance|undefined} balance @returns {import("../charts/histogram.js").Bars|null} */
function balance(balance) {
  if (!balance) return null;
  const what = `${balance.what}${balance.atTheEnd ? " at the end" : ""}`;
  const told = `the fullest has ${balance.maxOverMean.toFixed(2)} times the mean, deviation ${percent(balance.relativeDeviation)}`;
  const summary = `Balance of ${what} over ${balance.parts} parts: ${told}`;
  const title = `Balance of ${what}`;
  if (balance.shares && balance.shares.length <= MOST_BARS)
    return {
      title,
      columns: balance.shares.map((p) => ({ label: p.part.replace(/^.* /, ""), name: p.part, value: p.value })),
      summary,
      head: ["Part", what],
      format: compact,
      level: balance.mean,
    };
  return {
    title,
    columns: balance.histogram.map((b) => ({
      label: compact(b.to),
      name: `${compact(b.from)} to ${compact(b.to)}`,
      value: b.parts,
    })),
    summary,
    head: [what, "Parts"],
    format: compact,
  };
}

/** @param {any} lag of a report @returns {import("../charts/histogram.js").Bars|null} */
function lags(lag) {
  if (!lag) return null;
  /** @type {{from: number, to: number, share: number}[]} */ const bars = lag.histogram;
  const { p50, p99, max, count } = lag.all;
  return {
    columns: bars.map((b) => ({
      label: duration(b.to).replace(/\.0+(?!\d)/, ""),
      name: `up to ${duration(b.to)}`,
      value: b.share,
    })),
    summary: `Lag ${lag.what}: half within ${duration(p50)}, 99 % within ${duration(p99)}, at most ${duration(max)}, of ${compact(count)}`,
    head: [`Lag ${lag.what}`, "Share"],
    format: percent,
  };
}

