// One line on how much is known about the person, with the way to where it is learned.
const { el, t } = window.viper;
const { counted } = window.viper;
const line = element.querySelector(".vp-taste");
function draw() {
  const taste = window.viper.taste;
  if (!taste) return;
  const isEmpty = !taste.liked && !taste.disliked;
  line.classList.toggle("vp-warn", isEmpty);
  line.replaceChildren(
    t(isEmpty ? "taste.empty" : "taste.counts", { likes: counted("likes", taste.liked), dislikes: counted("dislikes", taste.disliked) }),
    " ",
    el("button", { type: "button", class: "vp-link",
      onclick: () => window.viper.openTab(isEmpty ? "comment" : "preferences") }, t(isEmpty ? "taste.comment" : "taste.look")),
  );
}
addEventListener("viper:taste", draw);
draw();
