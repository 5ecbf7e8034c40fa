// Pictures that are dropped, pasted or opened anywhere on the page. One of ours is looked at, and the person is asked what
// shall be done with it; everything else goes to the tab that is open. Of a PNG only what lies before its pixels is sent.
const { el, ask, say, t, called, counted, encoded } = window.viper;
const dialog = element.querySelector(".vp-arrival");
const input = element.querySelector(".vp-arrival-file");
const LONGEST = 3500000; // bytes before the pixels; as base64 they still fit into a request
const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const NO_PIXELS = [0, 0, 0, 0, 73, 68, 65, 84, 53, 175, 6, 30]; // an empty IDAT chunk
const OURS = ["viper", "viper-taste"]; // keywords of the text chunks that we write
const KINDS = ["tEXt", "iTXt", "zTXt"];

// The file up to its pixels where it is a PNG that carries something of ours, else null.
async function ours(file) {
  const bytes = new Uint8Array(await file.slice(0, LONGEST).arrayBuffer());
  if (SIGNATURE.some((byte, place) => bytes[place] !== byte)) return null;
  const view = new DataView(bytes.buffer);
  const latin = (from, to) => String.fromCharCode(...bytes.subarray(from, to));
  let isOurs = false;
  for (let at = SIGNATURE.length; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    const kind = latin(at + 4, at + 8);
    if (kind === "IDAT") {
      return isOurs ? new File([bytes.subarray(0, at), new Uint8Array(NO_PIXELS)], file.name, { type: "image/png" }) : null;
    }
    if (KINDS.includes(kind)) isOurs ||= OURS.includes(latin(at + 8, Math.min(at + 8 + length, at + 96)).split("\0")[0]);
    at += length + 12;
  }
  return null;
}

async function arrive(files, how) {
  const [file] = files;
  const head = files.length === 1 && file.type === "image/png" ? await ours(file).catch(() => null) : null;
  if (head) {
    const found = await ask(async () => server.examine({ data: await encoded(head) }));
    if (found) question(file, head, found);
    return;
  }
  const receiver = window.viper.receivers[window.viper.tab];
  if (how === "open" || !receiver) {
    if (files.length === 1 && file.type.startsWith("image/")) question(file, null, { settings: null, taste: null });
    else say(t("arrival.only"), { bad: true });
  } else receiver(files, how);
}

// -- the question ----------------------------------------------------------------------------------------------------------
function question(file, head, { settings, taste }) {
  const url = URL.createObjectURL(file);
  const done = (act) => () => {
    dialog.close();
    act?.();
  };
  const button = (label, act, first = false) =>
    el("button", { type: "button", class: first ? "vp-button vp-first" : "vp-button", onclick: done(act) }, label);
  dialog.replaceChildren(
    el("h2", {}, t(settings ? "arrival.ours" : taste ? "arrival.card" : "arrival.foreign")),
    el("div", { class: "vp-arrival-picture" },
      el("img", { src: url, alt: t("arrival.picture"), width: 120, height: 120 }),
      el("div", {}, told(settings, taste))),
    el("div", { class: "vp-arrival-tools" },
      settings && button(t("arrival.use"), () => use(settings), true),
      taste && button(t("arrival.adopt"), () => adopt(head), !settings),
      taste && !settings ? null : button(t("arrival.start"), () => start(file), !settings && draws()),
      taste && !settings ? null : button(t("arrival.comment"), () => comment(file), !settings && !draws()),
      button(t("cancel"), null)),
  );
  dialog.addEventListener("close", () => URL.revokeObjectURL(url), { once: true });
  dialog.showModal();
  dialog.querySelector(".vp-first").focus();
}
function told(settings, taste) {
  const lines = [];
  if (settings) {
    lines.push(el("p", { class: "vp-view-prompt" }, settings.prompt),
      el("p", { class: "vp-hint" }, t("facts", { beta: settings.beta, seed: settings.seed, model: settings.model })));
    lines.push(...settings.notes.map((note) => el("p", { class: "vp-hint" }, window.viper.inWords(note))));
  }
  if (taste) {
    const counts = { likes: counted("likes", taste.liked), dislikes: counted("dislikes", taste.disliked) };
    lines.push(el("p", { class: "vp-hint" },
      taste.name ? t("arrival.named-taste", { ...counts, name: called(taste.name) }) : t("arrival.taste", counts)));
  }
  if (!settings && !taste) {
    lines.push(el("p", {}, t("arrival.silent")));
  }
  return lines;
}
function use(settings) {
  window.viper.openTab(window.viper.tab === "compare" ? "compare" : "generate");
  window.viper.fields.take(settings.use, t("arrival.used"));
}
const draws = () => ["generate", "compare"].includes(window.viper.tab);
function start(file) {
  if (!draws()) window.viper.openTab("generate");
  window.viper.start.file(file);
}
function adopt(head) {
  window.viper.openTab("preferences");
  window.viper.receivers.preferences([head], "open");
}
function comment(file) {
  window.viper.openTab("comment");
  window.viper.receivers.comment([file], "open");
}
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

// -- the ways in -----------------------------------------------------------------------------------------------------------
window.viper.openPicture = () => input.click();
input.addEventListener("change", () => {
  const files = [...input.files];
  input.value = "";
  if (files.length) arrive(files, "open");
});
const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
document.addEventListener("dragover", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  document.body.dataset.carried = "true";
});
document.addEventListener("dragleave", (event) => event.relatedTarget === null && delete document.body.dataset.carried);
document.addEventListener("drop", (event) => {
  delete document.body.dataset.carried;
  const files = [...(event.dataTransfer?.files ?? [])];
  if (!files.length || dialog.open) return;
  event.preventDefault();
  arrive(files, "drop");
});
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  const isText = [...(event.clipboardData?.types ?? [])].includes("text/plain") && window.viper.isTyping(event.target);
  if (!files.length || isText || dialog.open) return;
  event.preventDefault();
  arrive(files, "paste");
});
