// @ts-check
/**
 * What a tab keeps over a reload: its client id, its counter, the edits the server has not answered, and its secret.
 * A duplicated tab gets a copy of the storage. The id is held by a lock where the browser has locks; where it has none
 * (plain http), the server tells the two apart by the secret, which lies in the storage only while the tab reloads.
 */

/** @typedef {{clientId: string, secret: string, cseq?: number, pending?: any[]}} Saved */

/** How long a reloaded page waits for its former self to let go of the id, in milliseconds. */
const LET_GO_MS = 1500;

/** @returns {string} 22 random characters */
export function newClientId() {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return [...crypto.getRandomValues(new Uint8Array(22))].map((b) => letters[b & 63]).join("");
}

/** @param {string} sessionId @returns {Promise<Saved>} */
export async function restore(sessionId) {
  const secret = comeBack(sessionId) ?? newClientId();
  let saved = null;
  try {
    saved = JSON.parse(sessionStorage.getItem(place(sessionId)) ?? "null");
  } catch {
    saved = null;
  }
  if (typeof saved?.clientId === "string" && (await hold(saved.clientId))) return { ...saved, secret };
  const clientId = newClientId();
  await hold(clientId);
  return { clientId, secret };
}

/** @param {string} sessionId @param {Omit<Saved, "secret">} saved */
export function keep(sessionId, saved) {
  store(place(sessionId), JSON.stringify(saved));
}

/** The page goes: the next one in this tab is its successor. @param {string} sessionId @param {string} secret */
export function leave(sessionId, secret) {
  store(secretPlace(sessionId), secret);
}

/** The page is here: takes the secret out of the storage, so that no copy has it. @param {string} sessionId */
export function comeBack(sessionId) {
  try {
    const secret = sessionStorage.getItem(secretPlace(sessionId));
    sessionStorage.removeItem(secretPlace(sessionId));
    return secret;
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} value */
function store(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Storage is full or forbidden: the edits stay in memory, and leaving the page warns.
  }
}

/** @param {string} clientId @returns {Promise<boolean>} false when another tab lives under this id */
function hold(clientId) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const options = { signal: AbortSignal.timeout(LET_GO_MS) };
    const forEver = () => {
      resolve(true);
      return new Promise(() => {});
    };
    navigator.locks.request(`trestle-${clientId}`, options, forEver).catch(() => resolve(false));
  });
}

/** @param {string} sessionId */
function place(sessionId) {
  return `trestle-unsent-${sessionId}`;
}

/** @param {string} sessionId */
function secretPlace(sessionId) {
  return `trestle-secret-${sessionId}`;
}
