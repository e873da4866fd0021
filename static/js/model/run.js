// @ts-check
/**
 * A run as it is watched: its state, the newest frame, the series of the charts, and the report at the end. Pure.
 */

/**
 * `util` is null for what has no capacity of its own, such as clients.
 * @typedef {{rate: number, util: number|null, queue: number, p99: number|null, errors: number}} NodeMetrics
 * @typedef {{sim: number, offered: number, completed: number, failed: number, p50: number, p95: number, p99: number, phase: string}} Sample
 */

/** Samples kept; beyond it every second one goes, so a long run keeps its whole story. */
const SAMPLES = 600;
/** A component this busy is close to its limit, and at its limit. */
const BUSY = 0.7;
const SATURATED = 0.9;
const FAILING = 0.01;

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
    this.sim = 0;
    this.of = 0;
    this.phase = "";
    /** Ended before this page was opened: there is a report, and nothing was watched. */
    this.past = false;
    /** Asked to stop; it takes a moment to. */
    this.stopping = false;
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
    this.of = frame.of ?? this.of;
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

  /** The end: numbers over the whole run take the place of the last moment's. @param {any} report */
  finished(report) {
    this.report = report;
    for (const [id, node] of Object.entries(report.nodes ?? {})) {
      const last = this.nodes.get(id);
      this.nodes.set(id, {
        rate: node.rate ?? last?.rate ?? 0,
        util: node.utilization ?? last?.util ?? null,
        queue: node.queueMean ?? last?.queue ?? 0,
        p99: last?.p99 ?? null,
        errors: last?.errors ?? 0,
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
