// @ts-check
/**
 * The composition root of the workbench: reads the boot data, fetches the catalog, opens the session, mounts every part.
 * @typedef {import("./ui/store.js").Topic} Topic
 */
import { Canvas } from "./canvas/canvas.js";
import { mountClipboard } from "./canvas/clipboard.js";
import { canvasCommands } from "./canvas/commands.js";
import { Flow } from "./canvas/flow.js";
import { mountMinimap } from "./canvas/minimap.js";
import { Catalog } from "./model/catalog.js";
import { toBoard } from "./model/edits.js";
import { allBoxes, around } from "./model/geometry.js";
import { Session } from "./model/session.js";
import { opensBoardFiles } from "./net/board-file.js";
import { comeBack, keep, leave, newClientId, restore } from "./net/keep.js";
import { Socket } from "./net/socket.js";
import { mountEmpty } from "./panels/empty.js";
import { mountFindings } from "./panels/findings.js";
import { mountFixes } from "./panels/fixes.js";
import { mountForms } from "./panels/forms.js";
import { mountInspector, openInspector } from "./panels/inspector.js";
import { mountMembers } from "./panels/members.js";
import { mountPalette, narrowPalette } from "./panels/palette.js";
import { mountResults } from "./panels/results.js";
import { mountRun } from "./panels/run.js";
import { mountSaved } from "./panels/saved.js";
import { mountToolbars } from "./panels/toolbars.js";
import { mountCompletion } from "./ui/complete.js";
import { byId } from "./ui/dom.js";
import { fillIcons } from "./ui/icons.js";
import { Keys } from "./ui/keys.js";
import { mountMenus } from "./ui/menu.js";
import { Store } from "./ui/store.js";
import { announce, toast } from "./ui/toast.js";
import { Workbench } from "./workbench.js";

/** Fragments are fetched again at most this often while people edit. */
const FRAGMENTS_MS = 200;
const VIEW_ONLY = matchMedia("(max-width: 799px)");

/** @param {any} boot @returns {Promise<Catalog>} */
async function catalogOf(boot) {
  const answer = await fetch(boot.catalogUrl ?? "/catalog.json");
  if (!answer.ok) throw new Error(`the catalog answered ${answer.status}`);
  return new Catalog(await answer.json());
}

async function start() {
  const boot = JSON.parse(byId("boot").textContent ?? "{}");
  fillIcons(document);
  const [catalog, saved] = await Promise.all([catalogOf(boot), restore(boot.session)]);
  const store = new Store();
  const session = new Session(saved, {
    changed: ({ confirmed }) =>
      store.mark(.../** @type {Topic[]} */ (confirmed ? ["doc", "save", "confirmed"] : ["doc", "save"])),
    refused: ({ msg, edits }) => {
      app.history.forget(edits);
      toast(`Not saved: ${msg}`, "error");
    },
    persist: (state) => {
      keep(boot.session, state);
      socket?.flush();
    },
    resync: (lastSeq) => socket?.resync(lastSeq),
    resend: (later) => (later ? socket?.flushLater() : socket?.flush()),
  });
  /** @type {Socket|undefined} */ let socket;
  const app = new Workbench(boot, catalog, session, store);
  const canvas = mount(app, (d) => socket?.present(d));
  const live = frames(canvas, mountFixes(canvas));
  const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/s/${boot.session}?pv=1`;
  const line = new Socket(address, session, saved.secret, {
    newSecret: newClientId,
    state: (state, why) => netChanged(app, state, why),
    frame: live,
  });
  socket = line;
  addEventListener("pagehide", () => leave(boot.session, line.secret));
  addEventListener("pageshow", () => comeBack(boot.session));
  hooks(app, canvas);
  line.connect();
  if (boot.running) {
    // Where it stands the room tells; the page knows that it goes on before that.
    app.run.changed(boot.running);
    store.mark("run", "frame");
  } else if (boot.run) {
    app.run.earlier(boot.run);
    store.mark("run", "frame");
  }
}

/** @param {Workbench} app @param {(d: any) => void} present @returns {Canvas} */
function mount(app, present) {
  const root = byId("canvas");
  const svg = /** @type {any} */ (byId("stage"));
  const canvas = new Canvas(app, root, svg, present);
  const keys = new Keys(root);
  const run = mountRun(canvas);
  keys.add([
    ...canvasCommands(canvas),
    {
      id: "inspect",
      label: "Open the inspector",
      group: "View",
      keys: ["Enter"],
      when: () => app.selection.size > 0,
      run: () => openInspector(canvas),
    },
    { id: "run", label: "Run or cancel", group: "Run", keys: ["Ctrl+Enter"], anywhere: true, run: () => run.toggle() },
    { id: "live", label: "Play the design by hand", group: "Run", keys: ["Ctrl+Alt+Enter"], anywhere: true, run: () => run.play() },
    {
      id: "commands",
      label: "Command palette",
      group: "Help",
      keys: ["Ctrl+K", "Ctrl+Shift+P"],
      anywhere: true,
      hidden: true,
      run: () => keys.palette(),
    },
    {
      id: "help",
      label: "Keyboard shortcuts",
      group: "Help",
      keys: ["?", "F1"],
      anywhere: true,
      run: () => keys.help(),
    },
    { id: "palette", label: "Component list narrow or wide", group: "View", run: () => narrowPalette() },
    { id: "theme", label: "Light or dark", group: "View", run: () => byId("theme-button").click() },
  ]);
  document.getElementById("help-button")?.addEventListener("click", () => keys.help());
  mountMenus(document);
  mountToolbars(canvas, keys);
  mountPalette(byId("palette"), canvas);
  mountMinimap(canvas, byId("minimap"));
  mountClipboard(canvas);
  mountForms(app, (id) => canvas.goTo(id));
  mountCompletion(app.id);
  mountInspector(canvas);
  mountFindings(app);
  mountMembers(canvas);
  mountSaved(app);
  mountResults(canvas);
  mountEmpty(canvas);
  const file = /** @type {HTMLInputElement} */ (byId("file-input"));
  opensBoardFiles(file, root, (why) => toast(why, "error"));
  byId("file-button").addEventListener("click", () => file.click());
  new Flow(canvas);
  app.store.on(["frame"], () => run.frame(null));
  fitFirst(canvas);
  fragments(app);
  viewOnly(app);
  return canvas;
}

/** The first board that arrives is shown whole, unless this tab was somewhere already. @param {Canvas} canvas */
function fitFirst(canvas) {
  const stop = canvas.app.store.on(["doc"], () => {
    if (!canvas.app.session.ready) return;
    stop();
    canvas.view.measured();
    canvas.view.whole = () => around(allBoxes(canvas.app.doc));
    if (!canvas.view.restored && canvas.view.whole()) canvas.view.fitWhole(true);
    document.body.dataset.ready = "true";
  });
}

/** The server's fragments follow the confirmed board. @param {Workbench} app */
function fragments(app) {
  let timer = 0;
  let seq = -1;
  app.store.on(["confirmed"], () => {
    // The fragments that the page loaded with are already of the first revision that arrives.
    if (seq === -1) seq = app.session.seq;
    if (timer || app.session.seq === seq) return;
    timer = window.setTimeout(() => {
      timer = 0;
      seq = app.session.seq;
      document.body.dispatchEvent(new CustomEvent("board-changed"));
    }, FRAGMENTS_MS);
  });
}

/** A narrow screen looks and does not edit. @param {Workbench} app */
function viewOnly(app) {
  const check = () => {
    app.small = VIEW_ONLY.matches;
    document.body.classList.toggle("view-only", app.small);
    document.body.classList.toggle("read-only", app.small || app.me.role === "observer");
    app.store.mark("role");
  };
  VIEW_ONLY.addEventListener("change", check);
  check();
}

/**
 * @param {Canvas} canvas @param {(frame: any) => void} fixes
 * @returns {(frame: any) => void} what the server says beside edits
 */
function frames(canvas, fixes) {
  const { app } = canvas;
  return (frame) => {
    switch (frame.k) {
      case "welcome":
        app.me = { ...app.me, ...frame.me };
        return app.store.mark("role", "save");
      case "pres":
        return presence(app, frame);
      case "findings":
        app.findings = frame.list;
        return app.store.mark("findings");
      case "run":
        app.run.changed(frame);
        return app.store.mark("run", "frame");
      case "frame":
        app.run.frame(frame);
        return app.store.mark("frame", "run");
      case "fixes":
        return fixes(frame);
      case "verdicts":
        if (frame.run === app.run.id) app.run.verdicts = frame.list;
        return app.store.mark("run");
    }
  };
}

/** @param {Workbench} app @param {any} frame */
function presence(app, frame) {
  for (const actor of frame.gone ?? []) {
    const left = app.others.get(actor);
    if (left && app.others.delete(actor)) announce(`${left.name} left`);
  }
  for (const p of frame.list ?? []) {
    if (p.actor === app.me.actor) continue;
    const known = app.others.get(p.actor);
    if (!known) announce(`${p.name} is here`);
    app.others.set(p.actor, { ...known, ...p, heard: Date.now() });
  }
  app.store.mark("presence");
}

/** @param {Workbench} app @param {import("./net/socket.js").NetState} state @param {string} [why] */
function netChanged(app, state, why) {
  app.net = state;
  if (state !== "open") app.others.clear();
  if (state === "dead" && why) toast(why, "error", { label: "Reload", run: () => location.reload() });
  app.store.mark("save", "presence");
}

/** Read-only windows into the program, for tests. @param {Workbench} app @param {Canvas} canvas */
function hooks(app, canvas) {
  const trestle = Object.freeze({
    get rev() {
      return app.session.seq;
    },
    get pending() {
      return app.session.pending.length;
    },
    doc: () => JSON.parse(JSON.stringify(toBoard(app.doc))),
    perf: () => canvas.perf.summary(),
    state: () => ({
      net: app.net,
      role: app.me.role,
      tool: canvas.tool.id,
      selection: app.selection.items(),
      focus: app.selection.focus,
      others: [...app.others.keys()],
      run: {
        id: app.run.id,
        state: app.run.state,
        progress: app.run.progress,
        outdated: app.run.outdated(app.doc),
        live: app.run.live,
        lanes: app.run.lanes,
      },
      view: { x: canvas.view.x, y: canvas.view.y, z: canvas.view.z },
      findings: app.findings.length,
    }),
  });
  Object.defineProperty(window, "__trestle", { value: trestle, writable: false });
}

start().catch((problem) => {
  console.error(problem);
  toast("The workbench could not be opened. Please reload the page.", "error", {
    label: "Reload",
    run: () => location.reload(),
  });
});
