// The chips: a person's taste in two columns, by category, each with its reason and what can be done to it.
const { el, icon, ask, t } = window.viper;
const MOST = props.most;
const LENGTH = props.length;
const SIDES = {
  liked: { title: t("chips.liked"), adds: t("chips.add.liked"), flips: "chips.flip.liked" },
  disliked: { title: t("chips.disliked"), adds: t("chips.add.disliked"), flips: "chips.flip.disliked" },
};

const sides = element.querySelector(".vp-sides");
const tools = element.querySelector(".vp-tools");
const note = element.querySelector(".vp-note");
const conflicts = element.querySelector(".vp-conflicts");
const unclear = element.querySelector(".vp-unclear");
let visitor = null;
let view = null;
let learned = null;

// -- asking: one request after the other, so that edits reach the server in the order in which they were made ------------
let confirmed = null; // the view that the server sent last
let waiting = 0; // requests whose answer is still to come
function request(name, data, { focus } = {}) {
  waiting += 1;
  return window.viper.inTurn(async () => {
    const answer = await ask(() => server[name]({ visitor, ...data }));
    waiting -= 1;
    if (answer?.view) confirmed = answer.view;
    if (!waiting) take(confirmed, { focus }); // what was guessed gives way to what is, also where it was refused
  });
}
function edit(data, options) {
  guess(data, options);
  return request("edit", data, options);
}
// Shows what an edit will lead to before the server has said so; names are the server's to judge, so they wait for it.
function guess({ do: what, name, enabled, weight }, options) {
  const next = structuredClone(view);
  for (const side of next.sides) {
    for (const group of side.groups) {
      const at = group.chips.findIndex((one) => one.name === name);
      if (at < 0) continue;
      const one = group.chips[at];
      if (what === "enable") one.enabled = enabled;
      else if (what === "weight") one.weight = weight;
      else if (what === "remove" || what === "flip") group.chips.splice(at, 1);
      else return;
      if (what === "flip") {
        const other = next.sides.find((each) => each !== side);
        const place = other.groups.find(({ label }) => label === group.label);
        if (place) place.chips.push(one);
        else other.groups.push({ label: group.label, chips: [one] });
      }
      if (what !== "remove" && one.origin === "extracted") one.origin = "edited";
      side.groups = side.groups.filter(({ chips }) => chips.length);
      for (const each of next.sides) {
        next.active[each.side] = each.groups.flatMap(({ chips }) => chips)
          .filter((chip) => chip.enabled && chip.weight > 0).length;
      }
      view = next;
      draw(options);
      return;
    }
  }
}
window.viper.edit = (data) => edit(data); // from where a word is seen at work
window.viper.undo = () => request("undo", {});
window.viper.exportTaste = () => server.export_preferences({ visitor });
window.viper.takeView = (fresh) => { // an answer that the profiles got
  confirmed = fresh;
  if (!waiting) take(fresh);
};

function take(newView, { focus } = {}) {
  view = newView;
  props.value = { ...props.value, view, note: "" }; // so that the server's next value is seen to differ
  note.textContent = "";
  draw({ focus });
}

// -- one chip ------------------------------------------------------------------------------------------------------------
function chip(side, one) {
  const id = one.name;
  const state = one.enabled && one.weight > 0;
  const title = el("span", { class: "vp-chip-name", lang: "en" }, one.name);
  const row = el(
    "li",
    { class: `vp-chip${state ? "" : " vp-off"}`, dataset: { name: id } },
    evidencePicture(one),
    el("div", { class: "vp-chip-body" },
      el("div", { class: "vp-chip-head" }, title, badges(one)),
      reason(one),
    ),
    el("div", { class: "vp-chip-tools" },
      weight(one),
      el("button", {
        type: "button", role: "switch", class: "vp-switch", "aria-checked": String(one.enabled),
        "aria-label": t("chips.use", { name: id }), title: t(one.enabled ? "chips.on" : "chips.off"), dataset: { key: `${id}|enable` },
        onclick: () => edit({ do: "enable", name: id, enabled: !one.enabled }),
      }, el("i", {})),
      button("flip", t(SIDES[side].flips, { name: id }), `${id}|flip`, () => edit({ do: "flip", name: id })),
      button("pen", t("chips.rename", { name: id }), `${id}|rename`, () => rename(one, title)),
      button("close", t("chips.remove", { name: id }), `${id}|remove`, () => {
        const rows = [...sides.querySelectorAll(".vp-chip")];
        const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
        edit({ do: "remove", name: id }, { focus: next ? `${next.dataset.name}|remove` : `add|${side}` });
      }),
    ),
  );
  return row;
}
function button(name, label, key, onclick) {
  return el("button", { type: "button", class: "vp-quiet", "aria-label": label, title: label, dataset: { key }, onclick },
    icon(name));
}
function badges(one) {
  return [
    one.origin === "extracted" ? null : el("span", { class: "vp-tag" }, t(`chips.${one.origin}`)),
    opposed(one.name),
    one.isKnown ? null : el("span", { class: "vp-tag vp-warn", title: t("chips.unknown.why") },
      t("chips.unknown")),
  ];
}
function opposed(name) {
  const found = view.conflicts.filter(({ first, second }) => first === name || second === name);
  return found.length ? el("span", { class: "vp-tag vp-warn vp-against" },
    t("chips.against", { names: found.map(({ first, second }) => (first === name ? second : first)) })) : null;
}
function drawConflicts() {
  conflicts.hidden = !view.conflicts.length;
  conflicts.replaceChildren(...view.conflicts.map(({ kind, first, second }) =>
    el("li", {}, el("span", {}, t(`chips.conflict.${kind}`, { first, second })),
      ...[first, second].map((name) => el("button", { type: "button", class: "vp-link",
        onclick: () => edit({ do: "enable", name, enabled: false }) }, t("chips.switch-off", { name }))))));
}
// What a comment speaks of without its being clear whether it is liked: the person says which.
function drawUnclear() {
  unclear.hidden = !view.unclear.length;
  unclear.replaceChildren(...view.unclear.map((one, at) => {
    const next = view.unclear[at + 1] ?? view.unclear[at - 1];
    const answer = (side) => el("button", { type: "button", class: "vp-link", dataset: { key: `${one.name}|${side}` },
      onclick: () => edit({ do: "add", side, name: one.name }, { focus: next ? `${next.name}|liked` : `add|${side}` }) },
      t(`chips.unclear.${side}`, { name: one.name }));
    return el("li", {},
      el("span", { class: "vp-quote" }, ...evidence.words(one.evidence[0])),
      el("span", {}, t("chips.unclear.ask", { name: one.name })), answer("liked"), answer("disliked"));
  }));
}
function evidencePicture(one) {
  const found = one.evidence.map((each) => window.viper.pictures?.get(each.image)).find(Boolean);
  if (!found) return el("span", { class: "vp-why-picture vp-none", "aria-hidden": "true" }, icon("pen"));
  const picture = el("img", { class: "vp-why-picture", src: found.thumbnail.url, alt: t("chips.from", { title: found.title }),
    width: 44, height: 44 });
  evidence.attach(picture, one);
  return picture;
}
const SHOWN_BEFORE = 16; // characters of a comment before the marked words, so that these are seen in one line
function reason(one) {
  if (!one.evidence.length) return el("p", { class: "vp-why" }, t("chips.own-words"));
  const [first, ...others] = one.evidence;
  const cut = first.before.length > SHOWN_BEFORE;
  const before = cut ? `…${first.before.slice(-SHOWN_BEFORE).replace(/^\S*\s/, "")}` : first.before;
  const known = window.viper.pictures?.has(first.image);
  const why = el("button", { type: "button", class: "vp-why", dataset: { key: `${one.name}|why` },
    title: known ? t("chips.go") : null, onclick: () => known && window.viper.showPicture(first.image) },
    el("span", { class: "vp-unseen" }, `${t("chips.why", { name: one.name })} `),
    el("span", { class: "vp-quote" }, ...evidence.words({ ...first, before })),
    others.length ? el("span", { class: "vp-more" }, `+${others.length}`) : null);
  evidence.attach(why, one);
  return why;
}
function weight(one) {
  const shown = el("output", {}, `×${one.weight}`);
  const range = el("input", {
    type: "range", min: 0, max: MOST, step: 0.05, "aria-label": t("chips.weight", { name: one.name }), title: t("chips.weight.why"),
    dataset: { key: `${one.name}|weight` },
    oninput: () => {
      shown.textContent = `×${Number(range.value)}`;
    },
    onchange: () => edit({ do: "weight", name: one.name, weight: Number(range.value) }),
  });
  range.value = one.weight;
  return el("label", { class: "vp-weight" }, range, shown);
}
function rename(one, title) {
  let done = false;
  const box = el("input", {
    type: "text", class: "vp-rename", maxlength: LENGTH, value: one.name, "aria-label": t("chips.new-name", { name: one.name }),
    onkeydown: (event) => {
      if (event.key === "Enter") finish(box.value, { byKey: true });
      if (event.key === "Escape") finish(one.name, { byKey: true });
    },
    onblur: () => finish(box.value),
  });
  // Only the box gives way: what was pressed to leave it must still be there, and keep the focus.
  function finish(name, { byKey = false } = {}) {
    if (done) return;
    done = true;
    const fresh = name.trim();
    const pen = box.closest(".vp-chip")?.querySelector(`[data-key="${CSS.escape(`${one.name}|rename`)}"]`);
    box.replaceWith(title);
    if (byKey) pen?.focus({ preventScroll: true });
    if (fresh && fresh !== one.name) edit({ do: "rename", name: one.name, new: fresh }, byKey ? { focus: `${fresh}|rename` } : {});
  }
  title.replaceWith(box);
  box.select();
}

// -- adding, with suggestions ----------------------------------------------------------------------------------------------
function adder(side) {
  let marked = -1;
  let asked = 0;
  const list = el("ul", { class: "vp-suggestions", role: "listbox", id: `suggest-${side}`, hidden: true,
    "aria-label": t("chips.suggestions") });
  const box = el("input", {
    type: "text", maxlength: LENGTH, placeholder: SIDES[side].adds, "aria-label": SIDES[side].adds, role: "combobox",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off",
    dataset: { key: `add|${side}` },
    oninput: suggest,
    onkeydown: (event) => {
      const options = [...list.children];
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length && !list.hidden) {
        event.preventDefault();
        mark((marked + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
      } else if (event.key === "Enter") {
        event.preventDefault();
        add(!list.hidden && marked >= 0 ? options[marked].dataset.name : box.value);
      } else if (event.key === "Escape") close();
    },
    onblur: () => setTimeout(close, 120),
  });
  async function suggest() {
    const turn = ++asked;
    const text = box.value.trim();
    if (!text) return close();
    const answer = await server.suggest({ text }).catch(() => undefined);
    if (turn !== asked || !answer?.ok || document.activeElement !== box) return;
    const before = list.hidden ? undefined : list.children[marked]?.dataset.name;
    list.replaceChildren(...answer.names.map((entry, index) =>
      el("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false", dataset: { name: entry.name },
        onpointerdown: (event) => { event.preventDefault(); add(entry.name); } },
        el("span", { lang: "en" }, entry.name), el("small", {}, t(`label.${entry.category}`)))));
    marked = -1;
    list.hidden = !answer.names.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    box.removeAttribute("aria-activedescendant");
    const still = answer.names.findIndex(({ name }) => name === before); // what is marked stays so
    if (still >= 0) mark(still);
  }
  function mark(index) {
    marked = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    box.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  }
  function close() {
    asked += 1;
    list.hidden = true;
    marked = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }
  function add(name) {
    const fresh = name.trim();
    close();
    if (fresh) edit({ do: "add", side, name: fresh }, { focus: `add|${side}` });
    box.value = "";
  }
  return el("div", { class: "vp-add" }, box, list,
    el("button", { type: "button", class: "vp-button", "aria-label": t("chips.add.button", { what: SIDES[side].adds }),
      onclick: () => add(box.value) }, t("chips.add")));
}

// -- the whole -----------------------------------------------------------------------------------------------------------
function draw({ focus } = {}) {
  if (!view) return;
  evidence.hide();
  const wanted = focus ?? (element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined);
  const typed = new Map([...sides.querySelectorAll("[role=combobox]")].map((box) => [box.dataset.key, box.value]));
  sides.classList.toggle("vp-empty", view.isEmpty);
  sides.replaceChildren(
    view.isEmpty
      ? el("div", { class: "vp-nothing" },
          el("h3", {}, t("chips.empty")),
          el("p", {}, t("chips.empty.lead")),
          el("button", { type: "button", class: "vp-button vp-first", onclick: () => window.viper.openTab("comment") },
            t("chips.empty.go")))
      : "",
    ...view.sides.map(({ side, groups }) =>
      el("section", { class: `vp-side vp-${side}`, "aria-label": SIDES[side].title },
        el("h3", {}, SIDES[side].title, el("span", { class: "vp-number" }, String(view.active[side]))),
        groups.length ? groups.map((group) =>
          el("div", { class: "vp-group" }, el("h4", {}, t(`label.${group.label}`)),
            el("ul", { role: "list" }, group.chips.map((one) => chip(side, one)))))
          : el("p", { class: "vp-hint" }, t("chips.empty.side")),
        adder(side))));
  for (const box of sides.querySelectorAll("[role=combobox]")) {
    if (typed.get(box.dataset.key)) box.value = typed.get(box.dataset.key);
  }
  undoButton.disabled = !view.canUndo;
  redoButton.disabled = !view.canRedo;
  drawConflicts();
  drawUnclear();
  drawWindows();
  if (wanted) {
    [...element.querySelectorAll("[data-key]")].find((node) => node.dataset.key === wanted)?.focus({ preventScroll: true });
  }
  window.viper.taste = view.active;
  dispatchEvent(new CustomEvent("viper:taste"));
  window.viper.view = view;
  dispatchEvent(new CustomEvent("viper:view"));
}

const windows = el("p", { class: "vp-windows vp-hint" });
function drawWindows() {
  const found = view.windows;
  windows.textContent = !found || !(found.liked + found.disliked) ? ""
    : t("chips.windows", { count: found.liked, disliked: found.disliked });
}
function tool(name, label, keys, onclick) {
  return el("button", { type: "button", class: "vp-button", disabled: true, title: keys, onclick }, icon(name), label);
}
const undoButton = tool("undo", t("undo"), t("undo.key"), () => request("undo", {}));
const redoButton = tool("redo", t("redo"), t("redo.key"), () => request("redo", {}));
tools.replaceChildren(undoButton, redoButton, windows);
document.addEventListener("keydown", (event) => {
  if (window.viper.tab !== "preferences" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target.closest?.("input:not([type=range]), textarea")) return; // there the keys undo typing
  const wanted = { z: event.shiftKey ? redoButton : undoButton, y: redoButton }[event.key.toLowerCase()];
  if (!wanted || wanted.disabled) return;
  event.preventDefault();
  wanted.click();
});

function receive() {
  const value = props.value;
  if (!value || !value.visitor) return;
  visitor = value.visitor;
  view = confirmed = value.view;
  note.textContent = window.viper.inWords(value.note);
  draw();
  if (value.learned && value.learned !== learned) window.viper.openTab("preferences");
  learned = value.learned;
}
watch("value", receive);
receive();
// What the model knows, and how it reads the list, is told once it is loaded; pictures come with the board.
addEventListener("viper:model", ({ detail }) => {
  if (detail.state === "ready" && view && !view.windows) request("look", {});
});
addEventListener("viper:pictures", () => draw());
