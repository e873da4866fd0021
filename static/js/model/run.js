// @ts-check
/**
 * A run as it is watched: its state, the newest frame, the series of the charts, and the report at the end; and the
 * board it was a run of, to tell whether that is still the board on the screen. Pure.
 * @typedef {import("./types.js").Doc} Doc
 * @typedef {import("./types.js").Rec} Rec
 */
import { same } from "./edits.js";

/**
 * `util` is null for what has no capacity of its own, such as clients.
 * @typedef {{rate: number, util: number|null, queue: number, p99: number|null, errors: number}} NodeMetrics
 * @typedef {{sim: number, offered: number, completed: number, failed: number, p50: number|null, p95: number|null,
 *   p99: number|null, phase: string}} Sample
 * @typedef {{at: number, phase: string, pace: number, paused: boolean, behind: boolean, load: number,
 *   lanes: import("./types.js").Lane[], open: {line: string, what: string, since: number}[]}} LiveState
 */

/** Samples kept; beyond it every second one goes, so a long run keeps its whole story. */
const SAMPLES = 600;
/** A component this busy is close to its limit, and at its limit. */
const BUSY = 0.7;
const SATURATED = 0.9;
const FAILING = 0.01;
/** How much of a live run a chart shows, in seconds: nobody knows how long it will be. */
const SPANS = [20, 60, 120, 300, 600, 1200, 2400, 3600];

export class Run {
  constructor() {
    /** @type {string|null} */ this.id = null;
    /** @type {"none"|"queued"|"running"|"done"|"failed"|"cancelled"} */ this.state = "none";
    this.progress = 0;
    this.message = "";
    this.seed = 1;
    /** @type {Sample[]} */ this.samples = [];
    /** @type {Map<string, NodeMetrics>} */ this.nodes = new Map();
    /** @type {any} */ this.report = null;
    /** @type {{id: string, requirement: string, verdict: string, because: string, node?: string}[]} */ this.verdicts =
      [];
    /** How a live run stands; null for others, and when it has ended. @type {LiveState|null} */ this.live = null;
    /** Whether it is or was played by hand. */
    this.byHand = false;
    /** @type {import("./types.js").Lane[]} */ this.lanes = [];
    this.sim = 0;
    this.of = 0;
    this.phase = "";
    /** Ended before this page was opened: there is a report, and nothing was watched. */
    this.past = false;
    /** Asked to stop; it takes a moment to. */
    this.stopping = false;
    /** The board that is run, and its revision; null until they are known. @type {Doc|null} */ this.board = null;
    /** @type {number|null} */ this.revision = null;
    /** The last answer of `outdated`. @type {{doc: Doc|null, board: Doc|null, is: boolean}} */ this.compared = {
      doc: null,
      board: null,
      is: false,
    };
  }

  /** Whether the board has become another than the one that was run. @param {Doc} doc */
  outdated(doc) {
    if (this.board === null) return false;
    if (this.compared.doc !== doc || this.compared.board !== this.board)
      this.compared = { doc, board: this.board, is: !sameRun(this.board, doc, this.byHand) };
    return this.compared.is;
  }

  get active() {
    return this.state === "queued" || this.state === "running";
  }

  get ended() {
    return this.state === "done" || this.state === "failed" || this.state === "cancelled";
  }

  /** @param {any} frame of kind run */
  changed(frame) {
    if (frame.run !== this.id) this.begin(frame.run);
    // News of a run overtake each other: what has ended does not go on.
    if (this.ended) return;
    this.state = frame.state;
    this.progress = frame.progress ?? this.progress;
    this.message = frame.message ?? "";
    this.seed = frame.seed ?? this.seed;
    this.live = frame.live ?? null;
    if (!this.live) return;
    this.byHand = true;
    this.lanes = this.live.lanes;
  }

  /** @param {string} id */
  begin(id) {
    Object.assign(this, new Run());
    this.id = id;
    this.state = "queued";
  }

  /** A run that ended before this page was opened. @param {string} id */
  earlier(id) {
    this.begin(id);
    this.state = "done";
    this.past = true;
  }

  /** @param {any} frame of kind frame: columns, one value a node */
  frame(frame) {
    if (this.id !== null && frame.run !== this.id) this.begin(frame.run);
    this.id = frame.run;
    if (this.ended) return;
    this.state = "running";
    this.sim = frame.sim;
    this.of = this.byHand ? spanOf(frame.sim) : (frame.of ?? this.of);
    this.phase = frame.phase ?? "";
    const { ids, rate, util, queue, p99, errors } = frame.nodes;
    ids.forEach((/** @type {string} */ id, /** @type {number} */ i) => {
      this.nodes.set(id, {
        rate: rate[i],
        util: util[i] ?? null,
        queue: queue[i],
        p99: p99?.[i] ?? null,
        errors: errors?.[i] ?? 0,
      });
    });
    this.samples.push({ sim: frame.sim, phase: this.phase, ...frame.all });
    if (this.samples.length > SAMPLES) this.samples = this.samples.filter((_, i) => i % 2 === 0);
  }

  /**
   * The end: numbers over the whole run take the place of the last moment's, and its stored course that of the frames
   * that happened to arrive.
   * @param {any} report
   */
  finished(report) {
    this.report = report;
    this.byHand = report.lanes !== undefined;
    this.lanes = report.lanes ?? [];
    if (this.byHand) this.of = report.simulatedSeconds;
    /** @type {any[]} */ const course = report.timeline ?? [];
    if (course.length > 0) this.samples = course.map(sampleOf);
    const end = course[course.length - 1]?.nodes ?? {};
    for (const [id, node] of Object.entries(report.nodes ?? {})) {
      const last = this.nodes.get(id);
      this.nodes.set(id, {
        rate: node.rate ?? last?.rate ?? 0,
        util: node.utilization ?? last?.util ?? null,
        queue: node.queueMean ?? last?.queue ?? 0,
        p99: end[id]?.p99 ?? last?.p99 ?? null,
        errors: node.failedRate ?? failedRate(node, report.phases),
      });
    }
    this.verdicts = report.verdicts ?? this.verdicts;
  }

  /** @param {string} nodeId @returns {"none"|"ok"|"busy"|"critical"} */
  health(nodeId) {
    const m = this.nodes.get(nodeId);
    if (!m) return "none";
    const failing = m.rate > 0 && m.errors / m.rate > FAILING;
    const busy = m.util ?? 0;
    if (busy >= SATURATED || failing) return "critical";
    return busy >= BUSY ? "busy" : "ok";
  }
}

/**
 * Calls a second that failed in the measured time, for reports of before it was written down: failures are counted a
 * replication. @param {any} node @param {any} phases
 */
function failedRate(node, phases) {
  const count = Object.values(node.failures ?? {}).reduce((n, c) => n + Number(c), 0);
  const seconds = Object.values(phases ?? {}).reduce((n, p) => n + (p.seconds ?? 0), 0);
  return seconds > 0 ? count / seconds : 0;
}

/** @param {number} seconds so far */
function spanOf(seconds) {
  return SPANS.find((span) => seconds <= span) ?? seconds;
}

/** @param {any} frame of a stored timeline; what was not measured is absent @returns {Sample} */
function sampleOf({ at, phase, all }) {
  const { offered = 0, completed = 0, failed = 0, p50 = null, p95 = null, p99 = null } = all;
  return { sim: at, phase: phase ?? "", offered, completed, failed, p50, p95, p99 };
}

/**
 * Whether a run of one board is a run of the other: texts for people, notes and, without areas, places do not matter.
 * The server says the same of its reports.
 * @param {Doc} one @param {Doc} other @param {boolean} [anyScript] of a run by hand, which made its script itself
 */
export function sameRun(one, other, anyScript = false) {
  const places = one.tables.areas.size > 0 || other.tables.areas.size > 0 ? [] : ["x", "y"];
  /** @type {[string, string[]][]} */
  const compared = [
    ["nodes", ["label", ...places]],
    ["links", ["label"]],
    ["assumptions", ["says"]],
    ...["areas", "entities", "operations", "requirements", ...(anyScript ? [] : ["phases"])].map(
      (t) => /** @type {[string, string[]]} */ ([t, []]),
    ),
  ];
  return compared.every(([t, ignored]) => sameRecords(one.tables[t], other.tables[t], ignored));
}

/** @param {Map<string, Rec>} one @param {Map<string, Rec>} other @param {string[]} ignored properties */
function sameRecords(one, other, ignored) {
  if (one.size !== other.size) return false;
  for (const [id, rec] of one) {
    const its = other.get(id);
    if (!its || (rec !== its && !same(without(rec, ignored), without(its, ignored)))) return false;
  }
  return true;
}

/** Settings that were all taken away are none. @param {Rec} rec @param {string[]} ignored @returns {Rec} */
function without(rec, ignored) {
  const left = { ...rec };
  for (const key of ignored) delete left[key];
  if (left.settings && Object.keys(left.settings).length === 0) delete left.settings;
  return left;
}
