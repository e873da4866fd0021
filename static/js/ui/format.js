// @ts-check
/** Numbers as people read them: three figures, the unit beside them, never more width than needed. */

/** 12 000 -> "12.0k". @param {number} value */
export function compact(value) {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return "-";
  if (size >= 999.5e6) return `${figures(value / 1e9)}G`;
  if (size >= 999.5e3) return `${figures(value / 1e6)}M`;
  if (size >= 999.5) return `${figures(value / 1e3)}k`;
  if (size >= 99.5 || Number.isInteger(value)) return String(Math.round(value));
  return size < 0.01 ? value.toExponential(0) : figures(value);
}

/** Three figures. @param {number} value */
function figures(value) {
  const size = Math.abs(value);
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

/** @param {number} perSecond */
export function rate(perSecond) {
  return `${compact(perSecond)}/s`;
}

/** A duration in seconds, in the unit that fits: "412 ms". @param {number} seconds */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) return "-";
  const size = Math.abs(seconds);
  if (size === 0) return "0 ms";
  if (size < 999.5e-9) return `${figures(seconds * 1e9)} ns`;
  if (size < 999.5e-6) return `${figures(seconds * 1e6)} µs`;
  if (size < 0.9995) return `${figures(seconds * 1e3)} ms`;
  return size < 120 ? `${figures(seconds)} s` : `${figures(seconds / 60)} min`;
}

/** @param {number} ratio 0..1 @returns {string} */
export function percent(ratio) {
  if (!Number.isFinite(ratio)) return "-";
  const value = ratio * 100;
  if (value > 99 && value < 100) return availability(ratio);
  return `${value !== 0 && Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

/**
 * A share close to one, as the sentences of verdicts have it: three digits of what is missing, "99.9713 %".
 * @param {number} ratio 0..1 @returns {string}
 */
export function availability(ratio) {
  if (!(ratio > 0.9 && ratio < 1)) return percent(ratio);
  const missing = Number(((1 - ratio) * 100).toPrecision(3));
  const decimals = Math.min(6, 2 - Math.floor(Math.log10(missing)));
  return `${Number((100 - missing).toFixed(decimals))} %`;
}

/**
 * A size: "31.0 GB"; "512 MiB" where it is whole in those and not in the others, as memory is sold.
 * @param {number} value
 */
export function bytes(value) {
  if (!Number.isFinite(value)) return "-";
  const binary = value > 0 && value % 2 ** 20 === 0 && value % 1e6 !== 0;
  const step = binary ? 1024 : 1000;
  const prefixes = ["", "K", "M", "G", "T", "P", "E"];
  let at = 0;
  let size = value;
  for (; Math.abs(size) >= step * 0.9995 && at < prefixes.length - 1; at++) size /= step;
  const number = at === 0 || (binary && Number.isInteger(size)) ? Math.round(size) : figures(size);
  return `${number} ${prefixes[at]}${binary ? "iB" : "B"}`;
}

/** Simulated time, "1:05". @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {number} usd a month */
export function money(usd) {
  return `$${compact(usd)}/month`;
}

/** "1 component", "3 components". @param {number} n @param {string} noun */
export function count(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
