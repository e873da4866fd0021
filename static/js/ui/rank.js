// @ts-check
/** @param {import("./picker.js").Choice} choice @param {string} q lower case @returns {number} 0 best, 9 none */
export function score(choice, q) {
  const label = choice.label.toLowerCase();
  const disabled = choice.why ? 4 : 0;
  if (label.startsWith(q)) return disabled;
  if (label.includes(` ${q}`)) return 1 + disabled;
  if (label.includes(q)) return 2 + disabled;
  if (`${choice.hint ?? ""} ${choice.words ?? ""}`.toLowerCase().includes(q)) return 3 + disabled;
  let from = -1;
  const inOrder = [...q].every((letter) => (from = label.indexOf(letter, from + 1)) >= 0);
  return inOrder && q.length > 1 ? 4 + disabled : 9;
}
