// @ts-check
/**
 * Lists of kinds and components to choose from by typing.
 * @typedef {import("../workbench.js").Workbench} Workbench
 */
import { pick } from "../ui/picker.js";
import { tile } from "../ui/tile.js";

/**
 * @param {Workbench} app @param {{node: string, port: string, forward: boolean}|null} joined only kinds that fit this port
 * @param {(kind: string) => void} chosen
 */
export function pickKind(app, joined, chosen) {
  const other = joined ? (app.doc.tables.nodes.get(joined.node)?.kind ?? "") : "";
  const fits = (/** @type {string} */ kind) => {
    if (!joined) return true;
    const port = joined.port || null;
    return (
      typeof (joined.forward ? app.catalog.fit(other, kind, port) : app.catalog.fit(kind, other, null, port)) !==
      "string"
    );
  };
  const families = new Map(app.catalog.families.map((f) => [f.id, f.label]));
  const choices = app.catalog
    .ordered()
    .filter((k) => fits(k.id))
    .map((k) => ({
      label: k.label,
      hint: families.get(k.family),
      words: `${k.id} ${k.summary} ${k.presets.map((p) => p.label).join(" ")}`,
      icon: tile(app.catalog, k.id),
      run: () => chosen(k.id),
    }));
  const title = joined ? `Add a component connected to ${app.nameOf("nodes", joined.node)}` : "Add a component";
  pick({ title, placeholder: "Type a name, such as cache or queue", empty: "Nothing fits here" }, choices);
}

/**
 * Valid targets first; the others say why not.
 * @param {Workbench} app
 * @param {string} from
 * @param {(to: string) => void} chosen
 */
export function pickTarget(app, from, chosen) {
  const choices = [...app.doc.tables.nodes]
    .filter(([id]) => id !== from)
    .map(([id, rec]) => {
      const wiring = app.catalog.wiring(app.doc, from, id);
      return {
        label: app.nameOf("nodes", id),
        hint: app.catalog.kind(rec.kind)?.label,
        icon: tile(app.catalog, rec.kind),
        words: id,
        why: wiring.ok ? undefined : wiring.why,
        run: () => chosen(id),
      };
    });
  choices.sort((a, b) => Number(Boolean(a.why)) - Number(Boolean(b.why)));
  pick(
    {
      title: `Connect ${app.nameOf("nodes", from)} to`,
      placeholder: "Type a component's name",
      empty: "No such component",
    },
    choices,
    () => app.announce("Nothing connected"),
  );
}

/** @param {Workbench} app @param {(id: string) => void} chosen */
export function pickNode(app, chosen) {
  const choices = [...app.doc.tables.nodes].map(([id, rec]) => ({
    label: app.nameOf("nodes", id),
    hint: app.catalog.kind(rec.kind)?.label,
    icon: tile(app.catalog, rec.kind),
    words: id,
    run: () => chosen(id),
  }));
  pick({ title: "Find a component", placeholder: "Type a component's name", empty: "No such component" }, choices);
}
