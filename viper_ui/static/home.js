// The last step at a kiosk: the card, the picture, and the code that a phone reads.
const { ask } = window.viper;
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
    words.textContent = "There is nothing to take home yet: comment on a few pictures first.";
    return;
  }
  const found = await ask(() => server.take_home({ visitor: window.viper.visitor }));
  if (!found || turn !== asked) return;
  show(part("card"), found.card);
  show(part("code"), found.code);
  part("code").querySelector("img").alt = "Code that leads your phone to your taste card";
  part("code").querySelector("figcaption").textContent = "Scan it with your phone and keep the picture";
  words.textContent = found.code
    ? "The card carries your taste, and none of your comments. Its link is good until the next visitor comes, for half an hour at most."
    : "Take a photo of it with your phone.";
}
addEventListener("viper:tab", ({ detail }) => detail === "home" && open());
addEventListener("viper:taste", () => window.viper.tab === "home" && open());
if (window.viper.tab === "home") open();
