// @ts-check
/**
 * What can be done to a run by hand, for what is selected; and the script that a run by hand leaves behind. Pure.
 * @typedef {import("./types.js").Doc} Doc
 * @typedef {import("./types.js").Edit} Edit
 * @typedef {import("./types.js").FaultForm} FaultForm
 * @typedef {import("./types.js").Param} Param
 * @typedef {import("./selection.js").Item} Item
 */
import { same } from "./edits.js";

/** Which records stand in for a word in capitals. @type {Record<string, string[]>} */
const STANDS_FOR = {
  NODE: ["nodes"],
  LINK: ["links"],
  "NODE-OR-LINK": ["nodes", "links"],
  "NODE-OR-AREA": ["nodes", "areas"],
  "ZONE-OR-REGION": ["areas"],
  EVENT: [],
};
const NAMED = /\b[A-Z]+(?:-OR-[A-Z]+)?\b/g;

/**
 * A thing to do: the line of a script, the words on its button, and whether the line is whole or still names something in
 * capitals.
 * @typedef {{line: string, label: string, means: string, whole: boolean}} Deed
 */

/**
 * What may happen to what is selected, or with nothing to the run as a whole.
 * @param {FaultForm[]} forms @param {Item|null} item @returns {Deed[]}
 */
export function deedsFor(forms, item) {
  return forms.flatMap(({ form, means }) => {
    const first = form.match(NAMED)?.[0];
    const meant = item ? first && STANDS_FOR[first]?.includes(item.t) : !first || STANDS_FOR[first]?.length === 0;
    if (!meant) return [];
    const line = item && first ? form.replace(first, item.id) : form;
    const rest = first ? form.replace(first, "") : form;
    const label = rest.replace(NAMED, "").replace(/\s+/g, " ").trim();
    return [{ line, label, means, whole: !NAMED.test(withoutIds(line, item)) }];
  });
}

/** An id may be in capitals itself. @param {string} line @param {Item|null} item */
function withoutIds(line, item) {
  NAMED.lastIndex = 0;
  return item ? line.replace(item.id, "") : line;
}

/** The settings of a kind that can change while it runs. @param {{params: Param[]}|undefined} kind */
export function tunables(kind) {
  return (kind?.params ?? []).filter((p) => p.tunable);
}

/**
 * Makes a board's script the one that was played: the edits of one gesture; none where it is that already.
 * @param {Doc} doc the board now @param {Doc} played the board as it was played @returns {Edit[]}
 */
export function scriptEdits(doc, played) {
  const [now, then] = [doc.tables.phases, played.tables.phases];
  /** @type {Edit[]} */
  const edits = [...now.keys()].filter((id) => !then.has(id)).map((id) => ({ o: "del", t: "phases", id }));
  for (const [id, phase] of then) {
    const before = now.get(id);
    if (before === undefined || !same(before, phase)) edits.push({ o: "put", t: "phases", id, p: phase });
  }
  return edits;
}
