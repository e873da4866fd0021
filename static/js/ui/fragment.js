// @ts-check
/**
 * Puts a fragment of the server into a panel. Each panel asks for itself, so that one never waits for or drops the
 * other's request; an answer that is no longer wanted when it comes is left out.
 * @param {string} path @param {HTMLElement} panel
 * @returns {Promise<void>} rejected when the server cannot be reached
 */
export function fetchFragment(path, panel) {
  if (panel.dataset.wanted === undefined) panel.addEventListener("htmx:beforeSwap", dropStale);
  panel.dataset.wanted = path;
  return /** @type {any} */ (window).htmx.ajax("GET", path, { source: panel, target: panel, swap: "innerHTML" });
}

/** Whatever comes now is not wanted any more: the panel shows something else. @param {HTMLElement} panel */
export function forgetFragment(panel) {
  if (panel.dataset.wanted !== undefined) panel.dataset.wanted = "";
}

/** @param {any} event */
function dropStale(event) {
  const panel = event.currentTarget;
  if (event.target === panel && event.detail.requestConfig.path !== panel.dataset.wanted)
    event.detail.shouldSwap = false;
}
