// The profiles: several tastes of one person, one of them in use, and the ways in and out of them.
// What there is, the chips tell; what is done here is answered with a view that is theirs to draw.
const { el, icon, ask, say, t } = window.viper;
const LENGTH = props.length;
const LARGEST = 3500000; // bytes of a file with a taste; as base64 it still fits into a request
const row = element.querySelector(".vp-profiles");
const panel = element.querySelector(".vp-blend");
let view = null;

const { called } = window.viper;
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
    el("div", { class: "vp-pills", role: "group", "aria-label": t("profiles.all") },
      view.profiles.map((profile) => profile.inUse ? current(profile) : pill(profile)),
      tool("plus", t("profiles.new"), "new", () => act("add")),
    ),
    el("div", { class: "vp-profile-tools", role: "toolbar", "aria-label": t("profiles.this") },
      tool("pen", t("profiles.rename"), "rename", rename),
      tool("copy", t("profiles.duplicate"), "duplicate", () => act("duplicate")),
      tool("blend", t("profiles.blend"), "blend", toggleBlend, only ? t("profiles.blend.alone") : ""),
      tool("close", t("delete"), "delete", remove, only && isEmpty ? t("profiles.delete.none") : ""),
      view.deleted === null ? null : tool("undo", t("profiles.restore", { name: called(view.deleted) }), "restore", () => act("restore")),
      el("span", { class: "vp-gap" }),
      tool("card", t("profiles.card"), "card", saveCard, isEmpty ? t("profiles.card.none") : ""),
      tool("down", t("profiles.export"), "export", exportJson, isEmpty ? t("profiles.export.none") : ""),
      tool("up", t("profiles.import"), "import", () => file.click()),
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
  el("span", { "aria-label": t("profiles.likes", { count: profile.liked }) }, `+${profile.liked}`), " ",
  el("span", { "aria-label": t("profiles.dislikes", { count: profile.disliked }) }, `−${profile.disliked}`));
function pill(profile) {
  return el("button", { type: "button", class: "vp-filter vp-pill", "aria-pressed": "false", dataset: { key: `use|${profile.id}` },
    onclick: () => act("use", { profile: profile.id }) }, called(profile.name), " ", counts(profile));
}
function current(profile) {
  return el("button", { type: "button", class: "vp-filter vp-pill", "aria-pressed": "true", dataset: { key: `use|${profile.id}` },
    title: t("profiles.in-use"), ondblclick: rename }, called(profile.name), " ", counts(profile));
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
    if (fresh && fresh !== called(profile.name)) act("rename", { name: fresh });
  };
  const box = el("input", { type: "text", class: "vp-rename", maxlength: LENGTH, value: called(profile.name),
    "aria-label": t("profiles.name"), dataset: { key: `use|${profile.id}` },
    onkeydown: (event) => {
      if (event.key === "Enter") finish(box.value);
      if (event.key === "Escape") finish(called(profile.name));
    },
    onblur: () => finish(box.value) });
  place.replaceWith(box);
  box.select();
}
async function remove() {
  const { id, name } = mine();
  const answer = await act("delete", { profile: id });
  if (answer) say(t("profiles.deleted", { name: called(name) }), { action: { label: t("undo"), run: () => act("restore") } });
}

// -- blending --------------------------------------------------------------------------------------------------------------
let other = null; // id of the profile that is blended in
let share = 0.5;
const meter = el("input", { type: "range", min: 0, max: 1, step: 0.05, "aria-label": t("profiles.blend.share"),
  oninput: () => {
    share = Number(meter.value);
    showShare();
    lookSoon();
  } });
const shareWords = el("output", { class: "vp-share" });
const preview = el("div", { class: "vp-blend-words", "aria-live": "polite" });
const choice = el("select", { "aria-label": t("profiles.blend.other"), onchange: () => {
  other = choice.value;
  showShare();
  lookSoon(0);
} });
const ends = [el("span", {}), el("span", {})];
panel.replaceChildren(
  el("div", { class: "vp-blend-head" }, el("h3", {}, t("profiles.blend.with")), choice),
  el("div", { class: "vp-blend-meter" }, ends[0], meter, ends[1]),
  shareWords, preview,
  el("div", { class: "vp-blend-end" },
    el("button", { type: "button", class: "vp-button vp-first", dataset: { key: "keep" }, onclick: keepBlend }, t("profiles.blend.keep")),
    el("button", { type: "button", class: "vp-button", onclick: () => {
      panel.hidden = true;
    } }, t("close"))),
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
  choice.replaceChildren(...others.map((profile) => el("option", { value: profile.id }, called(profile.name))));
  choice.value = other;
  showShare();
  lookSoon(0);
}
function showShare() {
  const theirs = view.profiles.find((profile) => profile.id === other);
  const names = [called(mine().name), called(theirs?.name ?? "")];
  names.forEach((name, place) => { ends[place].textContent = name; });
  const part = Math.round(share * 100);
  shareWords.textContent = `${100 - part} % ${names[0]}, ${part} % ${names[1]}`;
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
    el("div", { class: `vp-blend-${side}` }, el("strong", {}, t(`profiles.blend.${side}`)),
      words.length ? el("ul", { role: "list" }, words.map(({ name, weight }) =>
        el("li", { style: `--share: ${Math.min(1, weight / 2)}`, lang: "en" }, name,
          el("small", {}, ` ×${Math.round(weight * 100) / 100}`)))) : el("p", { class: "vp-hint" }, t("profiles.blend.nothing")))));
}
async function keepBlend() {
  const answer = await request("blend", { other, share, keep: true });
  if (!answer) return;
  panel.hidden = true;
  say(t("profiles.kept", { name: called(mine().name) }));
}

// -- in and out ------------------------------------------------------------------------------------------------------------
const fileName = (ending) => `viper-${called(mine().name).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "taste"}.${ending}`;
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
  say(t("profiles.card.saved"));
}
const file = el("input", { type: "file", accept: ".json,.png,application/json,image/png", hidden: true,
  "aria-label": t("profiles.file"), onchange: () => {
    const [chosen] = file.files;
    file.value = "";
    if (chosen) bring(chosen);
  } });
element.append(file);
async function bring(chosen) {
  if (chosen.size > LARGEST) return say(t("profiles.file.large"), { bad: true });
  const answer = await request("import_taste", { name: chosen.name.slice(-200), data: await window.viper.encoded(chosen) });
  if (answer) say(t("profiles.imported", { name: called(mine().name) }));
}
window.viper.receivers.preferences = ([chosen], how) => how !== "paste" && view && bring(chosen);

addEventListener("viper:view", draw);
if (window.viper.view) draw();
