// @ts-check
/**
 * Asks the server to do something; rejected when it cannot be reached.
 * @param {string} path @param {any} [body]
 * @returns {Promise<{ok: boolean, json: any}>} an empty object where the answer is no JSON
 */
export async function post(path, body = {}) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return { ok: answer.ok, json: await answer.json().catch(() => ({})) };
}
