// "More": shows and hides what is seldom changed, and remembers which.
const button = element.querySelector("button");
const KEY = "viper.more";
function show(open) {
  button.setAttribute("aria-expanded", String(open));
  document.body.dataset.more = String(open);
  try { localStorage.setItem(KEY, String(open)); } catch { /* a browser that keeps nothing */ }
}
button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
let kept = null;
try { kept = localStorage.getItem(KEY); } catch { /* it stays closed */ }
show(kept === "true");
