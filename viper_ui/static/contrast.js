// The contrast: one scene with and without a person's taste, under a handle or side by side, and a strip over β.
const { el, icon, t } = window.viper;
const view = element.querySelector(".vp-contrast");
const note = element.querySelector(".vp-note");
let visitor = null;
let pictures = []; // {beta, url, ...meta}, by β
let betas = props.betas;
let picked = null; // β of the picture on the right
let drawing = null; // {beta, preview} of what is being drawn
let strip = null;
let forecast = null; // how much each is likely to be liked, as far as can be guessed

const split = makeSplit({
  handle: t("contrast.handle"),
  spoken: (share) => t("contrast.spoken", { share }),
  blank: t("contrast.blank"),
});
const cells = el("ul", { class: "vp-strip", role: "list", "aria-label": t("contrast.strip") });
const save = el("a", { class: "vp-button vp-save", hidden: true, download: "viper-strip.png" }, icon("down"), t("contrast.save"));
const guess = el("div", { class: "vp-guess", hidden: true });
view.append(split.modes, split.canvas,
  el("div", { class: "vp-strip-head" }, el("h2", {}, t("contrast.title")), save), cells, guess);
const percent = (share) => Math.round(100 * share);
const runner = makeRunner({ box: split.canvas, note, changed: () => {
  drawing = null;
  if (!runner.busy) {
    view.dataset.ended = runner.run;
    if (pictures.length) keep();
  }
  draw();
} });

const at = (beta) => pictures.find((picture) => picture.beta === beta);
const words = (picture) => t("drawn", picture);

function draw() {
  const plain = at(0);
  const own = at(picked) ?? [...pictures].reverse().find((picture) => picture.beta > 0);
  split.show(plain && { url: plain.url, alt: words(plain), tag: t("contrast.everyone") },
    own && { url: own.url, alt: words(own), tag: t("contrast.yours", { beta: own.beta }) });
  cells.replaceChildren(...betas.map((beta) => {
    const picture = at(beta);
    const url = picture?.url ?? (drawing?.beta === beta ? drawing.preview : null);
    const chosen = picture && own && picture.beta === own.beta;
    return el("li", {},
      el("button", { type: "button", class: "vp-cell", disabled: !picture || beta === 0, dataset: { beta },
        "aria-pressed": String(Boolean(chosen)),
        "aria-label": beta === 0 ? t("contrast.zero") : t("contrast.with", { beta }),
        onclick: () => { picked = beta; draw(); cells.querySelector(`[data-beta="${beta}"]`)?.focus(); } },
        url ? el("img", { src: url, alt: "", class: picture ? "" : "vp-preview", width: 256, height: 256 })
          : el("span", { class: "vp-cell-blank" }),
        el("span", { class: "vp-cell-beta" }, `β ${beta}`)),
      foretold(beta));
  }));
  drawGuess();
  save.hidden = !strip;
  if (strip) save.href = strip.url;
}

// -- what the person is likely to think of them ----------------------------------------------------------------------------
function foretold(beta) {
  const one = foretelling(beta);
  if (!one) return null;
  const numbers = { liked: percent(one.liked), low: percent(one.low), high: percent(one.high) };
  return el("span", { class: "vp-foretold", title: t("contrast.foretold.why", numbers) },
    el("span", { "aria-hidden": "true", class: "vp-foretold-bar", style: `--low: ${numbers.low}%; --high: ${numbers.high}%; --at: ${numbers.liked}%` }),
    el("span", { class: "vp-foretold-words" }, t("contrast.foretold", numbers)));
}
const foretelling = (beta) => (at(beta) ? forecast?.each.find((one) => one.beta === beta) : null);
function drawGuess() {
  guess.hidden = !forecast;
  if (!forecast) return guess.replaceChildren();
  const { best } = forecast;
  const used = { likes: forecast.liked, dislikes: forecast.disliked };
  guess.replaceChildren(
    el("p", {}, best === null ? t("contrast.best.none") : t(best ? "contrast.best" : "contrast.best.zero", { beta: best }), " ",
      best ? el("button", { type: "button", class: "vp-link vp-best", onclick: () => {
        window.viper.fields.take({ beta: best }, t("contrast.best.taken", { beta: best }));
      } }, t("contrast.best.take", { beta: best })) : null),
    el("p", { class: "vp-hint" }, t("contrast.guess", used), " ",
      t(forecast.answered ? "contrast.blind" : "contrast.blind.none", { hits: forecast.hits, answered: forecast.answered })));
}

// -- what is kept in this browser ------------------------------------------------------------------------------------------
let keeping = 0;
async function keep() {
  const mine = ++keeping;
  const fetched = async (picture) => picture.blob ?? (await fetch(picture.url)).blob();
  try {
    const present = pictures;
    const blobs = await Promise.all(present.map(fetched));
    present.forEach((picture, index) => { picture.blob = blobs[index]; });
    const stripBlob = strip && (await fetched(strip));
    if (mine !== keeping) return; // there is more by now, and it is being kept
    const kept = present.map(({ url, image, ...rest }) => rest);
    await window.viper.keep("contrast", { visitor, betas, picked, pictures: kept, strip: stripBlob, forecast });
    view.dataset.kept = kept.length;
  } catch { /* they stay as long as the server has them */ }
}
async function recall() {
  const kept = await window.viper.recall("contrast");
  if (!kept || kept.visitor !== visitor || runner.busy || pictures.length) return;
  betas = kept.betas;
  picked = kept.picked;
  pictures = kept.pictures.map((picture) => ({ ...picture, url: URL.createObjectURL(picture.blob) }));
  forecast = kept.forecast ?? null;
  strip = kept.strip ? { url: URL.createObjectURL(kept.strip), blob: kept.strip } : null;
  draw();
}
function receive() {
  const value = props.value;
  if (!value || !value.visitor) return;
  if (visitor !== value.visitor) {
    visitor = value.visitor;
    pictures = [];
    strip = forecast = drawing = null;
    draw();
    recall();
  }
  if (!runner.takes(value)) return;
  if (value.state === "drawing" || value.state === "done") {
    betas = value.betas;
    strip = value.strip;
    forecast = value.forecast ?? null;
    const before = new Map(pictures.map((picture) => [picture.url, picture]));
    pictures = value.pictures.map((picture) =>
      before.get(picture.image.url) ?? { ...picture, url: picture.image.url });
    if (pictures.some((picture) => !before.has(picture.url))) keep();
    if (!at(picked) || value.fresh) picked = value.picked;
  }
  if (value.state === "drawing") {
    drawing = { beta: value.beta, preview: value.preview };
    runner.progress(value.done, t("step.of-beta", { at: value.index + 1, of: value.total, beta: value.beta, step: t("step", { at: value.step, of: value.steps }) }));
  }
  if (value.state === "done") runner.end(value.message);
  draw();
}
window.viper.comparing = runner.begin;
watch("value", receive);
draw();
receive();
