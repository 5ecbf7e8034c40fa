// The row of tabs: one panel open at a time, arrow keys between tabs, the open one in the page's address.
const tabs = [...element.querySelectorAll("[role=tab]")];

function openTab(name, { focus = false, remember = true } = {}) {
  const chosen = tabs.find((tab) => tab.dataset.tab === name) ?? tabs[0];
  const open = document.getElementById(chosen.getAttribute("aria-controls"));
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
  }
  for (const panel of document.querySelectorAll(".vp-panel")) {
    panel.setAttribute("role", "tabpanel");
    panel.classList.toggle("vp-open", panel === open);
  }
  open?.setAttribute("aria-labelledby", chosen.id);
  document.body.dataset.tab = chosen.dataset.tab;
  window.viper.tab = chosen.dataset.tab;
  dispatchEvent(new CustomEvent("viper:tab", { detail: chosen.dataset.tab }));
  if (focus) chosen.focus();
  if (remember) history.replaceState(history.state, "", `#${chosen.dataset.tab}`);
}
for (const tab of tabs) tab.addEventListener("click", () => openTab(tab.dataset.tab));
element.addEventListener("keydown", (event) => {
  const at = tabs.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  openTab(tabs[(to + tabs.length) % tabs.length].dataset.tab, { focus: true });
});
addEventListener("hashchange", () => openTab(location.hash.slice(1), { remember: false }));
window.viper.openTab = (name) => {
  openTab(name);
  if (scrollY > element.offsetTop) element.scrollIntoView({ block: "start" });
};
openTab(location.hash.slice(1), { remember: false });
// gradio lays the panels out after this row: they are named once they are there.
new MutationObserver((_, observer) => {
  if (!tabs.every((tab) => document.getElementById(tab.getAttribute("aria-controls")))) return;
  observer.disconnect();
  openTab(window.viper.tab, { remember: false });
}).observe(document.body, { childList: true, subtree: true });
