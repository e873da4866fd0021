// @ts-check
import { h } from "./dom.js";
import { kindIcon } from "./icons.js";

/**
 * The tinted square with a kind's icon.
 * @param {import("../model/catalog.js").Catalog} catalog
 * @param {string} kindId
 */
export function tile(catalog, kindId) {
  return h("span", { class: `tile k-${catalog.colour(kindId)}` }, kindIcon(catalog.kind(kindId)?.icon ?? ""));
}
