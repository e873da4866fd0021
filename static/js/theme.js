// @ts-check
/*
 * Light or dark, before the first paint: a classic script, because modules run too late and the page would flash.
 * Follows the system until the person chooses; the choice is kept in this browser.
 */
(function theme() {
  const KEY = "trestle-theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function show() {
    const dark = (chosen() ?? (system.matches ? "dark" : "light")) === "dark";
    root.dataset.theme = dark ? "dark" : "light";
    document.getElementById("theme-button")?.setAttribute("aria-pressed", String(dark));
    dispatchEvent(new CustomEvent("trestle-theme"));
  }

  function toggle() {
    const next = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEY, next);
    } catch {
      root.dataset.theme = next;
    }
    show();
  }

  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    show();
    document.getElementById("theme-button")?.addEventListener("click", toggle);
  });
})();
