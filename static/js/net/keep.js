// @ts-check
/**
 * What a tab keeps over a reload: its client id, its counter and the edits the server has not answered.
 * A duplicated tab gets a copy of the storage, so the id is held by a lock where the browser has locks.
 */

/** @typedef {{clientId: string, cseq?: number, pending?: any[]}} Saved */

/** How long a reloaded page waits for its former self to let go of the id, in milliseconds. */
const LET_GO_MS = 1500;

/** @returns {string} 22 random characters */
export function newClientId() {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return [...crypto.getRandomValues(new Uint8Array(22))].map((b) => letters[b & 63]).join("");
}

/** @param {string} sessionId @returns {Promise<Saved>} */
export async function restore(sessionId) {
  let saved = null;
  try {
    saved = JSON.parse(sessionStorage.getItem(place(sessionId)) ?? "null");
  } catch {
    saved = null;
  }
  if (typeof saved?.clientId === "string" && (await hold(saved.clientId))) return saved;
  const clientId = newClientId();
  await hold(clientId);
  return { clientId };
}

/** @param {string} sessionId @param {Saved} saved */
export function keep(sessionId, saved) {
  try {
    sessionStorage.setItem(place(sessionId), JSON.stringify(saved));
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
