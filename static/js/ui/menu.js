// @ts-check
/** Menus that drop down from a button (`details.menu`): they close on a choice, on Escape and on a press elsewhere. */

/** @param {Document} page */
export function mountMenus(page) {
  const open = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (page.querySelectorAll("details.menu[open]"));
  const elsewhere = (/** @type {Event} */ event) => {
    for (const menu of open()) if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false;
  };
  // Capturing: the canvas keeps its presses to itself.
  page.addEventListener("pointerdown", elsewhere, true);
  page.addEventListener("focusin", elsewhere);
  page.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      for (const menu of open()) {
        menu.open = false;
        menu.querySelector("summary")?.focus();
        event.stopPropagation();
      }
    },
    true,
  );
  page.addEventListener("click", (event) => {
    const chosen = event.target instanceof Element ? event.target.closest("details.menu a, details.menu button") : null;
    const menu = /** @type {HTMLDetailsElement|null|undefined} */ (chosen?.closest("details.menu"));
    if (menu) menu.open = false;
  });
}
