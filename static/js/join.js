// @ts-check
// The join page: takes the secret of the link from the fragment (which no server and no log ever sees), sends it once,
// and goes to the board. The fragment is removed from the address first, so that it is not kept in the history.

const form = /** @type {HTMLFormElement} */ (document.getElementById("join-form"));
const name = /** @type {HTMLInputElement} */ (document.getElementById("join-name"));
const status = /** @type {HTMLElement} */ (document.getElementById("join-status"));

const token = new URLSearchParams(location.hash.slice(1)).get("k") ?? "";
history.replaceState(null, "", location.pathname);
name.value = localStorage.getItem("trestle-name") ?? "";
name.focus();
if (!token) say("This link is incomplete: ask for it again, and open the whole of it.");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!token) return;
  const wanted = name.value.trim();
  say("Joining…");
  try {
    const answer = await fetch("/join", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ k: token, name: wanted }),
    });
    const body = await answer.json();
    if (!answer.ok) return say(body.message ?? "That did not work. Try again.");
    localStorage.setItem("trestle-name", wanted);
    location.assign(body.to);
  } catch {
    say("The server cannot be reached. Try again in a moment.");
  }
});

/** @param {string} words */
function say(words) {
  status.textContent = words;
}
