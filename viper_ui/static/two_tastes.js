// Two tastes on one prompt: the same scene and seed, drawn to two of a person's profiles, or to one and for everyone.
const { el, icon, t, called } = window.viper;
const EVERYONE = "";
const view = element.querySelector(".vp-two");
const note = element.querySelector(".vp-note");
let visitor = null;
let pictures = []; // {title, url, ...meta}, left and right
let sheet = null;

const chosen = [null, null]; // ids that the person chose
const selects = ["left", "right"].map((side, place) => el("select", { "aria-label": t(`tastes.${side}`), dataset: { side },
  onchange: () => {
    chosen[place] = selects[place].value;
    check();
  } }));
const hint = el("p", { class: "vp-hint" });
const split = makeSplit({
  handle: t("tastes.handle"),
  spoken: (share) => t("tastes.spoken", { share }),
  blank: t("tastes.blank"),
});
const save = el("a", { class: "vp-button vp-save", hidden: true, download: "viper-two-tastes.png" }, icon("down"), t("tastes.save"));
const facts = el("p", { class: "vp-facts" });
view.append(
  el("div", { class: "vp-versus" }, selects[0], el("span", {}, t("tastes.and")), selects[1]), hint,
  split.modes, split.canvas, el("div", { class: "vp-under-split" }, facts, save));
const runner = makeRunner({ box: split.canvas, note, changed: draw });

// -- which two -------------------------------------------------------------------------------------------------------------
function fillSelects() {
  const profiles = window.viper.view?.profiles ?? [];
  const options = [...profiles.map(({ id, name, inUse }) => ({ id, name: inUse ? t("tastes.in-use", { name: called(name) }) : called(name) })),
    { id: EVERYONE, name: t("tastes.no-taste") }];
  const inUse = profiles.find((profile) => profile.inUse)?.id ?? EVERYONE;
  const usual = [inUse, profiles.find((profile) => !profile.inUse)?.id ?? EVERYONE];
  selects.forEach((select, place) => {
    select.replaceChildren(...options.map(({ id, name }) => el("option", { value: id }, name)));
    select.value = options.some(({ id }) => id === chosen[place]) ? chosen[place] : usual[place];
  });
  check();
}
function check() {
  const [left, right] = selects.map(({ value }) => value);
  hint.textContent = left === right ? t("tastes.same") : "";
  hint.hidden = !hint.textContent;
}

// -- the pictures ----------------------------------------------------------------------------------------------------------
function draw() {
  const [left, right] = pictures;
  const part = (picture) => picture && { url: picture.url, tag: called(picture.title),
    alt: t("tastes.drawn", { ...picture, title: called(picture.title) }) };
  split.show(part(left), part(right));
  facts.replaceChildren(...(right ? [el("span", { class: "vp-prompt" }, right.prompt),
    el("span", {}, `${called(left.title)} · ${called(right.title)} · ${t("facts.seed", right)} · ${right.model}`)] : []));
  save.hidden = !sheet;
  if (sheet) save.href = sheet.url;
}
const fetched = async (one) => one.blob ?? (one.blob = await (await fetch(one.url)).blob());
async function keep() {
  const mine = runner.run;
  try {
    await Promise.all([...pictures, sheet].filter(Boolean).map(fetched));
    if (mine !== runner.run) return;
    const bare = (one) => one && { ...one, url: null, image: null };
    await window.viper.keep("tastes", { visitor, pictures: pictures.map(bare), sheet: bare(sheet) });
    view.dataset.kept = pictures.length;
  } catch { /* they stay as long as the server has them */ }
}
async function recall() {
  const kept = await window.viper.recall("tastes");
  if (!kept || kept.visitor !== visitor || runner.busy || pictures.length) return;
  const shown = (one) => one && { ...one, url: URL.createObjectURL(one.blob) };
  pictures = kept.pictures.map(shown);
  sheet = shown(kept.sheet);
  draw();
}
function receive() {
  const value = props.value;
  if (!value || !value.visitor) return;
  if (visitor !== value.visitor) {
    visitor = value.visitor;
    pictures = [];
    sheet = null;
    draw();
    recall();
  }
  if (!runner.takes(value)) return;
  if (value.state === "drawing") {
    runner.progress(value.done, t("step.of-picture", { at: value.index + 1, of: value.total, step: t("step", { at: value.step, of: value.steps }) }));
  }
  if (value.state === "done") {
    pictures = value.pictures.map((picture) => ({ ...picture, url: picture.image.url }));
    sheet = { url: value.sheet.url };
    runner.end(value.message);
    keep();
  }
}
window.viper.drawTastes = () => {
  const [left, right] = selects.map(({ value }) => value);
  if (left === right) {
    check();
    selects[1].focus();
    return;
  }
  const run = runner.begin();
  trigger("begin", { run, left, right, language: window.viper.language });
};
addEventListener("viper:view", fillSelects);
watch("value", receive);
fillSelects();
draw();
receive();
