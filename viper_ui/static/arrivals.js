// Pictures that are dropped, pasted or opened anywhere on the page. One of ours is looked at, and the person is asked what
// shall be done with it; everything else goes to the tab that is open. Of a PNG only what lies before its pixels is sent.
const { el, ask, say } = window.viper;
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
const encoded = (file) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(file);
});

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
    else say("Only pictures can be put here, one at a time.", { bad: true });
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
    el("h2", {}, settings ? "A picture drawn with ViPer" : taste ? "A taste card" : "A picture from elsewhere"),
    el("div", { class: "vp-arrival-picture" },
      el("img", { src: url, alt: "The picture", width: 120, height: 120 }),
      el("div", {}, told(settings, taste))),
    el("div", { class: "vp-arrival-tools" },
      settings && button("Use its settings", () => use(settings), true),
      taste && button("Take its taste as a profile", () => adopt(head), !settings),
      taste && !settings ? null : button("Comment on it", () => comment(file), !settings),
      button("Cancel", null)),
  );
  dialog.addEventListener("close", () => URL.revokeObjectURL(url), { once: true });
  dialog.showModal();
  dialog.querySelector(".vp-first").focus();
}
const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
function told(settings, taste) {
  const lines = [];
  if (settings) {
    lines.push(el("p", { class: "vp-view-prompt" }, settings.prompt),
      el("p", { class: "vp-hint" }, `β ${settings.beta} · seed ${settings.seed} · ${settings.model}`));
    lines.push(...settings.notes.map((text) => el("p", { class: "vp-hint" }, text)));
  }
  if (taste) {
    const words = `${plural(taste.liked, "like")}, ${plural(taste.disliked, "dislike")}`;
    lines.push(el("p", { class: "vp-hint" }, `${taste.name ? `The taste “${taste.name}”` : "A taste"} is in it: ${words}.`));
  }
  if (!settings && !taste) {
    lines.push(el("p", {}, "It does not say how it was made, so there are no settings and no taste to take from it. " +
      "You can put it on your board and say what pleases you about it."));
  }
  return lines;
}
function use(settings) {
  window.viper.openTab(window.viper.tab === "compare" ? "compare" : "generate");
  window.viper.fields.take(settings.use, "The fields hold the picture’s settings now.");
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
