// Why an attribute is here: the comment's words with the marked ones, and the picture, large enough to see it again.
// Part of the chips' script, whose element it lies in. Shown when a reason is pointed at or focused; stays while the pointer is on it; Escape puts it away.
const evidence = (() => {
  const { el, t } = window.viper;
  const DELAY = 120; // ms that a pointer rests before the card comes, and until it goes
  const QUOTES = 5; // comments shown of an attribute; the rest is counted
  const card = el("div", { class: "vp-evidence", role: "tooltip", id: "vp-evidence", hidden: true,
    onpointerenter: () => clearTimeout(timer), onpointerleave: () => leave() });
  let timer = 0;
  let anchor = null;

  const words = (one) => ["“", one.before, el("mark", {}, one.quote), one.after, "”"];
  function fill(chip) {
    card.replaceChildren(
      el("p", { class: "vp-evidence-name", lang: "en" }, chip.name),
      ...chip.evidence.slice(0, QUOTES).map((one) => {
        const picture = window.viper.pictures?.get(one.image);
        return el("figure", {},
          picture ? el("img", { src: picture.thumbnail.url, alt: picture.alt, width: 132, height: 132 }) : null,
          el("figcaption", {}, el("span", {}, ...words(one)),
            picture ? el("small", {}, picture.title) : null));
      }),
      chip.evidence.length > QUOTES ? el("p", { class: "vp-hint" }, t("chips.more", { count: chip.evidence.length - QUOTES })) : "",
    );
  }
  function show(node, chip) {
    clearTimeout(timer);
    if (!node.isConnected || !chip.evidence.length) return;
    hide();
    anchor = node;
    fill(chip);
    element.append(card);
    card.hidden = false;
    node.setAttribute("aria-describedby", card.id);
    const at = node.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const below = at.bottom + 8 + height <= innerHeight || at.top < height + 8;
    card.style.left = `${Math.max(12, Math.min(at.left, innerWidth - width - 12))}px`;
    card.style.top = `${below ? at.bottom + 8 : at.top - height - 8}px`;
  }
  function hide() {
    clearTimeout(timer);
    card.hidden = true;
    anchor?.removeAttribute("aria-describedby");
    anchor = null;
  }
  function leave() {
    clearTimeout(timer);
    timer = setTimeout(hide, DELAY);
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden) hide();
  });
  addEventListener("scroll", () => !card.hidden && hide(), { passive: true });

  return {
    words,
    hide,
    // Makes a node show the reason of a chip.
    attach: (node, chip) => {
      node.addEventListener("pointerenter", (event) => {
        if (event.pointerType === "touch") return;
        clearTimeout(timer);
        timer = setTimeout(() => show(node, chip), DELAY);
      });
      node.addEventListener("pointerleave", leave);
      node.addEventListener("focus", () => node.matches(":focus-visible") && show(node, chip));
      node.addEventListener("blur", hide);
    },
  };
})();
