// The receipts: what each word of a taste did to a picture, drawn without it, what changed most first.
const { el, icon, t, inWords } = window.viper;
const USUAL = props.usual; // words that are looked at when nobody chose
const MOST = props.most;
const view = element.querySelector(".vp-receipts");
const note = element.querySelector(".vp-note");
let visitor = null;
let full = null; // the picture with everything: {url, prompt, beta, seed}
let receipts = []; // {name, side, change, url, file}, most changed first
let unknown = []; // words that the model does not know, each with what it knows instead
let sheet = null;
let picked = null; // name of the receipt that is looked at
let chosen = null; // names to look at, or null for the usual ones
let asked = []; // names of the words that are being looked at

const amount = (change) => window.viper.number(100 * change, change < 0.0995 ? 1 : 0);
const at = (name) => receipts.find((one) => one.name === name);

// -- which words -----------------------------------------------------------------------------------------------------------
const choice = el("div", { class: "vp-choice", hidden: true });
const toggle = el("button", { type: "button", class: "vp-link", "aria-expanded": "false", onclick: () => {
  const open = toggle.getAttribute("aria-expanded") !== "true";
  toggle.setAttribute("aria-expanded", String(open));
  choice.hidden = !open;
} });
const picks = el("div", { class: "vp-picks" }, el("p", { class: "vp-hint" }), toggle, choice);

// The words that act, in the order in which the server looks at them: the heaviest first, sides in turn.
function acting() {
  const sides = (window.viper.view?.sides ?? []).map(({ side, groups }) => groups.flatMap(({ chips }) => chips)
    .filter((chip) => chip.enabled && chip.weight > 0 && chip.isKnown).map((chip) => ({ ...chip, side })));
  const mixed = [];
  for (let row = 0; row < Math.max(0, ...sides.map((side) => side.length)); row += 1) {
    for (const side of sides) if (side[row]) mixed.push(side[row]);
  }
  return mixed.sort((a, b) => b.weight - a.weight);
}
function wanted(words) {
  const names = words.map(({ name }) => name);
  return chosen ? names.filter((name) => chosen.has(name)) : names.slice(0, USUAL);
}
function drawPicks() {
  const words = acting();
  const names = wanted(words);
  const many = words.length > USUAL;
  picks.firstChild.textContent = !words.length ? t("receipts.none")
    : many ? t("receipts.some", { count: names.length, of: words.length }) : t("receipts.all", { count: words.length });
  toggle.hidden = !many;
  toggle.textContent = t("receipts.choose");
  if (!many) choice.hidden = true;
  const focused = choice.contains(document.activeElement) ? document.activeElement.dataset.name : null;
  choice.replaceChildren(...words.map(({ name, side }) => {
    const on = names.includes(name);
    return el("button", { type: "button", class: `vp-filter vp-pick vp-pick-${side}`, lang: "en", "aria-pressed": String(on), dataset: { name },
      disabled: !on && names.length >= MOST, onclick: () => {
        chosen = new Set(names);
        if (on) chosen.delete(name);
        else chosen.add(name);
        drawPicks();
        draw();
      } }, `${side === "liked" ? "+" : "−"} ${name}`);
  }));
  if (focused) choice.querySelector(`[data-name="${CSS.escape(focused)}"]`)?.focus();
}

// -- the pictures ----------------------------------------------------------------------------------------------------------
const split = makeSplit({
  handle: t("receipts.handle"),
  spoken: (share) => t("receipts.spoken", { share }),
  blank: t("receipts.blank"),
});
const whole = el("img", { class: "vp-whole", alt: "", width: 512, height: 512, hidden: true });
split.canvas.append(whole);
const act = el("div", { class: "vp-act" });
const list = el("ul", { class: "vp-slips", role: "list", "aria-label": t("section.receipts") });
const save = el("a", { class: "vp-button vp-save", hidden: true, download: "viper-receipts.png" }, icon("down"), t("receipts.save"));
const strangers = el("ul", { class: "vp-strangers", "aria-label": t("receipts.strangers"), hidden: true });
view.append(picks, el("div", { class: "vp-bench" },
  el("div", {}, split.modes, split.canvas, act),
  el("div", {}, el("div", { class: "vp-strip-head" }, el("h2", {}, t("receipts.title")), save), list,
    el("p", { class: "vp-hint vp-measure" }, t("receipts.measure")), strangers)));
const runner = makeRunner({ box: split.canvas, note, changed: draw });

const on = (name) => (window.viper.view?.sides ?? [])
  .some(({ groups }) => groups.some(({ chips }) => chips.some((chip) => chip.name === name && chip.enabled)));
function slip(one) {
  const most = Math.max(...receipts.map(({ change }) => change), 1e-9);
  return el("li", {},
    el("button", { type: "button", class: "vp-slip", "aria-pressed": String(one.name === picked), dataset: { name: one.name },
      "aria-label": t(`receipts.slip.${one.side}`, { name: one.name, amount: amount(one.change) }),
      onclick: () => { picked = picked === one.name ? null : one.name; draw(); } },
      el("img", { src: one.url, alt: "", width: 256, height: 256 }),
      el("span", { class: "vp-slip-name", lang: "en" }, `${one.side === "liked" ? "+" : "−"} ${one.name}`),
      el("span", { class: "vp-amount", "aria-hidden": "true" },
        el("i", { style: `inline-size: ${Math.round((100 * one.change) / most)}%` })),
      el("span", { class: "vp-slip-number", "aria-hidden": "true" }, amount(one.change))));
}
function drawAct() {
  const one = at(picked);
  if (!one) {
    act.replaceChildren(receipts.length ? el("p", { class: "vp-hint" }, t("receipts.press")) : "");
    return;
  }
  act.replaceChildren(
    el("p", {}, t("receipts.change", { name: one.name, amount: amount(one.change) })),
    on(one.name)
      ? el("button", { type: "button", class: "vp-button", onclick: () => switchOff(one.name) }, t("receipts.switch-off", { name: one.name }))
      : el("p", { class: "vp-hint" }, t("receipts.is-off", { name: one.name })),
    el("a", { class: "vp-button", href: one.url, download: one.file }, icon("down"), t("receipts.this")));
}
// The words whose receipt is still to come: of the run, or before the first one, of the run that could be asked for.
function awaited() {
  const words = acting();
  const names = new Set(runner.busy ? asked : receipts.length ? [] : wanted(words));
  return words.filter(({ name }) => names.has(name) && !(runner.busy && at(name)));
}
async function switchOff(name) {
  await window.viper.edit({ do: "enable", name, enabled: false });
  drawAct();
  window.viper.say(t("receipts.switched-off", { name }),
    { action: { label: t("undo"), run: () => window.viper.undo() } });
}
function draw() {
  const one = at(picked);
  whole.hidden = !full || Boolean(one);
  if (full) {
    whole.src = full.url;
    whole.alt = t("receipts.whole", full);
  }
  split.modes.hidden = !one;
  split.show(full && one && { url: full.url, alt: t("receipts.with", { prompt: full.prompt, name: one.name }), tag: t("receipts.tag.with", { name: one.name }) },
    one && { url: one.url, alt: t("receipts.without", { prompt: full.prompt, name: one.name }), tag: t("receipts.tag.without", { name: one.name }) });
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.name : null;
  list.replaceChildren(...receipts.map(slip), ...awaited().map(({ name, side }) =>
    el("li", { "aria-hidden": "true" }, el("div", { class: "vp-slip" }, el("span", { class: "vp-cell-blank" }),
      el("span", { class: "vp-slip-name", lang: "en" }, `${side === "liked" ? "+" : "−"} ${name}`)))));
  if (focused) list.querySelector(`[data-name="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  drawAct();
  save.hidden = !sheet;
  if (sheet) save.href = sheet.url;
  strangers.hidden = !unknown.length;
  strangers.replaceChildren(...unknown.map((words) => el("li", {}, t("receipts.stranger", { words }))));
}

// -- what is kept in this browser ------------------------------------------------------------------------------------------
const fetched = async (one) => one.blob ?? (one.blob = await (await fetch(one.url)).blob());
async function keep() {
  const mine = runner.run;
  try {
    const parts = await Promise.all([full, ...receipts, sheet].filter(Boolean).map(fetched));
    if (mine !== runner.run || parts.length < 2) return;
    const bare = (one) => one && { ...one, url: null, image: null };
    await window.viper.keep("receipts",
      { visitor, full: bare(full), receipts: receipts.map(bare), sheet: bare(sheet), unknown });
    view.dataset.kept = receipts.length;
  } catch { /* they stay as long as the server has them */ }
}
async function recall() {
  const kept = await window.viper.recall("receipts");
  if (!kept || kept.visitor !== visitor || runner.busy || full) return;
  const shown = (one) => one && { ...one, url: URL.createObjectURL(one.blob) };
  full = shown(kept.full);
  receipts = kept.receipts.map(shown);
  sheet = shown(kept.sheet);
  unknown = kept.unknown;
  draw();
}
function take(value) {
  if (!value.full) return;
  const known = new Map([full, ...receipts].filter(Boolean).map((one) => [one.url, one]));
  const one = (each) => known.get(each.image.url) ?? { ...each, url: each.image.url };
  full = one(value.full);
  receipts = value.receipts.map(one);
  unknown = value.unknown;
  sheet = value.sheet ? { url: value.sheet.url } : null;
}
function receive() {
  const value = props.value;
  if (!value || !value.visitor) return;
  if (visitor !== value.visitor) {
    visitor = value.visitor;
    full = sheet = picked = chosen = null;
    receipts = [];
    unknown = [];
    draw();
    recall();
  }
  if (value.run === runner.run && value.state === "stopped") { // also after it was said to be stopped: the sheet comes now
    take(value);
    if (runner.busy) runner.end(t("stopped"));
    draw();
    keep();
    return;
  }
  if (!runner.takes(value)) return;
  if (value.state === "drawing" || value.state === "done") {
    take(value);
    if (picked && !at(picked)) picked = null;
  }
  if (value.state === "drawing" && value.steps) {
    runner.progress(value.done, t("step.of-picture", { at: value.index + 1, of: value.total, step: t("step", { at: value.step, of: value.steps }) }));
  }
  if (value.state === "done") {
    runner.end(value.message);
    keep();
  }
  draw();
}
window.viper.drawReceipts = () => {
  const words = acting();
  const names = wanted(words);
  picked = null;
  asked = names;
  const run = runner.begin();
  trigger("begin", { run, names: chosen && words.length > USUAL ? names : null, language: window.viper.language });
};
addEventListener("viper:view", () => {
  drawPicks();
  draw();
});
watch("value", receive);
drawPicks();
draw();
receive();
