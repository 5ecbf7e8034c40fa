// The sections of the tab that compares: one is open at a time, arrow keys between them, and which is kept in this browser.
const KEY = "viper.section";
const buttons = [...element.querySelectorAll("[role=radio]")];

function open(name, { focus = false, remember = true } = {}) {
  const chosen = buttons.find((button) => button.dataset.section === name) ?? buttons[0];
  for (const button of buttons) {
    button.setAttribute("aria-checked", String(button === chosen));
    button.tabIndex = button === chosen ? 0 : -1;
  }
  document.body.dataset.section = chosen.dataset.section;
  window.viper.runButton = `run-${chosen.dataset.section}`;
  if (focus) chosen.focus();
  if (remember) try { localStorage.setItem(KEY, chosen.dataset.section); } catch { /* a browser that keeps nothing */ }
}
function kept() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}
for (const button of buttons) button.addEventListener("click", () => open(button.dataset.section));
element.addEventListener("keydown", (event) => {
  const at = buttons.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0,
    End: buttons.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  open(buttons[(to + buttons.length) % buttons.length].dataset.section, { focus: true });
});
open(kept(), { remember: false });
