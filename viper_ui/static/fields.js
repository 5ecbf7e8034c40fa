// What helps with the fields: examples, the person's recent prompts, and taking over the settings of a picture.
const { el, say, t } = window.viper;
const NAMES = props.names;
const row = element.querySelector(".vp-examples");
let prompts = []; // recent ones, the latest first
let pending = {}; // what is being taken over
let before = null; // the fields as they were

// -- examples and recent prompts -------------------------------------------------------------------------------------------
const box = () => document.querySelector("#prompt textarea");
function write(text) {
  box().value = text;
  box().dispatchEvent(new Event("input", { bubbles: true }));
}
for (const button of row.querySelectorAll("button")) button.addEventListener("click", () => write(button.textContent));

const list = el("ul", { class: "vp-recent-list", id: "recent-prompts", role: "list", "aria-label": t("fields.recent"), hidden: true });
const toggle = el("button", { type: "button", class: "vp-example vp-recent", "aria-expanded": "false",
  "aria-controls": "recent-prompts", hidden: true, onclick: () => show(list.hidden) }, t("fields.recent"));
row.append(toggle);
row.after(list);
function show(open) {
  list.hidden = !open;
  toggle.setAttribute("aria-expanded", String(open));
  if (open) list.querySelector("button")?.focus();
}
function drawRecent() {
  toggle.hidden = !prompts.length;
  list.replaceChildren(...prompts.map((text) => el("li", {}, el("button", { type: "button", onclick: () => {
    write(text);
    show(false);
    box().focus();
  } }, text))));
}
element.addEventListener("keydown", (event) => {
  if (list.hidden) return;
  const buttons = [...list.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (event.key === "Escape") {
    show(false);
    toggle.focus();
  } else if (to !== undefined) buttons[(to + buttons.length) % buttons.length]?.focus();
  else return;
  event.preventDefault();
});
document.addEventListener("pointerdown", ({ target }) => !list.hidden && !element.contains(target) && show(false));
element.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !element.contains(relatedTarget) && show(false));

// -- what gradio says in English only: the names of the two halves of a slider ----------------------------------------------
const HALVES = { "number input for ": "fields.number", "range slider for ": "fields.range" };
new MutationObserver((_, observer) => {
  for (const [begin, key] of Object.entries(HALVES)) {
    for (const input of document.querySelectorAll(`input[aria-label^="${begin}"]`)) {
      input.setAttribute("aria-label", t(key, { name: input.getAttribute("aria-label").slice(begin.length) }));
    }
  }
  if (document.querySelector("#guidance input[type=range]")) observer.disconnect(); // the last of them
}).observe(document.body, { childList: true, subtree: true });

// -- taking settings over --------------------------------------------------------------------------------------------------
window.viper.fields = {
  forget() {
    window.viper.fields.take(props.defaults);
    window.viper.fields.recent([]);
  },
  recent(texts) {
    prompts = texts;
    drawRecent();
  },
  used(text) {
    prompts = [text, ...prompts.filter((other) => other !== text)].slice(0, 12);
    drawRecent();
  },
  // Called by gradio with the fields' values; gives those that they shall have.
  merged(values) {
    before = Object.fromEntries(NAMES.map((name, place) => [name, values[place]]));
    return NAMES.map((name) => (name in pending ? pending[name] : before[name]));
  },
  take(settings, message = null) {
    pending = settings;
    trigger("take", {});
    if (message) say(message, { action: { label: t("undo"), run: () => window.viper.fields.take(before) } });
  },
};
