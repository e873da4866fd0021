// @ts-check
/**
 * The shapes that travel between modules, for the type checker only; this file holds no code.
 *
 * A record is the JSON of one node, link, note... and is never changed in place: an edit makes a new one,
 * so "has it changed" is a comparison of references.
 * @typedef {Record<string, any>} Rec
 *
 * Records by id, in the order in which they were put.
 * @typedef {Map<string, Rec>} Table
 *
 * A board as the browser holds it.
 * @typedef {{title: string|null, text: string|null, tables: Readonly<Record<string, Table>>}} Doc
 *
 * One change of a board. `p` is the record of a put, or path -> value of a set (null removes).
 * `if` guards single properties of a set: one that does not hold the given value now is skipped.
 * @typedef {{o: "put"|"set"|"del", t: string, id: string, p?: Rec, if?: Rec}} Edit
 *
 * One kind of the catalog, as /catalog.json prints it.
 * @typedef {{id: string, label: string, family: string, summary: string, icon: string, forwards: boolean,
 *   ports: Port[], params: Param[], presets: Preset[]}} Kind
 * @typedef {{id: string, direction: "in"|"out", label: string, carries: string[]}} Port
 * @typedef {{id: string, label: string, help?: string, group?: string, type: string, default?: string,
 *   options?: string[], min?: string, max?: string, tunable?: boolean}} Param
 * @typedef {{id: string, label: string, settings: Record<string, string>}} Preset
 *
 * A way to write a fault: what stands in capitals is named, such as NODE. What the faults of a run come to over its charts.
 * @typedef {{form: string, means: string}} FaultForm
 * @typedef {{what: string, target?: string, from: number, to: number}} Lane
 *
 * @typedef {{x: number, y: number}} Point
 * @typedef {{x: number, y: number, w: number, h: number}} Box
 */
export {};
