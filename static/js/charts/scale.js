// @ts-check
/** Where the marks of an axis stand, and the line through measured points. Pure. */

/** Round values from 0 (or `from`) to at least `max`. @param {number} max @param {number} count @returns {number[]} */
export function ticks(max, count) {
  if (!(max > 0)) return [0, 1];
  const raw = max / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((v) => v >= raw - 1e-12) ?? raw;
  const list = [];
  for (let i = 0; i <= Math.ceil(max / step - 1e-9); i++) list.push(i * step);
  return list;
}

/** Powers of ten round a range, at least two. @param {number} least @param {number} most @returns {number[]} */
export function decades(least, most) {
  const from = Math.floor(Math.log10(Math.max(least, 1e-9)) + 1e-9);
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(most, 1e-9)) - 1e-9));
  return Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
}

/** @param {{x: number, y: number}[]} points gaps where y is not finite @returns {string} */
export function pathThrough(points) {
  let d = "";
  let pen = "M";
  for (const p of points) {
    if (!Number.isFinite(p.y)) {
      pen = "M";
      continue;
    }
    d += `${pen}${p.x.toFixed(1)} ${p.y.toFixed(1)}`;
    pen = "L";
  }
  return d;
}

/** Without the zeros that only a measured number needs. @param {string} number */
export function plain(number) {
  return number.replace(/\.0+(?!\d)/, "");
}
