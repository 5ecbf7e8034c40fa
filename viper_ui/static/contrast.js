// The contrast: one scene with and without a person's taste, under a handle or side by side, and a strip over β.
const { el, icon } = window.viper;
const view = element.querySelector(".vp-contrast");
const bar = el("div", { class: "vp-bar" }); // lies on the pictures while others are being drawn
const note = element.querySelector(".vp-note");
let visitor = null;
let pictures = []; // {beta, url, ...meta}, by β
let betas = props.betas;
let picked = null; // β of the picture on the right
let mode = "slider";
let running = null; // {beta, preview} of what is being drawn
let strip = null;
let run = 0; // number of the latest run; what an earlier one still sends is not shown
let busy = false;

// -- the parts -----------------------------------------------------------------------------------------------------------
const left = el("img", { alt: "", width: 512, height: 512 });
const right = el("img", { alt: "", width: 512, height: 512 });
const range = el("input", { type: "range", min: 0, max: 100, value: 50, class: "vp-handle",
  "aria-label": "How much of the picture is shown to your taste", oninput: cut });
const leftTag = el("span", { class: "vp-corner vp-corner-left" });
const rightTag = el("span", { class: "vp-corner vp-corner-right" });
const blank = el("p", { class: "vp-hint" }, "The two pictures will appear here, under one handle.");
const canvas = el("div", { class: "vp-canvas vp-split" }, el("div", { class: "vp-blank" }, blank),
  el("div", { class: "vp-half vp-half-left" }, left, leftTag), el("div", { class: "vp-half vp-half-right" }, right, rightTag),
  el("span", { class: "vp-line", "aria-hidden": "true" }), range);
const modes = el("div", { class: "vp-modes", role: "group", "aria-label": "How to compare" },
  ...[["slider", "Slider"], ["beside", "Side by side"]].map(([name, label]) =>
    el("button", { type: "button", class: "vp-button", dataset: { mode: name }, onclick: () => { mode = name; draw(); } },
      label)));
const cells = el("ul", { class: "vp-strip", role: "list", "aria-label": "The same scene at rising β" });
const save = el("a", { class: "vp-button vp-save", hidden: true, download: "viper-strip.png" }, icon("down"), "Strip as PNG");
view.append(modes, canvas, el("div", { class: "vp-strip-head" }, el("h2", {}, "From everyone’s to yours"), save), cells);

const fill = el("i", {});
const doing = el("p", { class: "vp-doing", role: "status" });
const stop = el("button", { type: "button", class: "vp-button", onclick: () => {
  trigger("halt", { run });
  end("Stopped.");
} }, "Stop");
canvas.append(bar);
bar.append(el("div", { class: "vp-track", role: "progressbar", "aria-label": "Drawing", "aria-valuemin": 0,
  "aria-valuemax": 100 }, fill), doing, stop);

function cut() {
  canvas.style.setProperty("--cut", `${range.value}%`);
  range.setAttribute("aria-valuetext", `${100 - Number(range.value)} percent to your taste`);
}
function progress(share, words) {
  bar.dataset.running = String(share !== null);
  bar.firstChild.setAttribute("aria-valuenow", Math.round((share ?? 0) * 100));
  fill.style.inlineSize = `${(share ?? 0) * 100}%`;
  if (doing.textContent !== words) doing.textContent = words;
}
const at = (beta) => pictures.find((picture) => picture.beta === beta);
const words = (picture) => `${picture.prompt}, drawn with β ${picture.beta} and seed ${picture.seed}`;

function draw() {
  const plain = at(0);
  const own = at(picked) ?? [...pictures].reverse().find((picture) => picture.beta > 0);
  canvas.dataset.mode = mode;
  canvas.dataset.ready = String(Boolean(plain && own));
  for (const choice of modes.children) choice.setAttribute("aria-pressed", String(choice.dataset.mode === mode));
  range.hidden = mode !== "slider" || !(plain && own);
  if (plain && own) {
    left.src = plain.url;
    left.alt = words(plain);
    right.src = own.url;
    right.alt = words(own);
    leftTag.textContent = "β 0 · everyone’s";
    rightTag.textContent = `β ${own.beta} · yours`;
  }
  cells.replaceChildren(...betas.map((beta) => {
    const picture = at(beta);
    const url = picture?.url ?? (running?.beta === beta ? running.preview : null);
    const chosen = picture && own && picture.beta === own.beta;
    return el("li", {},
      el("button", { type: "button", class: "vp-cell", disabled: !picture || beta === 0, dataset: { beta },
        "aria-pressed": String(Boolean(chosen)),
        "aria-label": beta === 0 ? "β 0, everyone’s picture" : `Compare with β ${beta}`,
        onclick: () => { picked = beta; draw(); cells.querySelector(`[data-beta="${beta}"]`)?.focus(); } },
        url ? el("img", { src: url, alt: "", class: picture ? "" : "vp-preview", width: 256, height: 256 })
          : el("span", { class: "vp-cell-blank" }),
        el("span", { class: "vp-cell-beta" }, `β ${beta}`)));
  }));
  save.hidden = !strip;
  if (strip) save.href = strip.url;
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
    await window.viper.keep("contrast", { visitor, betas, picked, pictures: kept, strip: stripBlob });
    view.dataset.kept = kept.length;
  } catch { /* they stay as long as the server has them */ }
}
async function recall() {
  const kept = await window.viper.recall("contrast");
  if (!kept || kept.visitor !== visitor || running || pictures.length) return;
  betas = kept.betas;
  picked = kept.picked;
  pictures = kept.pictures.map((picture) => ({ ...picture, url: URL.createObjectURL(picture.blob) }));
  strip = kept.strip ? { url: URL.createObjectURL(kept.strip), blob: kept.strip } : null;
  draw();
}
function receive() {
  const value = props.value;
  if (!value || !value.visitor) return;
  if (visitor !== value.visitor) {
    visitor = value.visitor;
    pictures = [];
    strip = null;
    running = null;
    draw();
    recall();
  }
  if (!value.state || value.run !== run || !busy) return;
  if (value.state === "waiting") {
    progress(0, value.message);
    return;
  }
  if (value.state === "drawing" || value.state === "done") {
    betas = value.betas;
    strip = value.strip;
    const before = new Map(pictures.map((picture) => [picture.url, picture]));
    pictures = value.pictures.map((picture) =>
      before.get(picture.image.url) ?? { ...picture, url: picture.image.url });
    if (pictures.some((picture) => !before.has(picture.url))) keep();
    if (!at(picked) || value.fresh) picked = value.picked;
  }
  if (value.state === "drawing") {
    running = { beta: value.beta, preview: value.preview };
    progress(value.done, `Picture ${value.index + 1} of ${value.total}, β ${value.beta}: step ${value.step} of ${value.steps}`);
  }
  if (value.state === "done") end(value.message);
  if (value.state === "stopped") end("Stopped.");
  if (value.state === "failed") {
    end(value.message);
    window.viper.say(value.message, { bad: true });
  }
  note.classList.toggle("vp-problem", value.state === "failed");
  draw();
}
function end(message) {
  busy = false;
  running = null;
  progress(null, "");
  note.textContent = message;
  view.dataset.ended = run;
  if (pictures.length) keep();
  draw();
}
window.viper.comparing = () => {
  run = window.viper.nextRun();
  busy = true;
  window.viper.guard(() => run, () => busy, end);
  dispatchEvent(new CustomEvent("viper:drawing", { detail: element }));
  note.textContent = "";
  note.classList.remove("vp-problem");
  progress(0, "Waiting…");
  if (matchMedia("(max-width: 860px)").matches) canvas.scrollIntoView({ block: "nearest" });
  return run;
};
// The tab's other drawing has begun, and the server ends this one.
addEventListener("viper:drawing", ({ detail }) => detail !== element && busy && end("Stopped."));
watch("value", receive);
progress(null, "");
cut();
draw();
receive();
