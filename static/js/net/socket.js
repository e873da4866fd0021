// @ts-check
/**
 * The one WebSocket of a session: connects, says hello, sends own edits, backs off and resumes.
 * Edits go out at a pace the server accepts; nothing is dropped, and what is unanswered goes out again after every
 * reconnect.
 * @typedef {import("../model/session.js").Session} Session
 */

/** Close codes after which trying again is useless, and what to tell the person. @type {Record<number, string>} */
const FATAL = {
  4400: "This page and the server do not understand each other. Please reload.",
  4401: "Your sign-in to this session has ended. Open the invitation link again.",
  4403: "You no longer have access to this session.",
  4404: "This session does not exist any more.",
  4426: "Trestle was updated. Please reload; your unsent edits are kept.",
};
const SUPERSEDED = 4409;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;
const LONGEST_WAIT_HIDDEN_MS = 60000;
const PING_MS = 10000;
/** The server takes 20 mutations a second with bursts of 60; stay below. */
const SEND_EACH_MS = 60;
const BURST = 40;
/** Pointer positions a second are plenty at this pace. */
const PRESENCE_MS = 66;

/** @typedef {"connecting"|"open"|"offline"|"dead"} NetState */

export class Socket {
  /**
   * @param {string} url
   * @param {Session} session
   * @param {string} secret by which the server knows that a second connection is this page again, not a duplicated tab
   * @param {{state: (s: NetState, why?: string) => void, frame: (f: any) => void, newSecret: () => string}} on
   */
  constructor(url, session, secret, on) {
    this.url = url;
    this.secret = secret;
    this.session = session;
    this.on = on;
    /** @type {WebSocket|null} */ this.ws = null;
    /** @type {NetState} */ this.state = "connecting";
    this.failures = 0;
    this.welcomed = false;
    this.tokens = BURST;
    this.refilled = Date.now();
    /** @type {any} */ this.presence = null;
    this.timers = { retry: 0, ping: 0, send: 0, pres: 0 };
    this.lastHeard = 0;
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.abandon());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  connect() {
    clearTimeout(this.timers.retry);
    if (this.state === "dead" || this.ws) return;
    const ws = new WebSocket(this.url);
    this.ws = ws;
    ws.onopen = () => this.hello();
    ws.onmessage = (event) => ws === this.ws && this.heard(event.data);
    ws.onclose = (event) => ws === this.ws && this.closed(event.code);
  }

  /** Reconnects at once instead of waiting out the pause. */
  hurry() {
    if (this.ws || this.state === "dead") return;
    this.failures = 0;
    this.connect();
  }

  hello() {
    const { clientId, seq } = this.session;
    this.raw({ k: "hello", pv: 1, clientId, resumeToken: this.secret, lastSeq: seq });
    this.lastHeard = Date.now();
    this.timers.ping = window.setInterval(() => this.ping(), PING_MS);
  }

  /** @param {string} data */
  heard(data) {
    this.lastHeard = Date.now();
    const frame = JSON.parse(data);
    if (frame.k === "welcome") {
      this.welcomed = true;
      this.failures = 0;
      this.change("open");
    }
    this.session.receive(frame);
    this.on.frame(frame);
  }

  /** @param {number} code */
  closed(code) {
    this.ws = null;
    this.welcomed = false;
    clearInterval(this.timers.ping);
    if (FATAL[code]) return this.change("dead", FATAL[code]);
    // Another page has this one's name and secret: with a new secret the server gives this one a new name.
    if (code === SUPERSEDED) this.secret = this.on.newSecret();
    this.change("offline");
    const most = document.hidden ? LONGEST_WAIT_HIDDEN_MS : LONGEST_WAIT_MS;
    const wait = Math.min(most, FIRST_WAIT_MS * 1.5 ** this.failures++);
    this.timers.retry = window.setTimeout(() => this.connect(), wait * (0.5 + Math.random() / 2));
  }

  /** A ping goes out; when the one before it was never answered the connection is dead. */
  ping() {
    if (document.hidden || Date.now() - this.lastHeard < 2 * PING_MS) this.raw({ k: "ping", t: Date.now() });
    else this.abandon();
  }

  /** Gives a connection up without waiting for an answer that may never come. */
  abandon() {
    const ws = this.ws;
    if (!ws) return;
    ws.onclose = null;
    ws.onmessage = null;
    ws.close();
    this.closed(0);
  }

  /** Sends what is unsent, oldest first, at the pace of the token bucket. */
  flush() {
    clearTimeout(this.timers.send);
    if (!this.welcomed) return;
    const now = Date.now();
    this.tokens = Math.min(BURST, this.tokens + (now - this.refilled) / SEND_EACH_MS);
    this.refilled = now;
    for (const p of this.session.pending) {
      if (p.sent) continue;
      if (this.tokens < 1) {
        this.timers.send = window.setTimeout(() => this.flush(), SEND_EACH_MS);
        return;
      }
      this.tokens -= 1;
      p.sent = this.raw({ k: "ops", cseq: p.cseq, base: this.session.seq, ops: p.edits });
    }
  }

  /** After a refusal for load: try the same edits a little later. */
  flushLater() {
    clearTimeout(this.timers.send);
    this.timers.send = window.setTimeout(() => this.flush(), 1000);
  }

  /** @param {number} lastSeq */
  resync(lastSeq) {
    this.raw({ k: "resync", lastSeq });
  }

  /** Tells the others where this person is; only the newest counts. @param {any} d */
  present(d) {
    this.presence = { ...this.presence, ...d };
    if (this.timers.pres || !this.welcomed) return;
    this.timers.pres = window.setTimeout(() => {
      this.timers.pres = 0;
      if (this.presence && this.raw({ k: "pres", d: this.presence })) this.presence = null;
    }, PRESENCE_MS);
  }

  /** @param {any} frame @returns {boolean} whether it went out */
  raw(frame) {
    if (this.ws?.readyState !== WebSocket.OPEN) return false;
    this.ws.send(JSON.stringify(frame));
    return true;
  }

  /** @param {NetState} state @param {string} [why] */
  change(state, why) {
    if (state === this.state) return;
    this.state = state;
    this.on.state(state, why);
  }
}
