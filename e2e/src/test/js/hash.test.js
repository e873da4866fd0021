// @ts-check
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { canonical, sha256 } from "../../../../static/js/model/hash.js";

describe("the hash of a board", () => {
  it("is SHA-256: the examples of FIPS 180-4", () => {
    assert.equal(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert.equal(
      sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    );
  });

  it("is the same as another implementation's at every length round a block", () => {
    for (let length = 0; length < 200; length++) {
      const text = "\u00e4".repeat(length);
      assert.equal(sha256(text), createHash("sha256").update(text).digest("hex"), `${length}`);
    }
  });

  it("does not depend on the order of keys", () => {
    const text = canonical({ b: [1, { d: null, c: "x" }], a: true });
    assert.equal(text, '{"a":true,"b":[1,{"c":"x","d":null}]}');
  });
});
