// At a stand: what to do next, the next visitor's button, and what happens when nobody is there any more.
const { t } = window.viper;
const IDLE = props.idle * 1000; // ms without a touch until everything is deleted
const WARN = Math.min(20000, IDLE / 2); // ms of it that are counted down for all to see
const AGAIN = 3000; // ms until a server that did not answer is asked again
const ENOUGH = 3; // comments that make a taste worth looking at
const goOn = element.querySelector(".vp-go-on");
const back = element.querySelector(".vp-back-step");
const leave = element.querySelector(".vp-leave");
const words = element.querySelector(".vp-guide-words");
const still = element.querySelector(".vp-still");
const question = element.querySelector("#vp-still-words");
const left = element.querySelector(".vp-left");
const stay = element.querySelector(".vp-stay");
const ORDER = ["comment", "preferences", "generate", "home"];

document.querySelector(".gradio-container").append(still);

// -- the steps -------------------------------------------------------------------------------------------------------------
const comments = () => document.querySelectorAll(".vp-thumb.vp-commented").length;
const tastes = () => (window.viper.taste?.liked ?? 0) + (window.viper.taste?.disliked ?? 0);
const isDrawn = () => Boolean(document.querySelector(".vp-mine .vp-canvas img:not([hidden], .vp-preview)"));
const prompt = () => document.querySelector("#prompt textarea")?.value.trim();
const isBusy = () => Boolean(document.querySelector(".vp-bar[data-running=true], .vp-reading[data-running=true]"));
const STEPS = {
  comment: { go: () => t("kiosk.to-taste"), isReady: () => comments() > 0, run: () => document.getElementById("learn").click(),
    say: () => t(comments() >= ENOUGH ? "kiosk.comment.enough" : "kiosk.comment") },
  preferences: { go: () => t("kiosk.to-picture"), isReady: () => tastes() > 0, run: () => window.viper.openTab("generate"),
    say: () => t(tastes() ? "kiosk.preferences" : "kiosk.preferences.empty") },
  generate: { go: () => t(isDrawn() ? "home.name" : "kiosk.draw"), isReady: () => isDrawn() || Boolean(prompt()),
    run: () => isDrawn() ? window.viper.openTab("home") : document.getElementById("draw").click(),
    say: () => t(isDrawn() ? "kiosk.generate.done" : "kiosk.generate") },
  home: { go: () => t("kiosk.done"), isReady: () => true, run: askToLeave, say: () => "" },
};
function guide() {
  const at = window.viper.tab;
  const step = STEPS[at] ?? STEPS.comment;
  const isReady = step.isReady() && !isBusy();
  if (goOn.textContent !== step.go()) goOn.textContent = step.go();
  if (goOn.disabled !== !isReady) goOn.disabled = !isReady;
  if (words.textContent !== step.say()) words.textContent = step.say();
  back.hidden = at === ORDER[0];
}
goOn.addEventListener("click", () => STEPS[window.viper.tab].run());
back.addEventListener("click", () => window.viper.openTab(ORDER[Math.max(0, ORDER.indexOf(window.viper.tab) - 1)]));

// -- the next visitor ------------------------------------------------------------------------------------------------------
let sure = 0;
function askToLeave() {
  if (sure) return clear();
  leave.textContent = t("kiosk.sure");
  sure = setTimeout(calm, 6000);
}
function calm() {
  clearTimeout(sure);
  sure = 0;
  leave.textContent = t("kiosk.leave");
}
leave.addEventListener("click", askToLeave);
async function clear() {
  calm();
  clearing = true;
  cover(t("kiosk.moment"), t("kiosk.deleting"));
  stay.hidden = true;
  // An answer that it cannot be done says that there is no such visitor any more.
  while (!(await window.viper.forgetVisitor())) {
    cover(t("model.unreachable"), t("kiosk.waiting"));
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
  window.viper.forgetLanguage();
  history.replaceState(null, "", "#comment");
  location.reload(); // nothing of what the page held is left
}

// -- nobody there any more -------------------------------------------------------------------------------------------------
let last = performance.now();
let touched = false; // since the page was opened
let clearing = false;
const hasSomething = () => touched || comments() > 0 || tastes() > 0;
function cover(title, text) {
  question.textContent = title;
  left.textContent = text;
  still.hidden = false;
}
function alive() {
  last = performance.now();
  touched = true;
  if (!still.hidden && !clearing) still.hidden = true;
}
for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "input"]) {
  addEventListener(kind, (event) => event.isTrusted && alive(), { capture: true, passive: true });
}
setInterval(() => {
  guide();
  if (clearing) return;
  if (isBusy() || !hasSomething()) last = performance.now();
  const rest = IDLE - (performance.now() - last);
  if (rest <= 0) return clear();
  if (rest > WARN) return;
  const wasHidden = still.hidden;
  cover(t("kiosk.still"), t("kiosk.left", { seconds: Math.ceil(rest / 1000) }));
  if (wasHidden) stay.focus({ preventScroll: true });
}, 250);
addEventListener("viper:tab", guide);
addEventListener("viper:taste", guide);
guide();
