// @ts-check
/**
 * Every command of the workbench with its keys. One registry feeds the keyboard, the command palette, the tooltips
 * and the list of shortcuts, so that they cannot disagree.
 */
import { h, typing } from "./dom.js";
import { openDialog } from "./dialog.js";
import { pick } from "./picker.js";

/**
 * @typedef {{id: string, label: string, group: string, keys?: string[], run: () => void, when?: () => boolean,
 *   anywhere?: boolean, hidden?: boolean, shownAs?: {label: string, keys: string[]}|null}} Command
 * Keys are written `Ctrl+Shift+K`; `anywhere` ones act also while the focus is outside the canvas; `hidden` ones are
 * not in the palette; `shownAs` is what the list of shortcuts says of a family of commands, null where another says it.
 */

export const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export class Keys {
  /** @param {HTMLElement} canvas single keys act while the focus is in here */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {Command[]} */
    this.commands = [];
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** @param {Command[]} commands */
  add(commands) {
    this.commands.push(...commands);
  }

  /** @param {string} id @returns {string} the first keys of a command, for a tooltip */
  hint(id) {
    return shown(this.commands.find((c) => c.id === id)?.keys?.[0] ?? "");
  }

  /** @param {string} id */
  run(id) {
    const command = this.commands.find((c) => c.id === id);
    if (command && (command.when?.() ?? true)) command.run();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const keys = name(event);
    const inside = this.here(event.target);
    for (const command of this.commands) {
      if (!command.keys?.includes(keys) || !(inside || command.anywhere)) continue;
      if (typing(event.target) && !(command.anywhere && /Ctrl|F\d/.test(keys) && !/Ctrl\+(Shift\+)?[ZYA]$/.test(keys)))
        continue;
      if (command.when && !command.when()) continue;
      event.preventDefault();
      command.run();
      return;
    }
  }

  /**
   * Single keys belong to the canvas; with nothing focused the page means the canvas.
   * @param {EventTarget|null} target
   */
  here(target) {
    return target === document.body || (target instanceof Node && this.canvas.contains(target));
  }

  palette() {
    const usable = this.commands.filter((c) => !c.hidden && (c.when?.() ?? true));
    const choices = usable.map((c) => ({
      label: c.label,
      hint: c.group,
      keys: shown(c.keys?.[0] ?? ""),
      run: c.run,
    }));
    pick({ title: "Commands", placeholder: "What would you like to do?", empty: "No such command" }, choices);
  }

  help() {
    const listed = this.commands.filter((c) => c.keys && c.shownAs !== null);
    const line = (/** @type {Command} */ c) => [
      h("dt", {}, c.shownAs?.label ?? c.label),
      h("dd", {}, ...(c.shownAs?.keys ?? c.keys ?? []).slice(0, 3).map((k) => h("kbd", { class: "kbd" }, shown(k)))),
    ];
    const groups = [...new Set(listed.map((c) => c.group))];
    const sections = groups.map((group) => {
      const lines = listed.filter((c) => c.group === group).flatMap(line);
      return h("section", {}, h("h3", {}, group), h("dl", {}, ...lines));
    });
    const what = { title: "Keyboard shortcuts", class: "shortcuts" };
    openDialog(what, () => [h("div", { class: "shortcut-columns", tabindex: "0" }, ...sections)]);
  }
}

/** @param {KeyboardEvent} event @returns {string} as the registry writes it */
function name(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  const key =
    digit && (event.shiftKey || event.ctrlKey || event.metaKey || /^\d$/.test(event.key))
      ? digit
      : event.altKey && /^Key[A-Z]$/.test(event.code)
        ? event.code.slice(3)
        : event.key.length === 1
          ? event.key.toUpperCase()
          : event.key;
  const named = /^[A-Z0-9]$/.test(key) || key.length > 1;
  if (event.shiftKey && named) parts.push("Shift");
  return [...parts, key === " " ? "Space" : key].join("+");
}

/** @param {string} keys @returns {string} as a person reads it */
export function shown(keys) {
  const arrows = keys
    .replace("ArrowRight", "→")
    .replace("ArrowLeft", "←")
    .replace("ArrowUp", "↑")
    .replace("ArrowDown", "↓");
  return MAC
    ? arrows.replace("Ctrl", "⌘").replace("Alt", "⌥").replace("Shift", "⇧").replaceAll("+", "") || arrows
    : arrows;
}
