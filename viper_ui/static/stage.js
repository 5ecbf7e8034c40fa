// The stage: the picture drawn to a person's taste, its siblings where several were asked for, and beside it, on demand,
// the one that everyone gets. The picture before stays until the new one comes. What was finished is kept in this
// browser, so it is still here after a reload or a restart of the server; what was not is offered to be drawn again.
const { el, icon, t, inWords } = window.viper;
const NAMES = props.names; // of what a drawing is asked for with, in gradio's order
const INTERRUPTED = "viper.interrupted"; // in this browser tab: the drawing that has not ended yet
const FRAMES = {
  mine: { title: t("stage.mine"), empty: t("stage.mine.empty") },
  everyone: { title: t("stage.everyone"), empty: t("stage.everyone.empty") },
};
const frames = {};
const shown = { mine: null, everyone: null }; // {url, meta} of the picture in each frame
const host = element.querySelector(".vp-frames");
const bar = el("div", { class: "vp-bar" }); // lies on the picture that is being drawn
const note = element.querySelector(".vp-note");
let visitor = null;
let busy = null; // the frame that is being drawn
let run = 0; // number of the latest drawing; what an earlier one still sends is not shown
let series = []; // the pictures of the latest drawing, as they are finished
let taken = 0; // how many of them came; one of these may have been deleted since
let asked = 1; // how many it was asked for
let chosen = false; // whether one of them was picked by hand

for (const [name, { title, empty }] of Object.entries(FRAMES)) {
  const image = el("img", { alt: "", hidden: true, width: 512, height: 512 });
  const words = el("p", { class: "vp-hint" }, empty);
  const ask = name === "everyone"
    ? el("button", { type: "button", class: "vp-button", disabled: true, onclick: askEveryone }, t("stage.everyone.draw"))
    : null;
  const facts = el("p", { class: "vp-facts" });
  const save = el("a", { class: "vp-button vp-save", hidden: true }, icon("down"), "PNG");
  const box = el("div", { class: "vp-canvas" }, el("div", { class: "vp-blank" }, words, ask), image);
  frames[name] = { image, facts, save, ask, box };
  host.append(el("figure", { class: `vp-frame vp-${name}` },
    el("figcaption", {}, el("h2", {}, title), save), box, facts));
}
const siblings = el("div", { class: "vp-siblings", role: "group", "aria-label": t("stage.siblings"), hidden: true });
frames.mine.box.after(siblings);
const fill = el("i", {});
const doing = el("p", { class: "vp-doing", role: "status" });
const stop = el("button", { type: "button", class: "vp-button", onclick: () => {
  trigger("halt", { run });
  end(stopped());
} }, t("stop"));
bar.append(el("div", { class: "vp-track", role: "progressbar", "aria-label": t("drawing"), "aria-valuemin": 0,
  "aria-valuemax": 100 }, fill), doing, stop);

// -- asking ----------------------------------------------------------------------------------------------------------------
const named = (values) => Object.fromEntries(NAMES.map((name, place) => [name, values[place]]));
const listed = (given, values) => NAMES.map((name, place) => (name in given ? given[name] : values[place]));
const whole = (value, low, high) => Math.min(Math.max(Math.round(Number(value) || 0), low), high);

// Called by gradio with the values of the fields as Draw is pressed; gives those that are sent.
window.viper.drawing = (values) => {
  const wanted = named(values);
  const seed = wanted.keep_seed ? whole(wanted.seed, 0, props.seeds) : Math.floor(Math.random() * 1000000);
  if (seed !== wanted.seed) window.viper.fields.take({ seed });
  return listed(draw({ ...wanted, seed }), values);
};
// The same for what was interrupted: what it was asked for then, less what is finished.
let again = null;
window.viper.drawingAgain = (values) => listed(draw({ ...named(values), ...again }), values);

function draw(wanted) {
  begin("mine", wanted.count);
  if (wanted.prompt?.trim()) {
    window.viper.fields.used(wanted.prompt.trim());
    const { visitor: _, jobs, run: __, ...settings } = wanted;
    note_down({ visitor, settings, finished: 0 });
  }
  if (matchMedia("(max-width: 860px)").matches) frames.mine.box.scrollIntoView({ block: "nearest" });
  dispatchEvent(new CustomEvent("viper:drawing", { detail: element }));
  return { ...wanted, run };
}
function askEveryone() {
  const { prompt, seed, use } = shown.mine.meta;
  const { negative_prompt, num_inference_steps, guidance_scale, reference, strength } = use ?? {};
  begin("everyone", 1);
  trigger("redraw", { run, prompt, seed, negative_prompt, num_inference_steps, guidance_scale, reference, strength });
}
function begin(target, count) {
  if (busy) end("");
  run = window.viper.nextRun();
  take(target);
  if (target === "mine") {
    [series, taken, asked, chosen] = [[], 0, count, false];
    drawSiblings();
  }
  window.viper.guard(() => run, () => busy, lose);
  note.textContent = "";
  note.classList.remove("vp-problem");
  progress(0, t("waiting"));
}

// -- what was interrupted --------------------------------------------------------------------------------------------------
function note_down(job) {
  try {
    if (job) sessionStorage.setItem(INTERRUPTED, JSON.stringify(job));
    else sessionStorage.removeItem(INTERRUPTED);
  } catch { /* a browser that keeps nothing */ }
}
function noted() {
  try { return JSON.parse(sessionStorage.getItem(INTERRUPTED)); } catch { return null; }
}
function lose(words) {
  const job = busy === "mine" ? noted() : null;
  end(words);
  note_down(job); // the page may be loaded anew before the person has read this
  if (job) offer(words);
}
function offer(words) {
  const job = noted();
  if (!job || job.visitor !== visitor || busy) return;
  const { prompt, seed, count } = job.settings;
  const left = count - job.finished;
  if (!(left > 0)) return note_down(null);
  const finished = job.finished ? ` ${t("stage.finished", { count: job.finished, of: count })}` : "";
  note.replaceChildren(`${words} ${t("stage.interrupted", { prompt })}${finished} `,
    el("button", { type: "button", class: "vp-button vp-again", onclick: () => {
      again = { ...job.settings, seed: Number(seed) + job.finished, count: left };
      trigger("again", {});
    } }, job.finished ? t("stage.draw-rest", { count: left }) : t("stage.draw-now")), " ",
    el("button", { type: "button", class: "vp-link", onclick: () => {
      note_down(null);
      note.textContent = "";
    } }, t("stage.leave")));
}

// -- showing ---------------------------------------------------------------------------------------------------------------
function take(target) {
  busy = target;
  if (bar.parentNode !== frames[target].box) frames[target].box.append(bar);
}
function progress(share, words) {
  const running = share !== null;
  bar.dataset.running = String(running);
  bar.firstChild.setAttribute("aria-valuenow", Math.round((share ?? 0) * 100));
  fill.style.inlineSize = `${(share ?? 0) * 100}%`;
  if (doing.textContent !== words) doing.textContent = words;
  for (const [name, frame] of Object.entries(frames)) frame.box.dataset.busy = String(running && name === busy);
  frames.everyone.ask.disabled = running || !shown.mine;
}
const stopped = () => (asked > 1 && busy === "mine" && series.length
  ? `${t("stopped")} ${t("stage.kept", { count: series.length, of: asked })}` : t("stopped"));
function end(words) {
  if (busy === "mine") {
    note_down(null);
    asked = series.length;
  }
  for (const [name, frame] of Object.entries(frames)) if (name === busy) showPicture(name, frame);
  busy = null;
  drawSiblings();
  progress(null, "");
  note.textContent = inWords(words);
  host.dataset.ended = run;
}
function showPicture(name, { image, facts, save }) {
  const picture = shown[name];
  image.hidden = !picture;
  save.hidden = !picture;
  facts.textContent = "";
  if (!picture) {
    image.removeAttribute("src");
    return;
  }
  const { meta } = picture;
  image.src = picture.url;
  image.alt = t("drawn", meta);
  image.classList.remove("vp-preview");
  save.href = picture.url;
  save.download = meta.file;
  save.setAttribute("aria-label", t("stage.download", { file: meta.file }));
  const seconds = meta.seconds === undefined ? "" : ` · ${meta.seconds} s`;
  facts.replaceChildren(el("span", { class: "vp-prompt" }, meta.prompt),
    el("span", {}, t("facts", meta) + seconds));
}
function drawSiblings() {
  const places = Math.max(asked, series.length);
  siblings.hidden = places < 2;
  const focused = siblings.contains(document.activeElement) ? [...siblings.children].indexOf(document.activeElement) : -1;
  siblings.replaceChildren(...Array.from({ length: places < 2 ? 0 : places }, (_, place) => {
    const picture = series[place];
    if (!picture) return el("span", { class: "vp-sibling" });
    return el("button", { type: "button", class: "vp-sibling", "aria-pressed": String(shown.mine?.meta.id === picture.id),
      "aria-label": t("stage.sibling", { place: place + 1, seed: picture.seed }), onclick: () => {
        chosen = true;
        show("mine", picture);
      } }, el("img", { src: picture.thumbnail.url, alt: "", width: 96, height: 96 }));
  }));
  if (focused >= 0) siblings.children[focused]?.focus();
}
function preview(name, url) {
  const { image } = frames[name];
  image.src = url;
  image.hidden = false;
  image.alt = t("stage.preview");
  image.classList.add("vp-preview");
}
async function show(name, picture) {
  const { image: file, ...meta } = picture;
  shown[name] = { url: file.url, meta };
  if (name === "mine") {
    const other = shown.everyone?.meta;
    if (other && !isSameScene(other, meta)) shown.everyone = null;
  }
  for (const each of Object.keys(frames)) if (each !== busy || each === name) showPicture(each, frames[each]);
  drawSiblings();
  try {
    const blob = await (await fetch(file.url)).blob();
    if (shown[name]?.meta === meta) {
      shown[name].blob = blob;
      await keep();
      frames[name].box.dataset.kept = "true";
    }
  } catch { /* it stays as long as the server has it */ }
}
const isSameScene = (one, other) => ["prompt", "seed", "negative", "steps", "guidance", "reference", "strength"].every((name) => one[name] === other[name]);
function keep() {
  const pictures = Object.fromEntries(
    Object.entries(shown).filter(([, picture]) => picture?.blob).map(([name, { blob, meta }]) => [name, { blob, meta }]));
  return window.viper.keep("stage", { visitor, pictures });
}
async function recall() {
  const kept = await window.viper.recall("stage");
  if (!kept || kept.visitor !== visitor || busy || shown.mine) return;
  for (const [name, { blob, meta }] of Object.entries(kept.pictures)) {
    shown[name] = { url: URL.createObjectURL(blob), blob, meta };
    showPicture(name, frames[name]);
  }
  progress(null, "");
}

// -- what the server sends -------------------------------------------------------------------------------------------------
function receive() {
  const value = props.value;
  if (!value || !value.visitor) return;
  if (visitor !== value.visitor) {
    visitor = value.visitor;
    shown.mine = shown.everyone = null;
    [series, asked] = [[], 0];
    Object.keys(frames).forEach((name) => showPicture(name, frames[name]));
    drawSiblings();
    progress(null, "");
    recall();
    offer(t("stage.left"));
  }
  if (!value.state || value.run !== run) return;
  if (value.target === "mine" && value.pictures) takePictures(value.pictures);
  if (!busy) return;
  if (value.state === "waiting") progress(0, inWords(value.message));
  if (value.state === "drawing" && value.step) {
    const step = { at: value.step, of: value.steps };
    progress(value.done, value.total > 1 ? t("step.of-picture", { at: value.index + 1, of: value.total, step: t("step", step) })
      : t("step.alone", step));
    if (value.preview && !chosen) preview(busy, value.preview);
  }
  if (value.state === "done") {
    if (value.target === "everyone") show("everyone", value.pictures[0]);
    end(value.message);
  }
  if (value.state === "stopped") end(stopped());
  if (value.state === "failed") {
    end(value.message);
    window.viper.say(value.message, { bad: true });
  }
  note.classList.toggle("vp-problem", value.state === "failed");
}
// The finished pictures of this drawing, each new one shown unless another was picked by hand.
function takePictures(pictures) {
  for (const picture of pictures.slice(taken)) {
    series = [...series, picture];
    taken += 1;
    dispatchEvent(new CustomEvent("viper:drawn", { detail: picture }));
    if (!chosen) show("mine", picture);
  }
  const job = busy === "mine" ? noted() : null;
  if (job && job.finished !== taken) note_down({ ...job, finished: taken });
  drawSiblings();
}
// The tab's other drawing has begun, and the server ends this one.
addEventListener("viper:drawing", ({ detail }) => detail !== element && busy && end(stopped()));
// A picture was deleted from the album: it is nowhere on the page.
addEventListener("viper:undrawn", ({ detail }) => {
  series = series.filter((picture) => picture.id !== detail);
  if (!busy) asked = series.length;
  if (shown.mine?.meta.id === detail) {
    shown.mine = null;
    if (busy !== "mine") showPicture("mine", frames.mine);
    keep();
  }
  drawSiblings();
  if (!busy) progress(null, "");
});
watch("value", receive);
take("mine");
busy = null;
progress(null, "");
receive();
