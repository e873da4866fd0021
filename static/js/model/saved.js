// @ts-check
/**
 * How an own board stands with the server, in one honest word and its colour.
 * @param {{pending: any[], ready: boolean, astray: boolean, resyncing: boolean}} session
 * @param {boolean} away whether there is no connection
 * @returns {{state: "saved"|"saving"|"offline"|"astray", words: string}}
 */
export function saveState(session, away) {
  const n = session.pending.length;
  if (away) {
    const kept = n === 1 ? "1 change kept in this browser" : `${n} changes kept in this browser`;
    return { state: "offline", words: n > 0 ? `Offline: ${kept}` : "Offline" };
  }
  if (session.astray) {
    const words = session.resyncing ? "Out of step: fetching the board again" : "Not the server's board: reload the page";
    return { state: "astray", words };
  }
  if (!session.ready) return { state: "saving", words: "Opening" };
  return n > 0 ? { state: "saving", words: `Saving ${n}` } : { state: "saved", words: "Saved" };
}
