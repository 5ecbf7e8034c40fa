// The stage: the picture drawn to a person's taste, and beside it, when asked for, the one that everyone gets.
// A finished picture is kept in this browser, so it is still here after a reload or a restart of the server.
const { el, icon } = window.viper;
const FRAMES = {
  mine: { title: "To your taste", empty: "Your picture will appear here." },
  everyone: { title: "What everyone gets", empty: "The same scene and seed, without your taste." },
};
const frames = {};
const shown = { mine: null, everyone: null }; // {url, meta} of the picture in each frame
const host = element.querySelector(".vp-frames");
const bar = el("div", { class: "vp-bar" }); // lies on the picture that is being drawn
const note = element.querySelector(".vp-note");
let visitor = null;
let busy = null; // the frame that is being drawn
let run = 0; // number of the latest drawing; what an earlier one still sends is not shown

for (const [name, { title, empty }] of Object.entries(FRAMES)) {
  const image = el("img", { alt: "", hidden: true, width: 512, height: 512 });
  const words = el("p", { class: "vp-hint" }, empty);
  const ask = name === "everyone"
    ? el("button", { type: "button", class: "vp-button", disabled: true, onclick: askEveryone }, "Draw what everyone gets")
    : null;
  const facts = el("p", { class: "vp-facts" });
  const save = el("a", { class: "vp-button vp-save", hidden: true }, icon("down"), "PNG");
  const box = el("div", { class: "vp-canvas" }, el("div", { class: "vp-blank" }, words, ask), image);
  frames[name] = { image, facts, save, ask, box };
  host.append(el("figure", { class: `vp-frame vp-${name}` },
    el("figcaption", {}, el("h2", {}, title), save), box, facts));
}
const fill = el("i", {});
const doing = el("p", { class: "vp-doing", role: "status" });
const stop = el("button", { type: "button", class: "vp-button", onclick: () => {
  trigger("halt", { run });
  end("Stopped.");
} }, "Stop");
bar.append(el("div", { class: "vp-track", role: "progressbar", "aria-label": "Drawing", "aria-valuemin": 0,
  "aria-valuemax": 100 }, fill), doing, stop);

function askEveryone() {
  const { prompt, seed } = shown.mine.meta;
  begin("everyone");
  trigger("redraw", { run, prompt, seed });
}
function begin(target) {
  if (busy) end("");
  run = window.viper.nextRun();
  take(target);
  window.viper.guard(() => run, () => busy, end);
  note.textContent = "";
  note.classList.remove("vp-problem");
  progress(0, "Waiting…");
}
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
function end(words) {
  for (const [name, frame] of Object.entries(frames)) if (name === busy) showPicture(name, frame);
  busy = null;
  progress(null, "");
  note.textContent = words;
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
  image.alt = `${meta.prompt}, drawn with β ${meta.beta} and seed ${meta.seed}`;
  image.classList.remove("vp-preview");
  save.href = picture.url;
  save.download = meta.file;
  save.setAttribute("aria-label", `Download ${meta.file}`);
  facts.replaceChildren(el("span", { class: "vp-prompt" }, meta.prompt),
    el("span", {}, `β ${meta.beta} · seed ${meta.seed} · ${meta.model} · ${meta.seconds} s`));
}
function preview(name, url) {
  const { image } = frames[name];
  image.src = url;
  image.hidden = false;
  image.alt = "The picture as it comes into being";
  image.classList.add("vp-preview");
}
async function finish(name, picture) {
  const { image: file, ...meta } = picture;
  shown[name] = { url: file.url, meta };
  if (name === "mine") {
    const other = shown.everyone?.meta;
    if (other && (other.prompt !== meta.prompt || other.seed !== meta.seed)) shown.everyone = null;
  }
  for (const each of Object.keys(frames)) showPicture(each, frames[each]);
  try {
    const blob = await (await fetch(file.url)).blob();
    if (shown[name]?.meta === meta) {
      shown[name].blob = blob;
      await keep();
      frames[name].box.dataset.kept = "true";
    }
  } catch { /* it stays as long as the server has it */ }
}
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
function receive() {
  const value = props.value;
  if (!value || !value.visitor) return;
  if (visitor !== value.visitor) {
    visitor = value.visitor;
    shown.mine = shown.everyone = null;
    Object.keys(frames).forEach((name) => showPicture(name, frames[name]));
    progress(null, "");
    recall();
  }
  if (!value.state || value.run !== run || !busy) return;
  if (value.state === "waiting") progress(0, value.message);
  if (value.state === "drawing") {
    progress(value.step / value.steps, `Step ${value.step} of ${value.steps}`);
    if (value.preview) preview(busy, value.preview);
  }
  if (value.state === "done") {
    finish(busy, value.picture);
    end(value.message);
  }
  if (value.state === "stopped") end("Stopped.");
  if (value.state === "failed") {
    end(value.message);
    window.viper.say(value.message, { bad: true });
  }
  note.classList.toggle("vp-problem", value.state === "failed");
}
window.viper.drawing = () => {
  begin("mine");
  if (matchMedia("(max-width: 860px)").matches) frames.mine.box.scrollIntoView({ block: "nearest" });
  dispatchEvent(new CustomEvent("viper:drawing", { detail: element }));
  return run;
};
// The tab's other drawing has begun, and the server ends this one.
addEventListener("viper:drawing", ({ detail }) => detail !== element && busy && end("Stopped."));
watch("value", receive);
take("mine");
busy = null;
progress(null, "");
receive();
