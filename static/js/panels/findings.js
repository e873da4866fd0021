// @ts-check
/**
 * What is wrong with the design without running it: the count on the tab. The list itself is a fragment of the server,
 * the marks on the nodes are the canvas's.
 * @typedef {import("../workbench.js").Workbench} Workbench
 */
import { byId, text } from "../ui/dom.js";
import { count } from "../ui/format.js";

/** @param {Workbench} app */
export function mountFindings(app) {
  const badge = byId("findings-count");
  app.store.on(["findings"], () => {
    const of = (/** @type {string} */ severity) => app.findings.filter((f) => f.severity === severity).length;
    text(badge, app.findings.length > 0 ? String(app.findings.length) : "");
    badge.dataset.tone = of("error") > 0 ? "error" : of("warning") > 0 ? "warning" : "info";
    const parts = [count(of("error"), "error"), count(of("warning"), "warning")];
    badge.title = `${count(app.findings.length, "finding")}, of which ${parts.join(" and ")}`;
  });
}
