// @ts-check
/** The seed of the next run: the same seed is the same luck. Remembered on this machine; 1 where nobody chose one. */
import { byId } from "../ui/dom.js";

const KEY = "trestle-seed";
const USUAL = 1;

export function mountSeed() {
  const field = /** @type {HTMLInputElement} */ (byId("run-seed"));
  field.value = String(remembered());
  field.addEventListener("change", () => {
    field.value = String(readable(field.value) ?? remembered());
    try {
      localStorage.setItem(KEY, field.value);
    } catch {
      // Then it holds for as long as this page is open.
    }
  });
}

/** The seed as it stands in the field; what cannot be one counts as the usual one. */
export function seed() {
  const field = /** @type {HTMLInputElement} */ (byId("run-seed"));
  return readable(field.value) ?? USUAL;
}

/** @param {string | null} typed @returns {number | null} */
function readable(typed) {
  const text = (typed ?? "").trim();
  const value = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(value) ? value : null;
}

function remembered() {
  try {
    return readable(localStorage.getItem(KEY)) ?? USUAL;
  } catch {
    return USUAL;
  }
}
