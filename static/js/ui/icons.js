// @ts-check
/** The program's own line icons, drawn on 24 x 24 with a 2 px stroke. */
import { s } from "./dom.js";

/** @type {Record<string, string>} */
const PATHS = {
  play: "M7 4.5v15l12-7.5z",
  stop: "M6 6h12v12H6z",
  undo: "M9 5 4 10l5 5M4 10h10a6 6 0 0 1 0 12h-3",
  redo: "M15 5l5 5-5 5M20 10H10a6 6 0 0 0 0 12h3",
  share:
    "M6 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z" +
    "M18 3.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM18 15.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8.2 10.8l7.6-3.6M8.2 13.2l7.6 3.6",
  sun:
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4" +
    "M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5",
  moon: "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  cursor: "M5 4l6.5 16 2.3-6.9L20.5 11z",
  hand:
    "M8 12V6a1.5 1.5 0 0 1 3 0v5M11 11V4.5a1.5 1.5 0 0 1 3 0V11" +
    "M14 11V6a1.5 1.5 0 0 1 3 0v7.5c0 4.5-2.5 7.5-6.5 7.5-3 0-4.6-1.6-6-4.5L3 13a1.6 1.6 0 0 1 2.7-1.6L8 14",
  wire:
    "M5.5 16.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM18.5 3.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z" +
    "M7.5 18.5H11a3 3 0 0 0 3-3v-7a3 3 0 0 1 2.5-3",
  note: "M4 4h16v10l-6 6H4zM20 14h-6v6",
  area: "M4 8V4h4M11 4h2M16 4h4v4M20 11v2M20 16v4h-4M13 20h-2M8 20H4v-4M4 13v-2",
  "chevron-down": "M6 9l6 6 6-6",
  "chevron-up": "M6 15l6-6 6 6",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2 21 21",
  download: "M12 3v12M7 10.5l5 5 5-5M4 20h16",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  check: "M4.5 12.5l5 5 10-11",
  close: "M6 6l12 12M18 6L6 18",
  warning: "M12 4 2.8 20h18.4zM12 10v4.5M12 17.4v.1",
  error: "M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2zM12 7.5v5.5M12 16.4v.1",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.1",
  users:
    "M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20a6.5 6.5 0 0 1 13 0" +
    "M16 4.8a3.5 3.5 0 0 1 0 6.4M18.5 14.5a6.5 6.5 0 0 1 3 5.5",
  help: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.2 9.3a2.9 2.9 0 1 1 4.1 2.9c-.9.5-1.3 1-1.3 2M12 17.2v.1",
  grid: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
  map: "M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14",
  bolt: "M13 2 4 14h7l-1 8 9-12h-7z",
  copy: "M8 8h12v12H8zM16 8V4H4v12h4",
  keyboard: "M3 6h18v12H3zM7 10h.1M11 10h.1M15 10h.1M7 14h10",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9",
  cloud: "M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9.5 4.2 4.2 0 0 1 17.5 18z",
  pause: "M8 5v14M16 5v14",
  step: "M6 5v14l9-7zM18 5v14",
  pulse: "M3 12h4l3-8 4 16 3-8h4",
  sliders: "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4",
};

/** @param {string} name @param {number} [size] in pixels @returns {SVGSVGElement} */
export function icon(name, size = 16) {
  const svg = s("svg", { class: "icon", viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" });
  svg.append(s("path", { d: PATHS[name] ?? PATHS.info }));
  return svg;
}

/** Fills the icon places a template left. @param {ParentNode} root */
export function fillIcons(root) {
  for (const place of root.querySelectorAll("[data-icon]")) {
    place.replaceChildren(icon(place.getAttribute("data-icon") ?? ""));
  }
}

/**
 * The icon of a kind: markup of the catalog, which the server reads from its own files.
 * @param {string} markup the inside of a 24 x 24 svg @param {number} [size]
 */
export function kindIcon(markup, size = 16) {
  const svg = s("svg", { class: "icon", viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" });
  svg.append(...parsed(markup));
  return svg;
}

/** @param {string} markup @returns {Node[]} */
export function parsed(markup) {
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${markup}</svg>`;
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return [...root.childNodes].map((n) => document.importNode(n, true));
}
