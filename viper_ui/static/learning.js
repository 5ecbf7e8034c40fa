// Learning: how far the reading of the comments has come, and a button that stops it.
const { el, t, inWords } = window.viper;
const place = element.querySelector(".vp-reading");
const SHOWN_AFTER = 300; // ms; what is done sooner needs no bar
let run = 0;
let busy = false;
let timer = 0;

const fill = el("i", {});
const track = el("div", { class: "vp-track", role: "progressbar", "aria-label": t("learning.name"), "aria-valuemin": 0,
  "aria-valuemax": 100 }, fill);
const words = el("p", { class: "vp-doing", role: "status" });
const stop = el("button", { type: "button", class: "vp-button", onclick: () => {
  trigger("halt", { run });
  end(t("learning.stopped"));
} }, t("cancel"));
place.append(track, words, stop);

window.viper.reading = (number) => {
  run = number;
  busy = true;
  show(null, t("learning.reading"));
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (busy) place.dataset.running = "true";
  }, SHOWN_AFTER);
  window.viper.guard(() => run, () => busy, () => end(t("learning.gone")));
};
function show(share, text) {
  track.classList.toggle("vp-unsure", share === null);
  fill.style.inlineSize = share === null ? "" : `${share * 100}%`;
  if (share === null) track.removeAttribute("aria-valuenow");
  else track.setAttribute("aria-valuenow", Math.round(share * 100));
  if (words.textContent !== text) words.textContent = text;
}
function end(text, { bad = false } = {}) {
  busy = false;
  clearTimeout(timer);
  place.dataset.running = "false";
  if (text) window.viper.say(text, { bad });
}
watch("value", () => {
  const value = props.value;
  if (!value || value.run !== run || !busy) return; // of an earlier reading, or of one that was stopped here
  if (value.done) return end(value.words, { bad: value.failed });
  show(value.total ? value.read / value.total : null, inWords(value.words));
});
