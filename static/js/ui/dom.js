// @ts-check
/** Making and changing elements. Text always goes in as text, so nothing a person typed becomes markup. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Node|string|null|undefined|false} Child */

/**
 * An HTML element. Properties that start with `on` are listeners, `class` and `data-*`, `aria-*` are attributes,
 * true and false switch an attribute on and off.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Record<string, any>} [props] @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/**
 * An SVG element.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag @param {Record<string, any>} [props] @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function s(tag, props = {}, ...children) {
  return /** @type {any} */ (fill(document.createElementNS(SVG, tag), props, children));
}

/**
 * @template {Element} E
 * @param {E} element @param {Record<string, any>} props @param {Child[]} children @returns {E}
 */
function fill(element, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(
    .../** @type {(Node|string)[]} */ (children.filter((c) => c !== null && c !== undefined && c !== false)),
  );
  return element;
}

/** The element with this id; the page must have it. @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** Sets an attribute only when it differs. @param {Element} element @param {string} name @param {string|null} value */
export function attr(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Sets a text only when it differs. @param {Element} element @param {string} text */
export function text(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** True when a key press belongs to a field rather than to the canvas. @param {EventTarget|null} target */
export function typing(target) {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

export const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
