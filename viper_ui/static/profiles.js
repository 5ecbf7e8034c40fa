// The profiles: several tastes of one person, one of them in use, and the ways in and out of them.
// What there is, the chips tell; what is done here is answered with a view that is theirs to draw.
const { el, icon, ask, say } = window.viper;
const LENGTH = props.length;
const LARGEST = 3500000; // bytes of a file with a taste; as base64 it still fits into a request
const row = element.querySelector(".vp-profiles");
const panel = element.querySelector(".vp-blend");
let view = null;

const visitor = () => window.viper.visitor;
const mine = () => view.profiles.find((profile) => profile.inUse);
function request(name, data) {
  return window.viper.inTurn(async () => {
    const answer = await ask(() => server[name]({ visitor: visitor(), ...data }));
    if (answer?.view) window.viper.takeView(answer.view);
    return answer;
  });
}
const act = (what, more = {}) => request("profile", { do: what, ...more });

// -- the row ---------------------------------------------------------------------------------------------------------------
function draw() {
  view = window.viper.view;
  if (row.querySelector(".vp-rename")) return; // a name is being typed; it is drawn anew when that is done
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const only = view.profiles.length === 1;
  const isEmpty = view.isEmpty;
  row.replaceChildren(
    el("div", { class: "vp-pills", role: "group", "aria-label": "Your profiles" },
      view.profiles.map((profile) => profile.inUse ? current(profile) : pill(profile)),
      tool("plus", "New", "new", () => act("add")),
    ),
    el("div", { class: "vp-profile-tools", role: "toolbar", "aria-label": "This profile" },
      tool("pen", "Name it", "rename", rename),
      tool("copy", "Duplicate", "duplicate", () => act("duplicate")),
      tool("blend", "Blend", "blend", toggleBlend, only ? "Blending needs a second profile: make or import one" : ""),
      tool("close", "Delete", "delete", remove, only && isEmpty ? "There is nothing to delete" : ""),
      view.deleted === null ? null : tool("undo", `Bring back “${view.deleted}”`, "restore", () => act("restore")),
      el("span", { class: "vp-gap" }),
      tool("card", "Taste card", "card", saveCard, isEmpty ? "The card shows your taste: learn or add something first" : ""),
      tool("down", "Export", "export", exportJson, isEmpty ? "There is nothing to export yet" : ""),
      tool("up", "Import", "import", () => file.click()),
    ),
  );
  if (only) panel.hidden = true;
  if (!panel.hidden) drawBlend();
  if (focused) {
    const again = [...element.querySelectorAll("[data-key]")].find((node) => node.dataset.key === focused);
    (again && !again.disabled ? again : row.querySelector("[aria-pressed=true]"))?.focus({ preventScroll: true });
  }
}
function tool(name, label, key, onclick, missing = "") {
  return el("button", { type: "button", class: "vp-button", disabled: Boolean(missing), title: missing || null, dataset: { key },
    onclick }, icon(name), label);
}
const counts = (profile) => el("span", { class: "vp-pill-count" },
  el("span", { "aria-label": `${profile.liked} liked` }, `+${profile.liked}`), " ",
  el("span", { "aria-label": `${profile.disliked} disliked` }, `−${profile.disliked}`));
function pill(profile) {
  return el("button", { type: "button", class: "vp-filter vp-pill", "aria-pressed": "false", dataset: { key: `use|${profile.id}` },
    onclick: () => act("use", { profile: profile.id }) }, profile.name, " ", counts(profile));
}
function current(profile) {
  return el("button", { type: "button", class: "vp-filter vp-pill", "aria-pressed": "true", dataset: { key: `use|${profile.id}` },
    title: "In use; double-click to rename", ondblclick: rename }, profile.name, " ", counts(profile));
}
function rename() {
  const profile = mine();
  const place = row.querySelector("[aria-pressed=true]");
  let done = false;
  const finish = (name) => {
    if (done) return;
    done = true;
    const again = current(profile); // only this gives way: what was pressed to leave the box must still be there
    const hadFocus = document.activeElement === box;
    box.replaceWith(again);
    if (hadFocus) again.focus({ preventScroll: true });
    const fresh = name.trim();
    if (fresh && fresh !== profile.name) act("rename", { name: fresh });
  };
  const box = el("input", { type: "text", class: "vp-rename", maxlength: LENGTH, value: profile.name,
    "aria-label": "Name of this profile", dataset: { key: `use|${profile.id}` },
    onkeydown: (event) => {
      if (event.key === "Enter") finish(box.value);
      if (event.key === "Escape") finish(profile.name);
    },
    onblur: () => finish(box.value) });
  place.replaceWith(box);
  box.select();
}
async function remove() {
  const { id, name } = mine();
  const answer = await act("delete", { profile: id });
  if (answer) say(`“${name}” is deleted.`, { action: { label: "Undo", run: () => act("restore") } });
}

// -- blending --------------------------------------------------------------------------------------------------------------
let other = null; // id of the profile that is blended in
let share = 0.5;
const meter = el("input", { type: "range", min: 0, max: 1, step: 0.05, "aria-label": "How much of the other profile",
  oninput: () => {
    share = Number(meter.value);
    showShare();
    lookSoon();
  } });
const shareWords = el("output", { class: "vp-share" });
const preview = el("div", { class: "vp-blend-words", "aria-live": "polite" });
const choice = el("select", { "aria-label": "Profile to blend in", onchange: () => {
  other = choice.value;
  showShare();
  lookSoon(0);
} });
const ends = [el("span", {}), el("span", {})];
panel.replaceChildren(
  el("div", { class: "vp-blend-head" }, el("h3", {}, "Blend with"), choice),
  el("div", { class: "vp-blend-meter" }, ends[0], meter, ends[1]),
  shareWords, preview,
  el("div", { class: "vp-blend-end" },
    el("button", { type: "button", class: "vp-button vp-first", dataset: { key: "keep" }, onclick: keepBlend }, "Keep as a new profile"),
    el("button", { type: "button", class: "vp-button", onclick: () => {
      panel.hidden = true;
    } }, "Close")),
);
function toggleBlend() {
  panel.hidden = !panel.hidden;
  if (!panel.hidden) {
    meter.value = share;
    drawBlend();
    choice.focus({ preventScroll: true });
  }
}
function drawBlend() {
  const others = view.profiles.filter((profile) => !profile.inUse);
  if (!others.some((profile) => profile.id === other)) other = others[0]?.id ?? null;
  choice.replaceChildren(...others.map((profile) => el("option", { value: profile.id }, profile.name)));
  choice.value = other;
  showShare();
  lookSoon(0);
}
function showShare() {
  const theirs = view.profiles.find((profile) => profile.id === other);
  ends[0].textContent = mine().name;
  ends[1].textContent = theirs?.name ?? "";
  const part = Math.round(share * 100);
  shareWords.textContent = `${100 - part} % ${mine().name}, ${part} % ${theirs?.name ?? ""}`;
}
let timer = 0;
let asked = 0;
function lookSoon(delay = 60) {
  clearTimeout(timer);
  timer = setTimeout(look, delay);
}
async function look() {
  if (!other || panel.hidden) return;
  const turn = ++asked;
  const answer = await server.blend({ visitor: visitor(), other, share, keep: false }).catch(() => undefined);
  if (turn !== asked || !answer?.ok) return;
  preview.replaceChildren(...answer.sides.map(({ side, words }) =>
    el("div", { class: `vp-blend-${side}` }, el("strong", {}, side === "liked" ? "Likes" : "Dislikes"),
      words.length ? el("ul", { role: "list" }, words.map(({ name, weight }) =>
        el("li", { style: `--share: ${Math.min(1, weight / 2)}` }, name,
          el("small", {}, ` ×${Math.round(weight * 100) / 100}`)))) : el("p", { class: "vp-hint" }, "Nothing"))));
}
async function keepBlend() {
  const answer = await request("blend", { other, share, keep: true });
  if (!answer) return;
  panel.hidden = true;
  say(`“${mine().name}” is kept and in use.`);
}

// -- in and out ------------------------------------------------------------------------------------------------------------
const fileName = (ending) => `viper-${mine().name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "taste"}.${ending}`;
function save(blob, name) {
  const link = el("a", { download: name, href: URL.createObjectURL(blob) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
async function exportJson() {
  const answer = await ask(() => window.viper.exportTaste());
  if (answer) save(new Blob([answer.text], { type: "application/json" }), fileName("json"));
}
async function saveCard() {
  const answer = await ask(() => server.taste_card({ visitor: visitor() }));
  if (!answer) return;
  const bytes = Uint8Array.from(atob(answer.data), (letter) => letter.charCodeAt(0));
  save(new Blob([bytes], { type: "image/png" }), fileName("png"));
  say("The card is saved. Whoever imports the picture has this taste; your comments are not in it.");
}
const file = el("input", { type: "file", accept: ".json,.png,application/json,image/png", hidden: true,
  "aria-label": "Preferences or taste card", onchange: () => {
    const [chosen] = file.files;
    file.value = "";
    if (chosen) bring(chosen);
  } });
element.append(file);
async function bring(chosen) {
  if (chosen.size > LARGEST) return say("This file is too large to hold a taste: at most 3.5 MB.", { bad: true });
  const url = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(chosen);
  });
  const answer = await request("import_taste", { name: chosen.name.slice(-200), data: url.slice(url.indexOf(",") + 1) });
  if (answer) say(`“${mine().name}” is imported and in use. Your other profiles are as they were.`);
}
window.viper.receivers.preferences = ([chosen], how) => how !== "paste" && view && bring(chosen);

addEventListener("viper:view", draw);
if (window.viper.view) draw();
