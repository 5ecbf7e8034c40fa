// The last step at a kiosk: the card, the picture, and the code that a phone reads.
const { ask, t } = window.viper;
const words = element.querySelector(".vp-home-words");
const part = (name) => element.querySelector(`.vp-home-${name}`);
let asked = 0;

function show(figure, url) {
  figure.hidden = !url;
  if (url) figure.querySelector("img").src = url;
}
async function open() {
  const turn = ++asked;
  const drawn = document.querySelector(".vp-mine .vp-canvas img:not([hidden], .vp-preview)");
  show(part("picture"), drawn?.getAttribute("src"));
  part("picture").querySelector("img").alt = drawn?.alt ?? "";
  const taste = window.viper.taste;
  if (!taste || (!taste.liked && !taste.disliked)) {
    for (const name of ["card", "code"]) show(part(name), null);
    words.textContent = t("home.empty");
    return;
  }
  const found = await ask(() => server.take_home({ visitor: window.viper.visitor }));
  if (!found || turn !== asked) return;
  show(part("card"), found.card);
  show(part("code"), found.code);
  part("code").querySelector("img").alt = t("home.code.alt");
  part("code").querySelector("figcaption").textContent = t("home.code");
  words.textContent = t(found.code ? "home.with-code" : "home.without-code");
}
addEventListener("viper:tab", ({ detail }) => detail === "home" && open());
addEventListener("viper:taste", () => window.viper.tab === "home" && open());
if (window.viper.tab === "home") open();
