// @ts-check
// The first page: a board file becomes a board.
import { opensBoardFiles } from "./net/board-file.js";

const status = /** @type {HTMLElement} */ (document.getElementById("file-status"));
const input = /** @type {HTMLInputElement} */ (document.getElementById("file-input"));
opensBoardFiles(input, document.body, (why) => (status.textContent = why));
document.getElementById("file-button")?.addEventListener("click", () => {
  status.textContent = "";
  input.click();
});
