// The picture to start from in place of noise. Which one it is stands in a field that gradio keeps; here it is chosen,
// shown and given up.
const { el, icon, ask, say, t, encoded } = window.viper;
const choose = element.querySelector(".vp-start-choose");
const frame = element.querySelector(".vp-start-picture");
const input = element.querySelector("input");
const MOST = 3500000; // bytes that fit into a request as base64
const EDGE = 1024; // px; the server takes no more
const pictures = {}; // hash -> small copy
let shown = ""; // hash of the picture that stands in the field

// -- taking a picture ------------------------------------------------------------------------------------------------------
// A file that is too large for a request is made smaller here, as the server would do; every other goes as it is.
async function fitting(file) {
  if (file.size <= MOST) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
  const canvas = el("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.95));
}
async function take(work) {
  element.dataset.busy = "true";
  const found = await ask(work);
  delete element.dataset.busy;
  if (!found) return;
  pictures[found.reference] = found.picture;
  window.viper.fields.take({ reference: found.reference }, t("start.taken"));
  element.scrollIntoView({ block: "nearest" });
}
const visitor = () => window.viper.visitor;
window.viper.start = {
  async file(file) {
    const small = await fitting(file).catch(() => file); // what no browser can read, the server says best
    await take(async () => server.keep({ visitor: visitor(), data: await encoded(small) }));
  },
  drawing: (id) => take(() => server.keep_drawing({ visitor: visitor(), drawing: id })),
};
choose.addEventListener("click", () => input.click());
input.addEventListener("change", () => {
  const [file] = input.files;
  input.value = "";
  if (file) window.viper.start.file(file);
});

// -- showing it ------------------------------------------------------------------------------------------------------------
async function show(reference) {
  shown = reference;
  if (reference && !pictures[reference]) {
    if (!visitor()) return; // asked again when the server has said who this is
    const found = await server.find({ visitor: visitor(), reference }).catch(() => undefined);
    if (shown !== reference) return; // another was chosen meanwhile
    if (found?.ok && !found.reference) {
      window.viper.fields.take({ reference: "" });
      say(t("start.gone"), { bad: true });
      return;
    }
    pictures[reference] = found?.picture;
  }
  document.body.toggleAttribute("data-started", Boolean(reference));
  choose.hidden = Boolean(reference);
  frame.hidden = !reference;
  if (!reference) return frame.replaceChildren();
  frame.replaceChildren(
    el("img", { src: pictures[reference] ?? "", alt: t("start.name"), width: 64, height: 64 }),
    el("figcaption", {}, t("start.is")),
    el("button", { type: "button", class: "vp-link", onclick: () => input.click() }, t("start.other")),
    el("button", { type: "button", class: "vp-quiet vp-start-remove", "aria-label": t("start.remove"), onclick: remove }, icon("close")));
}
function remove() {
  const before = shown;
  window.viper.fields.take({ reference: "" });
  say(t("start.removed"), { action: { label: t("undo"), run: () => window.viper.fields.take({ reference: before }) } });
  choose.focus();
}
addEventListener("viper:fields", ({ detail }) => {
  if (detail.reference !== shown) show(detail.reference);
});
addEventListener("viper:pictures", () => shown && frame.hidden && show(shown));
