// What the page's components share: building elements, messages, keeping things in this browser.
// Text of people reaches the page through text nodes and attributes only, never as markup.
(() => {
  "use strict";
  const viper = (window.viper = { taste: null, run: 0 });

  // An element; `attributes` may hold class, dataset, on<event> and any attribute; false and null leave one out.
  viper.el = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name === "dataset") Object.assign(node.dataset, value);
      else if (name === "value" || name === "checked" || name === "disabled") node[name] = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  };

  // Small drawings for buttons; the paths are ours, nothing from outside is ever put here.
  const ICONS = {
    left: "M15 5l-7 7 7 7", right: "M9 5l7 7-7 7", close: "M6 6l12 12M18 6L6 18",
    flip: "M7 7h11l-3-3M17 17H6l3 3", pen: "M5 19l1-4L16 5l3 3L9 18l-4 1z", check: "M5 12.5l4.5 4.5L19 7.5",
    undo: "M9 7L4 11l5 4M4 11h10a5 5 0 010 10h-3", redo: "M15 7l5 4-5 4M20 11H10a5 5 0 000 10h3",
    plus: "M12 5v14M5 12h14", copy: "M9 9h11v11H9zM5 15H4V4h11v1", blend: "M9 5a7 7 0 100 14A7 7 0 009 5zM15 5a7 7 0 110 14 7 7 0 010-14z",
    card: "M4 5h16v14H4zM4 15l5-4 4 3 3-2 4 3", down: "M12 4v11m-5-4.5l5 5 5-5M5 20h14",
    up: "M12 16V5M7 9.5l5-5 5 5M5 20h14", moon: "M20 14.5A8.5 8.5 0 119.5 4a7 7 0 0010.5 10.5z",
  };
  viper.icon = (name) => {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const path = document.createElementNS(space, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.classList.add("vp-icon");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  };

  // A message at the edge of the page, in words or as something said; read out by screen readers.
  viper.say = (message, { bad = false, action = null } = {}) => {
    let shelf = document.querySelector(".vp-messages");
    if (!shelf) {
      shelf = viper.el("div", { class: "vp-messages", role: "status", "aria-live": "polite" });
      document.querySelector(".gradio-container").append(shelf);
    }
    const close = () => note.remove();
    const note = viper.el(
      "div", { class: bad ? "vp-message vp-bad" : "vp-message", role: bad ? "alert" : null },
      viper.el("p", {}, viper.inWords(message)),
      action && viper.el("button", { type: "button", class: "vp-button", onclick: () => { close(); action.run(); } }, action.label),
      viper.el("button", { type: "button", class: "vp-quiet", "aria-label": viper.t("message.close"), onclick: close },
        viper.icon("close")),
    );
    shelf.append(note);
    setTimeout(close, bad || action ? 12000 : 5000);
  };

  // One call of a server function: its answer, or undefined after having said why there is none.
  viper.ask = async (work) => {
    const answer = await work().catch(() => undefined);
    if (answer && answer.ok) return answer;
    viper.say(answer ? answer.error : viper.t("server.silent"), { bad: true });
    return undefined;
  };

  // The content of a file as base64, as requests carry it.
  viper.encoded = (file) => new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

  // What a tab does with files that are dropped or pasted while it is open: name -> (files, how) => void.
  viper.receivers = {};

  // Requests that change the taste go one after the other, so that they reach the server in the order they were made.
  let line = Promise.resolve();
  viper.inTurn = (work) => {
    line = line.then(work, work);
    return line;
  };

  // Drawings are numbered; a higher number is a later one, in this page and after a reload of it.
  viper.nextRun = () => (viper.run = Math.max(viper.run + 1, Date.now()));

  // While a drawing is awaited: notice that the server went away, or was started again and knows nothing of it.
  const CHECK = 3000; // ms between two looks
  viper.boot = async () => null; // set by the head of the page: which start of the server this is
  viper.guard = async (run, isBusy, end) => {
    const mine = run();
    const before = await viper.boot();
    for (let missed = 0; ; ) {
      await new Promise((resolve) => setTimeout(resolve, CHECK));
      if (run() !== mine || !isBusy()) return;
      const now = await viper.boot();
      missed = now === null ? missed + 1 : 0;
      if (run() !== mine || !isBusy()) return;
      if (missed > 1) return end(viper.t("server.gone"));
      if (now !== null && before !== null && now !== before) {
        return end(viper.t("server.again"));
      }
    }
  };

  // Work that must be done before the server is asked to look at what was written.
  const flushes = new Set();
  viper.beforeReading = (flush) => flushes.add(flush);
  viper.flush = () => Promise.allSettled([...flushes].map((flush) => flush()));

  viper.isTyping = (target) =>
    Boolean(target?.closest?.("input, textarea, select, [contenteditable], [role=tab], [role=slider], [role=listbox]"));

  // A small IndexedDB: pictures that were drawn stay in this browser. Without it nothing is kept and nothing breaks.
  const opened = () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open("viper", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("kept");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const kept = async (mode, use) => {
    const base = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const request = use(base.transaction("kept", mode).objectStore("kept"));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    } finally {
      base.close();
    }
  };
  viper.keep = (key, value) => kept("readwrite", (store) => store.put(value, key)).catch(() => undefined);
  viper.recall = (key) => kept("readonly", (store) => store.get(key)).catch(() => undefined);
  viper.forget = () => kept("readwrite", (store) => store.clear()).catch(() => undefined);

  // Light or dark, as chosen here, or as the system says.
  const chosen = () => { try { return localStorage.getItem("viper.look"); } catch { return null; } };
  viper.setLook = (look) => {
    document.body.classList.toggle("dark", look === "dark");
    document.documentElement.style.colorScheme = look;
    try { localStorage.setItem("viper.look", look); } catch { /* a browser that keeps nothing */ }
  };
  viper.isDark = () => document.body.classList.contains("dark");
  if (chosen()) {
    // gradio sets its own class while it starts; ours is set once more when it has.
    const apply = () => viper.setLook(chosen());
    if (document.body) apply();
    addEventListener("DOMContentLoaded", apply);
    addEventListener("load", () => setTimeout(apply, 0));
  }
})();
