// Two pictures of one scene, under a handle or side by side. Part of the script of a component.
// `handle` names the handle, `spoken` says what its value means, `blank` stands where there is nothing to see yet.
function makeSplit({ handle, spoken, blank }) {
  const { el, t } = window.viper;
  let mode = "slider";
  const half = (side) => {
    const image = el("img", { alt: "", width: 512, height: 512 });
    const tag = el("span", { class: `vp-corner vp-corner-${side}` });
    return { image, tag, node: el("div", { class: `vp-half vp-half-${side}` }, image, tag) };
  };
  const left = half("left");
  const right = half("right");
  const range = el("input", { type: "range", min: 0, max: 100, value: 50, class: "vp-handle", "aria-label": handle,
    oninput: cut });
  const canvas = el("div", { class: "vp-canvas vp-split" },
    el("div", { class: "vp-blank" }, el("p", { class: "vp-hint" }, blank)),
    left.node, right.node, el("span", { class: "vp-line", "aria-hidden": "true" }), range);
  const modes = el("div", { class: "vp-modes", role: "group", "aria-label": t("split.modes") },
    ...[["slider", t("split.slider")], ["beside", t("split.beside")]].map(([name, label]) =>
      el("button", { type: "button", class: "vp-button", dataset: { mode: name },
        onclick: () => { mode = name; arrange(); } }, label)));
  function cut() {
    canvas.style.setProperty("--cut", `${range.value}%`);
    range.setAttribute("aria-valuetext", spoken(100 - Number(range.value)));
  }
  function arrange() {
    const ready = canvas.dataset.ready === "true";
    canvas.dataset.mode = mode;
    for (const choice of modes.children) choice.setAttribute("aria-pressed", String(choice.dataset.mode === mode));
    range.hidden = mode !== "slider" || !ready;
  }
  function fill(one, picture) {
    if (one.image.src !== picture.url) one.image.src = picture.url;
    one.image.alt = picture.alt;
    one.tag.textContent = picture.tag;
  }
  cut();
  canvas.dataset.ready = "false";
  arrange();
  return {
    modes,
    canvas,
    // Shows two pictures {url, alt, tag}; without both of them, nothing.
    show(first, second) {
      canvas.dataset.ready = String(Boolean(first && second));
      if (first && second) {
        fill(left, first);
        fill(right, second);
      }
      arrange();
    },
  };
}
