// At a stand: what to do next, the next visitor's button, and what happens when nobody is there any more.
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
  comment: { go: () => "See my taste", isReady: () => comments() > 0, run: () => document.getElementById("learn").click(),
    say: () => comments() >= ENOUGH ? "Go on when you like, or say more." : "Touch a picture and say what pleases or displeases you." },
  preferences: { go: () => "Draw a picture", isReady: () => tastes() > 0, run: () => window.viper.openTab("generate"),
    say: () => tastes() ? "This is what your words say. Switch off what is wrong." : "Nothing is known of your taste yet." },
  generate: { go: () => isDrawn() ? "Take it home" : "Draw", isReady: () => isDrawn() || Boolean(prompt()),
    run: () => isDrawn() ? window.viper.openTab("home") : document.getElementById("draw").click(),
    say: () => isDrawn() ? "Try another scene, or take your taste home." : "Choose a scene, or write what to draw." },
  home: { go: () => "Done", isReady: () => true, run: askToLeave, say: () => "" },
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
  leave.textContent = "Delete everything? Press again";
  sure = setTimeout(calm, 6000);
}
function calm() {
  clearTimeout(sure);
  sure = 0;
  leave.textContent = "Next visitor";
}
leave.addEventListener("click", askToLeave);
async function clear() {
  calm();
  clearing = true;
  cover("One moment…", "Everything of the visitor before is being deleted.");
  stay.hidden = true;
  // An answer that it cannot be done says that there is no such visitor any more.
  while (!(await window.viper.forgetVisitor())) {
    cover("The server does not answer", "Everything of the visitor before is deleted as soon as it does.");
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
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
  cover("Are you still there?", `Everything is deleted for the next visitor in ${Math.ceil(rest / 1000)} s. Touch anywhere to go on.`);
  if (wasHidden) stay.focus({ preventScroll: true });
}, 250);
addEventListener("viper:tab", guide);
addEventListener("viper:taste", guide);
guide();
