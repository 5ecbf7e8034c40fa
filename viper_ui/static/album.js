// The album: what was drawn for this person, the newest first, and one of them large with all that made it.
const { el, icon, ask, say, t } = window.viper;
const shelf = element.querySelector(".vp-shelf");
const rest = element.querySelector(".vp-rest");
const hint = element.querySelector(".vp-album-hint");
const view = element.querySelector(".vp-view");
let visitor = null;
let pictures = []; // the newest first
let hidden = 0; // how many more the server has
let open = null; // id of the large one

// -- the shelf -------------------------------------------------------------------------------------------------------------
function draw() {
  const focused = shelf.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
  hint.textContent = t(pictures.length ? "album.hint" : "album.hint.empty", { most: props.most });
  shelf.replaceChildren(...pictures.map((picture) => el("li", {},
    el("button", { type: "button", class: "vp-shelved", dataset: { id: picture.id }, title: picture.prompt,
      "aria-label": about(picture), onclick: () => show(picture.id) },
      el("img", { src: picture.thumbnail.url, alt: "", loading: "lazy", decoding: "async", width: 128, height: 128 })))));
  rest.hidden = !hidden;
  rest.textContent = t("album.rest", { count: hidden });
  if (focused) button(focused)?.focus();
}
const about = (picture) => (picture.prompt ? t("album.about", picture) : t("album.a-picture"));
const button = (id) => [...shelf.querySelectorAll("button")].find((node) => node.dataset.id === id);
element.querySelector(".vp-open-picture").addEventListener("click", () => window.viper.openPicture());
rest.addEventListener("click", () => trigger("rest", { visitor }));

// -- one of them large -----------------------------------------------------------------------------------------------------
const at = () => pictures.findIndex((picture) => picture.id === open);
function show(id) {
  open = id;
  const picture = pictures[at()];
  if (!picture) return close();
  const tool = view.contains(document.activeElement) ? document.activeElement.dataset.tool : undefined;
  view.setAttribute("aria-label", about(picture));
  view.replaceChildren(
    el("div", { class: "vp-view-picture" },
      el("img", { src: picture.image.url, alt: about(picture), width: 512, height: 512 }),
      round("previous", "left", t("picture.previous"), -1), round("next", "right", t("picture.next"), 1)),
    el("div", { class: "vp-view-side" },
      el("div", { class: "vp-view-head" },
        el("p", { class: "vp-place" }, t("place", { at: at() + 1, of: pictures.length + hidden })),
        el("button", { type: "button", class: "vp-quiet", "aria-label": t("close"), dataset: { tool: "close" }, onclick: close }, icon("close"))),
      el("p", { class: "vp-view-prompt" }, picture.prompt || t("album.old")),
      facts(picture),
      (picture.notes ?? []).map((note) => el("p", { class: "vp-hint" }, window.viper.inWords(note))),
      el("div", { class: "vp-view-tools" },
        picture.use && el("button", { type: "button", class: "vp-button vp-first", dataset: { tool: "use" }, onclick: () => use(picture) },
          t("album.use")),
        el("button", { type: "button", class: "vp-button", dataset: { tool: "start" }, onclick: () => startFrom(picture) }, t("album.start")),
        el("a", { class: "vp-button", href: picture.image.url, download: picture.file, dataset: { tool: "save" } }, icon("down"), "PNG"),
        el("button", { type: "button", class: "vp-button", dataset: { tool: "delete" }, onclick: () => remove(picture) }, t("delete")))),
  );
  if (!view.open) view.showModal();
  (view.querySelector(`[data-tool="${tool}"]`) ?? view.querySelector(".vp-first") ?? view.querySelector("[data-tool=close]")).focus();
}
function round(where, arrow, label, by) {
  const other = pictures[at() + by];
  return el("button", { type: "button", class: `vp-round vp-${where}`, "aria-label": label, dataset: { tool: where }, disabled: !other,
    onclick: () => other && show(other.id) }, icon(arrow));
}
function facts(picture) {
  if (!picture.prompt) return null;
  const rows = [
    ["beta", picture.beta], ["seed", picture.seed], ["negative", picture.negative], ["steps", picture.steps],
    ["strength", picture.strength], ["guidance", picture.guidance], ["formula", picture.formula === "paper" ? "" : t(`field.formula.${picture.formula}`)],
    ["taste", window.viper.called(picture.taste)], ["model", picture.model],
    ["created", new Date(picture.created * 1000).toLocaleString(window.viper.language)],
  ];
  return el("dl", { class: "vp-view-facts" }, rows.filter(([, value]) => value !== "" && value !== undefined)
    .flatMap(([name, value]) => [el("dt", {}, t(`fact.${name}`)), el("dd", {}, String(value))]));
}
function use(picture) {
  close();
  window.viper.fields.take(picture.use, t("album.used"));
  document.getElementById("prompt").scrollIntoView({ block: "nearest" });
}
function startFrom(picture) {
  close();
  window.viper.start.drawing(picture.id);
}
function close() {
  view.close();
}
view.addEventListener("close", () => {
  (button(open) ?? element.querySelector(".vp-open-picture")).focus();
  open = null;
});
view.addEventListener("click", (event) => event.target === view && close());
view.addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const other = by && pictures[at() + by];
  if (!other) return;
  event.preventDefault();
  show(other.id);
});

// -- deleting --------------------------------------------------------------------------------------------------------------
async function remove(picture) {
  if (!(await ask(() => server.delete({ visitor, drawing: picture.id })))) return;
  const place = at();
  pictures = pictures.filter((other) => other.id !== picture.id);
  open = pictures[Math.min(place, pictures.length - 1)]?.id ?? null; // where the focus goes
  dispatchEvent(new CustomEvent("viper:undrawn", { detail: picture.id }));
  draw();
  close(); // the message with the way back lies on the page, out of reach of an open dialogue
  say(t("album.deleted"), { action: { label: t("undo"), run: () => restore(picture) } });
}
async function restore(picture) {
  if (!(await ask(() => server.restore({ visitor, drawing: picture.id })))) return;
  pictures = [...pictures, picture].sort((one, other) => other.created - one.created);
  draw();
  button(picture.id)?.focus();
}

// -- what comes ------------------------------------------------------------------------------------------------------------
addEventListener("viper:drawn", ({ detail }) => {
  pictures = [detail, ...pictures.filter((other) => other.id !== detail.id)];
  draw();
  if (view.open) show(open);
});
function receive() {
  const value = props.value;
  if (!value || !value.visitor) return;
  visitor = value.visitor;
  pictures = value.drawings;
  hidden = value.rest;
  window.viper.fields?.recent(value.prompts);
  draw();
}
watch("value", receive);
receive();
