// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { followed } from "../../../../static/js/model/field.js";

/** @param {Partial<import("../../../../static/js/model/field.js").Held>} some */
const held = (some) => ({ value: "5 ms", base: "5 ms", focused: true, elsewhere: false, ...some });

describe("a field that several people are in", () => {
  it("follows the board while it is focused and nothing was typed", () => {
    assert.deepEqual(followed(held({}), "7 ms"), { value: "7 ms", base: "7 ms", elsewhere: false });
  });

  it("keeps what was typed and says that it changed elsewhere, until it is handed in", () => {
    const under = followed(held({ value: "6 m" }), "7 ms");
    assert.deepEqual(under, { value: "6 m", base: "7 ms", elsewhere: true });
    const later = followed({ ...under, focused: true }, "7 ms");
    assert.deepEqual(later, under);
    const handedIn = followed({ ...later, value: "6 ms", focused: true }, "6 ms");
    assert.deepEqual(handedIn, { value: "6 ms", base: "6 ms", elsewhere: false });
    assert.equal(followed({ ...handedIn, focused: true }, "8 ms").value, "8 ms");
  });

  it("says nothing while only its own typing differs from the board", () => {
    assert.deepEqual(followed(held({ value: "6 m" }), "5 ms"), { value: "6 m", base: "5 ms", elsewhere: false });
  });

  it("follows the board when the focus is elsewhere", () => {
    assert.equal(followed(held({ value: "6 m", focused: false }), "7 ms").value, "7 ms");
  });
});
