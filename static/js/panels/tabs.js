// @ts-check
/** Tab lists: one panel shown, arrows go along the tabs. */

/** @param {HTMLElement} list with role=tablist @param {(id: string) => void} [changed] gets the id of the panel */
export function mountTabs(list, changed) {
  const tabs = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=tab]")]);
  list.addEventListener("click", (event) => {
    const tab = event.target instanceof Element ? event.target.closest("[role=tab]") : null;
    if (tab) showTab(list, tab.id, changed);
  });
  list.addEventListener("keydown", (event) => {
    const all = tabs();
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    showTab(list, next.id, changed);
    next.focus();
  });
}

/** @param {HTMLElement} list @param {string} tabId @param {(id: string) => void} [changed] */
export function showTab(list, tabId, changed) {
  for (const tab of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[role=tab]"))) {
    const on = tab.id === tabId;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
    if (panel) panel.hidden = !on;
    if (on && panel) changed?.(panel.id);
  }
}
