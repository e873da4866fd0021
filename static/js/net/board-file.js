// @ts-check
/** A board from a file: the server reads it, makes a new board of it and says where, or what is wrong with it. */

/** The server takes no more. */
const MOST_BYTES = 1 << 20;

/** @param {File} file @returns {Promise<string>} the address of the new board; throws an Error whose message is for people */
async function addressOf(file) {
  if (file.size > MOST_BYTES) throw new Error(`${file.name}: is larger than a board may be, 1 MiB`);
  const body = await file.text();
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch("/sessions/file", { method: "POST", headers, body }).catch(() => {
    throw new Error("The server cannot be reached. Try again in a moment.");
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(`${file.name}: ${said.message ?? "cannot be opened"}`);
  return said.to;
}

/**
 * A file that is chosen with the input, or dropped on the area, is opened as a new board.
 * @param {HTMLInputElement} input @param {HTMLElement} area @param {(why: string) => void} refused
 */
export function opensBoardFiles(input, area, refused) {
  const open = async (/** @type {FileList|null|undefined} */ files) => {
    if (!files || files.length === 0) return;
    if (files.length > 1) return refused("One board at a time: choose one file.");
    try {
      location.assign(await addressOf(files[0]));
    } catch (error) {
      refused(error instanceof Error ? error.message : String(error));
    }
  };
  input.addEventListener("change", async () => {
    await open(input.files);
    // The same file again is a change, too.
    input.value = "";
  });
  const holds = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  area.addEventListener("dragover", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    area.classList.add("takes-file");
  });
  area.addEventListener("dragleave", () => area.classList.remove("takes-file"));
  area.addEventListener("drop", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    area.classList.remove("takes-file");
    open(event.dataTransfer?.files);
  });
}
