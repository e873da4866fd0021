// @ts-check
import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { comeBack, keep, leave, restore } from "../../../../static/js/net/keep.js";

/** A tab's storage; a duplicated tab starts with a copy of it. */
class Storage {
  /** @param {Storage} [from] */
  constructor(from) {
    this.items = new Map(from?.items);
  }
  /** @param {string} key */
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.items.set(key, value);
  }
  /** @param {string} key */
  removeItem(key) {
    this.items.delete(key);
  }
}

/** Another tab comes to the front. @param {Storage} storage */
function use(storage) {
  Object.defineProperty(globalThis, "sessionStorage", { value: storage, configurable: true });
}

/** @param {any} locks what the browser has of locks; plain http has none */
function browser(locks) {
  Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
}

/** Locks that are held until the end, like those of a living tab. */
function lockManager() {
  const held = new Set();
  return {
    /** @param {string} name @param {any} _options @param {() => any} callback */
    request: async (name, _options, callback) => {
      if (held.has(name)) throw new Error("timed out");
      held.add(name);
      return callback();
    },
  };
}

describe("what a tab keeps", () => {
  const pending = [{ cseq: 1, edits: [] }];
  /** @type {Storage} */ let first;

  beforeEach(() => {
    first = new Storage();
    use(first);
  });

  it("gives a duplicated tab an id of its own and none of the edits where there are locks", async () => {
    browser(lockManager());
    const { clientId } = await restore("s");
    keep("s", { clientId, cseq: 1, pending });
    use(new Storage(first));
    const copy = await restore("s");
    assert.notEqual(copy.clientId, clientId);
    assert.equal(copy.pending, undefined);
  });

  it("gives a duplicated tab another secret where there are no locks", async () => {
    browser(undefined);
    const tab = await restore("s");
    keep("s", { clientId: tab.clientId, cseq: 1, pending });
    use(new Storage(first));
    const copy = await restore("s");
    assert.equal(copy.clientId, tab.clientId);
    assert.notEqual(copy.secret, tab.secret);
  });

  it("hands the secret to the reloaded page, once", async () => {
    browser(undefined);
    const tab = await restore("s");
    keep("s", { clientId: tab.clientId, cseq: 1, pending });
    leave("s", tab.secret);
    const again = await restore("s");
    assert.deepEqual([again.clientId, again.secret, again.pending], [tab.clientId, tab.secret, pending]);
    assert.equal(comeBack("s"), null);
  });
});
