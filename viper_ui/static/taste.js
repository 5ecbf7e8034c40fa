// One line on how much is known about the person, with the way to where it is learned.
const { el } = window.viper;
const line = element.querySelector(".vp-taste");
const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
function draw() {
  const taste = window.viper.taste;
  if (!taste) return;
  const isEmpty = !taste.liked && !taste.disliked;
  line.classList.toggle("vp-warn", isEmpty);
  line.replaceChildren(
    isEmpty ? "Nothing is known of your taste yet, so every β draws what everyone gets."
      : `Your taste: ${plural(taste.liked, "like")}, ${plural(taste.disliked, "dislike")}.`,
    " ",
    el("button", { type: "button", class: "vp-link",
      onclick: () => window.viper.openTab(isEmpty ? "comment" : "preferences") }, isEmpty ? "Comment on pictures" : "Look at it"),
  );
}
addEventListener("viper:taste", draw);
draw();
