// The board: pictures to pick from, one of them large, and what the person writes about it.
// element, props, server, watch and trigger are gradio's; the server is asked to save a comment and to remove a picture.
const { el, icon, t, listing } = window.viper;
const GOAL = props.goal;
const LIMIT = props.limit;
const WORDS = props.words; // [{label, words}]: words to say what one sees, for any picture
const IS_FOREIGN = window.viper.language !== "en"; // comments, and the words to put into them, are English
const PAUSE = 400; // ms without a keystroke after which a comment is saved
const AGAIN = 2500; // ms until a comment that could not be saved is tried again
const DRAFTS = "viper.drafts";
const OFFERED = 12; // words of a group shown at once

const grid = element.querySelector(".vp-grid");
const desk = element.querySelector(".vp-desk");
const detail = element.querySelector(".vp-detail");
const meter = element.querySelector(".vp-meter");
const count = element.querySelector(".vp-count");
const told = element.querySelector(".vp-told");
const filters = element.querySelector(".vp-filters");
const noneHere = element.querySelector(".vp-none-here");

let visitor = null;
let pictures = [];
let current = -1;
let brought = null; // which pictures were refused last
let advice = null; // what the server says about the next picture
let filter = "all";
let listed = new Set(); // ids of the pictures that the filter shows
const texts = new Map(); // picture id -> what is in the box
const heard = new Map(); // picture id -> {liked, disliked}: what the server heard in the saved comment
const unsaved = new Set(); // picture ids whose text the server does not have yet
const refused = new Set(); // picture ids whose text the server would not take; tried again when it changes
const buttons = new Map();

const isCommented = (id) => Boolean((texts.get(id) ?? "").trim());
const indexOf = (id) => pictures.findIndex((picture) => picture.id === id);

// -- drafts: every keystroke is in this browser before the server has it ------------------------------------------------
function readDrafts() {
  try {
    const drafts = JSON.parse(localStorage.getItem(DRAFTS) || "{}");
    return drafts.visitor === visitor && drafts.texts ? drafts.texts : {};
  } catch {
    return {};
  }
}
function writeDrafts() {
  try {
    const drafts = Object.fromEntries([...unsaved, ...refused].map((id) => [id, texts.get(id) ?? ""]));
    if (unsaved.size || refused.size) localStorage.setItem(DRAFTS, JSON.stringify({ visitor, texts: drafts }));
    else localStorage.removeItem(DRAFTS);
  } catch { /* a browser that keeps nothing: the server still does */ }
}

// -- saving: one request at a time, the latest text of each picture -------------------------------------------------------
let timer = 0;
let saving = null;
function saveSoon(delay = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(save, delay);
}
function save() {
  clearTimeout(timer);
  saving ??= saveAll().finally(() => {
    saving = null;
  });
  return saving;
}
async function saveAll() {
  for (const id of unsaved) {
    const text = texts.get(id) ?? "";
    showSaving("saving");
    const answer = await server.save_comment({ visitor, image: id, text }).catch(() => undefined);
    if (!answer) {
      showSaving("waiting");
      saveSoon(AGAIN);
      return;
    }
    if (!answer.ok) {
      unsaved.delete(id);
      refused.add(id);
      writeDrafts();
      showSaving("refused");
      window.viper.say(answer.error, { bad: true });
    } else if ((texts.get(id) ?? "") === text) {
      unsaved.delete(id);
      writeDrafts();
      heard.set(id, answer.heard);
      takeAdvice(answer.advice);
      if (pictures[current]?.id === id) showHeard();
    } // else: typed on meanwhile, and the set is visited again
  }
  if (unsaved.size) return saveAll();
  showSaving(refused.has(pictures[current]?.id) ? "refused" : "saved");
}
function showSaving(state) {
  const note = detail.querySelector(".vp-saved");
  if (note && note.dataset.state !== state) {
    note.dataset.state = state;
    note.textContent = state === "idle" ? "" : t(`board.saved.${state}`);
  }
}

// -- the grid and its filters ----------------------------------------------------------------------------------------------
const FILTERS = {
  all: { label: t("board.all"), keeps: () => true, none: "" },
  open: { label: t("board.open"), keeps: (picture) => !isCommented(picture.id), none: t("board.open.none") },
  done: { label: t("board.done"), keeps: (picture) => isCommented(picture.id), none: t("board.done.none") },
  own: { label: t("board.own"), keeps: (picture) => picture.own, none: t("board.own.none") },
};
filters.replaceChildren(...Object.entries(FILTERS).map(([name, { label }]) =>
  el("button", { type: "button", class: "vp-filter", dataset: { filter: name }, onclick: () => choose(name) },
    label, " ", el("span", { class: "vp-filter-count" }))));

function choose(name) {
  filter = name;
  list();
  if (!listed.has(pictures[current]?.id) && listed.size) open(indexOf([...listed][0]));
  else drawMarks();
}
// What is listed changes when one moves on, not while one types: a picture stays under one's hands.
function list() {
  const { keeps, none } = FILTERS[filter];
  listed = new Set(pictures.filter(keeps).map((picture) => picture.id));
  noneHere.hidden = listed.size > 0;
  noneHere.textContent = listed.size ? "" : none;
}
function drawGrid() {
  buttons.clear();
  grid.replaceChildren(
    ...pictures.map((picture, index) => {
      const button = el(
        "button",
        { type: "button", class: "vp-thumb", dataset: { id: picture.id }, tabindex: "-1",
          onclick: () => open(index, { byHand: true }) },
        el("img", { src: picture.thumbnail.url, alt: "", loading: "lazy", decoding: "async", width: 128, height: 128 }),
        el("span", { class: "vp-badge", "aria-hidden": "true" }, icon("check")),
        picture.own ? el("span", { class: "vp-own", "aria-hidden": "true" }, t("board.yours")) : null,
        el("span", { class: "vp-star", "aria-hidden": "true" }, t("board.next")),
      );
      buttons.set(picture.id, button);
      return el("li", {}, button);
    }),
  );
}
function drawMarks() {
  const here = pictures[current]?.id;
  const reachable = listed.has(here) ? here : [...listed][0];
  for (const { id, title, own } of pictures) {
    const button = buttons.get(id);
    const commented = isCommented(id);
    const isNext = advice?.picture === id && !commented;
    button.parentNode.hidden = !listed.has(id);
    button.classList.toggle("vp-commented", commented);
    button.classList.toggle("vp-next-one", isNext);
    button.setAttribute("aria-label",
      [title, own && t("board.mark.own"), commented && t("board.mark.done"), isNext && t("board.mark.next")].filter(Boolean).join(", "));
    if (id === here) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    button.tabIndex = id === reachable ? 0 : -1;
  }
  for (const button of filters.children) {
    const { keeps } = FILTERS[button.dataset.filter];
    button.setAttribute("aria-pressed", String(button.dataset.filter === filter));
    button.lastChild.textContent = pictures.filter(keeps).length;
  }
  drawProgress();
}
function drawProgress() {
  const done = pictures.filter((picture) => isCommented(picture.id)).length;
  if (meter.children.length !== GOAL) {
    meter.replaceChildren(...Array.from({ length: GOAL }, () => el("i", {})));
  }
  [...meter.children].forEach((mark, index) => mark.classList.toggle("vp-on", index < done));
  meter.setAttribute("aria-valuenow", Math.min(done, GOAL));
  const missing = GOAL - (advice?.told ?? done);
  const words =
    done === 0 ? t("board.count.none", { goal: GOAL })
      : done < GOAL ? t("board.count.some", { done, goal: GOAL })
        : missing > 0 && !unsaved.size ? t("board.count.more", { done, count: missing })
          : t("board.count.enough", { done });
  if (count.textContent !== words) count.textContent = words;
}
function takeAdvice(fresh) {
  advice = fresh;
  drawMarks();
  drawNext();
  const open = advice?.open ?? [];
  told.textContent = !advice?.isEnough ? ""
    : advice.isExhausted ? t("board.told.exhausted")
      : open.length ? t("board.told.open", { aspects: aspects(open) }) : t("board.told.more");
}
const label = (name) => t(`label.${name}`);
const aspects = (names) => listing(names.map((name) => window.viper.noun(label(name))));

// -- the large view ----------------------------------------------------------------------------------------------------
function open(index, { byHand = false } = {}) {
  if (!pictures.length) return;
  if (unsaved.size) save();
  current = (index + pictures.length) % pictures.length;
  list();
  listed.add(pictures[current].id);
  noneHere.hidden = true;
  drawDetail();
  drawMarks();
  if (byHand) {
    desk.dataset.open = "true";
    if (matchMedia("(max-width: 860px)").matches) desk.scrollIntoView({ block: "start" });
    buttons.get(pictures[current].id).scrollIntoView({ block: "nearest" });
  }
}
function step(by) {
  const inGrid = grid.contains(document.activeElement);
  const order = pictures.filter((picture) => listed.has(picture.id)).map((picture) => picture.id);
  const at = order.indexOf(pictures[current].id);
  open(indexOf(order[(at + by + order.length) % order.length]), { byHand: true });
  if (inGrid) buttons.get(pictures[current].id).focus();
}
function goTo(id, { write = false } = {}) {
  const index = indexOf(id);
  if (index < 0) return;
  if (!FILTERS[filter].keeps(pictures[index])) filter = "all";
  open(index, { byHand: true });
  if (write) detail.querySelector("textarea").focus({ preventScroll: true });
}
window.viper.showPicture = (id) => {
  window.viper.openTab("comment");
  goTo(id, { write: true });
};
function drawDetail() {
  const picture = pictures[current];
  const id = picture.id;
  const order = pictures.filter((one) => listed.has(one.id));
  const box = el("textarea", {
    id: "vp-comment", rows: 3, maxlength: LIMIT, value: texts.get(id) ?? "", "aria-describedby": "vp-comment-hint", lang: props.english ? "en" : null,
    placeholder: t("board.example"),
    oninput: () => {
      texts.set(id, box.value);
      heard.delete(id);
      unsaved.add(id);
      refused.delete(id);
      writeDrafts();
      drawMarks();
      showSaving("saving");
      saveSoon();
    },
    onkeydown: (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !advice?.picture) return;
      event.preventDefault();
      goTo(advice.picture, { write: true });
    },
    onblur: () => unsaved.size && save(),
  });
  detail.replaceChildren(
    el("div", { class: "vp-stage-bar" },
      el("button", { type: "button", class: "vp-button vp-back", onclick: closeDetail }, icon("left"), t("board.back")),
      el("h3", { class: "vp-title" }, picture.title),
      el("span", { class: "vp-place" }, t("place", { at: order.indexOf(picture) + 1, of: order.length })),
    ),
    el("figure", { class: "vp-large" },
      // The small picture is there already and stands in until the large one is.
      el("img", { src: picture.full.url, alt: picture.alt, width: 768, height: 768,
        style: `background-image: url("${encodeURI(decodeURI(picture.thumbnail.url))}")` }),
      el("button", { type: "button", class: "vp-round vp-previous", "aria-label": t("picture.previous"), title: t("picture.previous.key"),
        onclick: () => step(-1) }, icon("left")),
      el("button", { type: "button", class: "vp-round vp-next", "aria-label": t("picture.next"), title: t("picture.next.key"),
        onclick: () => step(1) }, icon("right")),
    ),
    el("label", { for: "vp-comment", class: "vp-label" }, t("board.question")),
    IS_FOREIGN && props.english ? el("p", { class: "vp-hint vp-in-english" }, t("board.english")) : "",
    box,
    el("div", { class: "vp-under" },
      el("p", { id: "vp-comment-hint", class: "vp-hint vp-heard" }),
      el("p", { class: "vp-saved", role: "status" }),
    ),
    wordHelp(picture, box),
    el("div", { class: "vp-suggestion" }),
    picture.own ? removeButton(picture) : "",
  );
  showSaving(unsaved.has(id) ? "waiting" : isCommented(id) ? "saved" : "idle");
  showHeard();
  drawNext();
  fetchAhead();
  if (isCommented(id) && !heard.has(id) && !unsaved.has(id)) listen(id);
}
// The pictures that may be opened next are fetched before they are asked for.
function fetchAhead() {
  const order = pictures.filter((picture) => listed.has(picture.id));
  const at = order.indexOf(pictures[current]);
  for (const picture of [order[at + 1], order[at - 1], pictures[indexOf(advice?.picture)]]) {
    if (picture) new Image().src = picture.full.url;
  }
}
async function listen(id) {
  const answer = await server.hear({ visitor, image: id }).catch(() => undefined);
  if (!answer?.ok || unsaved.has(id)) return;
  heard.set(id, answer.heard);
  if (pictures[current]?.id === id) showHeard();
}
function showHeard() {
  const line = detail.querySelector(".vp-heard");
  const id = pictures[current]?.id;
  const found = heard.get(id);
  if (!line) return;
  if (!isCommented(id) || !found) {
    line.replaceChildren(t("board.hint"));
    return;
  }
  const tags = ["liked", "disliked"].flatMap((side) => found[side].map((name) =>
    el("span", { class: `vp-heard-tag vp-heard-${side}` },
      el("span", { "aria-hidden": "true" }, side === "liked" ? "+ " : "− "),
      el("span", { class: "vp-unseen" }, `${t(`heard.${side}`)} `), el("span", { lang: "en" }, name))));
  const isSilent = IS_FOREIGN && !props.english ? "board.hint" : "heard.nothing"; // the quick rules hear English only
  line.replaceChildren(...(tags.length ? [`${t("heard")} `, ...tags] : [t(isSilent)]));
}
function drawNext() {
  const place = detail.querySelector(".vp-suggestion");
  if (!place) return;
  const next = pictures[indexOf(advice?.picture)];
  const here = pictures[current]?.id;
  if (!next || next.id === here || isCommented(next.id) || !isCommented(here)) return place.replaceChildren();
  place.replaceChildren(el("button", { type: "button", class: "vp-next-card", title: t("board.next.key"),
    onclick: () => goTo(next.id, { write: true }) },
    el("img", { src: next.thumbnail.url, alt: "", width: 56, height: 56 }),
    el("span", {}, el("strong", {}, t("board.next.title")),
      el("span", { class: "vp-hint" }, t("board.next.about", { aspects: aspects(advice.about) }))),
    icon("right")));
}

// -- finding words ---------------------------------------------------------------------------------------------------------
let group = null; // label of the group whose words are shown; stays open from picture to picture
function wordHelp(picture, box) {
  const shelf = el("div", { class: "vp-words", role: "group", lang: "en" });
  const tabs = WORDS.map(({ label: name }) =>
    el("button", { type: "button", class: "vp-word-group", dataset: { group: name }, onclick: () => {
      group = group === name ? null : name;
      fill();
    } }, label(name)));
  function fill() {
    for (const tab of tabs) tab.setAttribute("aria-expanded", String(tab.dataset.group === group));
    shelf.hidden = !group;
    if (!group) return;
    shelf.setAttribute("aria-label", t("words.group", { aspect: window.viper.noun(label(group)) }));
    const common = WORDS.find((one) => one.label === group).words;
    const words = [...new Set([...(picture.words[group] ?? []), ...common])].slice(0, OFFERED);
    shelf.replaceChildren(...words.map((word) =>
      el("button", { type: "button", class: "vp-word", onclick: () => put(box, word) }, word)));
  }
  fill();
  const starts = ["I love", "I dislike", "I wish for more"].map((words) =>
    el("button", { type: "button", class: "vp-word vp-start", lang: "en", onclick: () => put(box, words, { start: true }) }, `${words} …`));
  return el("div", { class: "vp-find" },
    el("div", { class: "vp-starts", role: "group", "aria-label": t("words.starts") }, starts),
    el("div", { class: "vp-word-groups", role: "group", "aria-label": t("words.groups") }, tabs), shelf);
}
// Puts words where the cursor is, as one would have typed them: a beginning begins a sentence, a word goes on with it.
function put(box, words, { start = false } = {}) {
  const before = box.value.slice(0, box.selectionStart);
  const after = box.value.slice(box.selectionEnd);
  const bare = before.trimEnd();
  const opens = /(^|[.!?…\n])$/.test(bare);
  const begun = /\b(love|like|dislike|hate|more|less|too|the|a|an|and|or|but|so|very|of|for)$/i.test(bare);
  let glue = " ";
  if (!bare) glue = "";
  else if (start && !opens) glue = ". ";
  else if (!start && !begun && !opens) glue = /[,;:]$/.test(bare) ? " " : " and ";
  const said = !start && (!bare || opens) ? `I love ${words}` : words;
  const text = bare + glue + said;
  const limited = (text + (start ? " " : "") + after).slice(0, LIMIT);
  box.value = limited;
  box.focus({ preventScroll: true });
  const at = Math.min(text.length + (start ? 1 : 0), limited.length);
  box.setSelectionRange(at, at);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// -- own pictures ----------------------------------------------------------------------------------------------------------
function removeButton(picture) {
  const button = el("button", { type: "button", class: "vp-button vp-danger", onclick: remove }, t("own.remove"));
  let sure = false;
  async function remove() {
    if (!sure) {
      sure = true;
      button.textContent = t("own.sure");
      return;
    }
    unsaved.delete(picture.id);
    refused.delete(picture.id);
    writeDrafts();
    const answer = await window.viper.ask(() => server.remove_picture({ visitor, image: picture.id }));
    if (!answer) return;
    texts.delete(picture.id);
    pictures = pictures.filter((other) => other.id !== picture.id);
    announcePictures();
    drawGrid();
    open(Math.min(current, pictures.length - 1));
    takeAdvice(answer.advice);
    buttons.get(pictures[current]?.id)?.focus();
  }
  return button;
}
// Pasted and dropped pictures go the way of chosen ones: into the upload button's own input.
function bring(files) {
  const images = [...files].filter((file) => file.type.startsWith("image/"));
  const input = document.querySelector("#own input[type=file], input[type=file][accept*='image']");
  if (!images.length || !input) return false;
  const carrier = new DataTransfer();
  for (const file of images) {
    const name = file.name && file.name !== "image.png" ? file.name : `${t("own.pasted")}.png`;
    carrier.items.add(new File([file], name, { type: file.type }));
  }
  input.files = carrier.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  window.viper.say(t("own.adding", { count: images.length }));
  return true;
}
window.viper.receivers.comment = (files) => {
  if (visitor && !bring(files)) window.viper.say(t("own.only"), { bad: true });
};
function closeDetail() {
  desk.dataset.open = "false";
  buttons.get(pictures[current]?.id)?.focus();
}

// -- keys ----------------------------------------------------------------------------------------------------------------
function columns() {
  const rows = [...grid.children].filter((row) => !row.hidden);
  return rows.filter((row) => row.offsetTop === rows[0].offsetTop).length || 1;
}
document.addEventListener("keydown", (event) => {
  if (window.viper.tab !== "comment" || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (!pictures.length || window.viper.isTyping(event.target)) return;
  const inGrid = grid.contains(event.target);
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    ?? (inGrid ? { ArrowDown: columns(), ArrowUp: -columns() }[event.key] : undefined);
  if (by === undefined) return;
  if (Math.abs(by) > 1) {
    const order = pictures.filter((picture) => listed.has(picture.id));
    const to = order.indexOf(pictures[current]) + by;
    if (to < 0 || to >= order.length) return;
  }
  event.preventDefault();
  step(by);
});
addEventListener("pagehide", () => unsaved.size && save());
document.addEventListener("visibilitychange", () => document.hidden && unsaved.size && save());
window.viper.beforeReading(() => (unsaved.size ? save() : saving));

// Until the pictures come, their places are there, and nothing moves when they do.
function drawPlaces() {
  const places = Array.from({ length: props.count }, () => el("li", { "aria-hidden": "true" }, el("span", { class: "vp-no-thumb" })));
  grid.replaceChildren(...places);
  detail.replaceChildren(el("div", { class: "vp-stage-bar" }), el("div", { class: "vp-no-large" }));
  count.textContent = t("board.count.none", { goal: GOAL });
  desk.hidden = filters.hidden = !places.length;
}
// -- what the server sends -----------------------------------------------------------------------------------------------
// A picture of the board by what is to be seen on it, where that can be said in the language of the page.
function named(picture) {
  const { subject, setting, attributes } = picture.scene ?? {};
  const keys = [`scene.${subject}`, setting && `place.${setting}`].filter(Boolean);
  if (!IS_FOREIGN || !picture.scene || !keys.every(window.viper.knows)) return picture;
  const title = keys.map((key) => t(key)).join(" ");
  return { ...picture, title, alt: t("scene.alt", { title, attributes }) };
}
function announcePictures() {
  window.viper.pictures = new Map(pictures.map((picture) => [picture.id, picture]));
  dispatchEvent(new CustomEvent("viper:pictures"));
}
function receive() {
  const value = props.value;
  if (!value || !value.visitor) return;
  const first = visitor !== value.visitor;
  visitor = window.viper.visitor = value.visitor;
  if (first) {
    texts.clear();
    heard.clear();
    unsaved.clear();
    refused.clear();
    filter = "all";
  }
  const before = pictures[current]?.id;
  pictures = value.pictures.map(named);
  announcePictures();
  for (const picture of pictures) if (!unsaved.has(picture.id)) texts.set(picture.id, picture.comment);
  if (first) {
    for (const [id, text] of Object.entries(readDrafts())) {
      if (typeof text === "string" && texts.has(id) && texts.get(id) !== text) {
        texts.set(id, text);
        unsaved.add(id);
      }
    }
    writeDrafts();
    if (unsaved.size) saveSoon(0);
  }
  drawGrid();
  element.querySelector(".vp-problem").textContent = window.viper.inWords(value.problem);
  if (value.brought && value.brought !== brought) for (const words of value.refused) window.viper.say(words, { bad: true });
  brought = value.brought;
  if (value.selected && filter !== "own") filter = "all";
  const wanted = value.selected ?? before;
  const found = indexOf(wanted);
  const fresh = pictures.findIndex((picture) => !isCommented(picture.id));
  advice = value.advice;
  list();
  if (pictures.length) open(found >= 0 ? found : Math.max(fresh, 0), { byHand: Boolean(value.selected) });
  takeAdvice(value.advice);
  desk.hidden = filters.hidden = !pictures.length;
  desk.removeAttribute("aria-busy");
}
watch("value", receive);
drawPlaces();
receive();
