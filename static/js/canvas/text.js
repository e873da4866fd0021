// @ts-check
/** Fitting words into boxes without asking the page for a layout: widths come from an off-screen canvas. */

const FAMILY = 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** @type {CanvasRenderingContext2D|null} */
let pen = null;
/** @type {Map<string, string>} */
const cut = new Map();

/** @param {string} text @param {string} font such as "600 13px" */
export function widthOf(text, font) {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return text.length * 7;
  pen.font = `${font} ${FAMILY}`;
  return pen.measureText(text).width;
}

/**
 * The text, with an ellipsis where it would be wider.
 * @param {string} text
 * @param {number} width
 * @param {string} font
 */
export function ellipsis(text, width, font) {
  const key = `${font}|${width}|${text}`;
  const known = cut.get(key);
  if (known !== undefined) return known;
  if (cut.size > 4000) cut.clear();
  let shown = text;
  for (let n = text.length; n > 0 && widthOf(shown, font) > width; n--) shown = `${text.slice(0, n - 1).trimEnd()}…`;
  cut.set(key, shown);
  return shown;
}

/** Widths measured before the font arrived were wrong. */
export function forgetWidths() {
  cut.clear();
}

/** @param {string} text @param {number} width @param {string} font @param {number} most @returns {string[]} lines */
export function wrapped(text, width, font, most) {
  const lines = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(/\s+/)) {
      const longer = line ? `${line} ${word}` : word;
      if (!line || widthOf(longer, font) <= width) line = longer;
      else {
        lines.push(line);
        line = word;
      }
    }
    lines.push(line);
  }
  const shown = lines.slice(0, Math.max(1, most)).map((l) => ellipsis(l, width, font));
  if (lines.length > shown.length) shown[shown.length - 1] = ellipsis(`${shown[shown.length - 1]}…`, width, font);
  return shown;
}
