// The board: pictures to pick from, one of them large, and what the person writes about it.
// element, props, server, watch and trigger are gradio's; the server is asked to save a comment and to remove a picture.
const { el, icon } = window.viper;
const GOAL = props.goal;
const LIMIT = props.limit;
const PAUSE = 400; // ms without a keystroke after which a comment is saved
const AGAIN = 2500; // ms until a comment that could not be saved is tried again
const DRAFTS = "viper.drafts";

const grid = element.querySelector(".vp-grid");
const desk = element.querySelector(".vp-desk");
const detail = element.querySelector(".vp-detail");
const meter = element.querySelector(".vp-meter");
const count = element.querySelector(".vp-count");

let visitor = null;
let pictures = [];
let current = -1;
const texts = new Map(); // picture id -> what is in the box
const unsaved = new Set(); // picture ids whose text the server does not have yet
const refused = new Set(); // picture ids whose text the server would not take; tried again when it changes
const buttons = new Map();

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
    } // else: typed on meanwhile, and the set is visited again
  }
  if (unsaved.size) return saveAll();
  showSaving(refused.has(pictures[current]?.id) ? "refused" : "saved");
}
const SAVING = {
  idle: "", saving: "Saving…", saved: "Saved", refused: "Not saved",
  waiting: "The server does not answer. Your words are kept in this browser and saved as soon as it does.",
};
function showSaving(state) {
  const note = detail.querySelector(".vp-saved");
  if (note && note.dataset.state !== state) {
    note.dataset.state = state;
    note.textContent = SAVING[state];
  }
}

// -- the grid --------------------------------------------------------------------------------------------------------
const isCommented = (id) => Boolean((texts.get(id) ?? "").trim());

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
        picture.own ? el("span", { class: "vp-own", "aria-hidden": "true" }, "yours") : null,
      );
      buttons.set(picture.id, button);
      return el("li", {}, button);
    }),
  );
  drawMarks();
}
function drawMarks() {
  pictures.forEach((picture, index) => {
    const button = buttons.get(picture.id);
    const commented = isCommented(picture.id);
    button.classList.toggle("vp-commented", commented);
    button.setAttribute("aria-label", `${picture.title}${picture.own ? ", your own" : ""}${commented ? ", commented" : ""}`);
    if (index === current) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    button.tabIndex = index === Math.max(current, 0) ? 0 : -1;
  });
  drawProgress();
}
function drawProgress() {
  const done = pictures.filter((picture) => isCommented(picture.id)).length;
  if (meter.children.length !== GOAL) {
    meter.replaceChildren(...Array.from({ length: GOAL }, () => el("i", {})));
  }
  [...meter.children].forEach((mark, index) => mark.classList.toggle("vp-on", index < done));
  meter.setAttribute("aria-valuenow", Math.min(done, GOAL));
  const words =
    done === 0 ? `${GOAL} comments are enough to know your taste`
      : done < GOAL ? `${done} of ${GOAL} comments`
        : `${done} comments: enough to know your taste`;
  if (count.textContent !== words) count.textContent = words;
}

// -- the large view ----------------------------------------------------------------------------------------------------
function open(index, { byHand = false } = {}) {
  if (!pictures.length) return;
  if (unsaved.size) save();
  current = (index + pictures.length) % pictures.length;
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
  open(current + by, { byHand: true });
  if (inGrid) buttons.get(pictures[current].id).focus();
}
function drawDetail() {
  const picture = pictures[current];
  const id = picture.id;
  const box = el("textarea", {
    id: "vp-comment", rows: 4, maxlength: LIMIT, value: texts.get(id) ?? "", "aria-describedby": "vp-comment-hint",
    placeholder: "I love the soft light, but it is far too busy for me…",
    oninput: () => {
      texts.set(id, box.value);
      unsaved.add(id);
      refused.delete(id);
      writeDrafts();
      drawMarks();
      showSaving("saving");
      saveSoon();
    },
    onblur: () => unsaved.size && save(),
  });
  detail.replaceChildren(
    el("div", { class: "vp-stage-bar" },
      el("button", { type: "button", class: "vp-button vp-back", onclick: closeDetail }, icon("left"), "All pictures"),
      el("h3", { class: "vp-title" }, picture.title),
      el("span", { class: "vp-place" }, `${current + 1} of ${pictures.length}`),
    ),
    el("figure", { class: "vp-large" },
      el("img", { src: picture.full.url, alt: picture.alt, width: 768, height: 768 }),
      el("button", { type: "button", class: "vp-round vp-previous", "aria-label": "Previous picture", title: "Previous (←)",
        onclick: () => step(-1) }, icon("left")),
      el("button", { type: "button", class: "vp-round vp-next", "aria-label": "Next picture", title: "Next (→)",
        onclick: () => step(1) }, icon("right")),
    ),
    el("label", { for: "vp-comment", class: "vp-label" }, "What pleases or displeases you here?"),
    box,
    el("div", { class: "vp-under" },
      el("p", { id: "vp-comment-hint", class: "vp-hint" }, "Colour, light, mood, material, line, detail: whatever strikes you."),
      el("p", { class: "vp-saved", role: "status" }),
    ),
    picture.own ? removeButton(picture) : "",
  );
  showSaving(unsaved.has(id) ? "waiting" : isCommented(id) ? "saved" : "idle");
}
function removeButton(picture) {
  const button = el("button", { type: "button", class: "vp-button vp-danger", onclick: remove }, "Remove this picture");
  let sure = false;
  async function remove() {
    if (!sure) {
      sure = true;
      button.textContent = "Remove it with its comment? Press again";
      return;
    }
    unsaved.delete(picture.id);
    refused.delete(picture.id);
    writeDrafts();
    const answer = await window.viper.ask(() => server.remove_picture({ visitor, image: picture.id }));
    if (!answer) return;
    texts.delete(picture.id);
    pictures = pictures.filter((other) => other.id !== picture.id);
    drawGrid();
    open(Math.min(current, pictures.length - 1));
    buttons.get(pictures[current]?.id)?.focus();
  }
  return button;
}
function closeDetail() {
  desk.dataset.open = "false";
  buttons.get(pictures[current]?.id)?.focus();
}

// -- keys ----------------------------------------------------------------------------------------------------------------
function columns() {
  const rows = [...grid.children];
  return rows.filter((row) => row.offsetTop === rows[0].offsetTop).length || 1;
}
document.addEventListener("keydown", (event) => {
  if (window.viper.tab !== "comment" || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (!pictures.length || window.viper.isTyping(event.target)) return;
  const inGrid = grid.contains(event.target);
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    ?? (inGrid ? { ArrowDown: columns(), ArrowUp: -columns() }[event.key] : undefined);
  if (by === undefined) return;
  if (Math.abs(by) > 1 && (current + by < 0 || current + by >= pictures.length)) return;
  event.preventDefault();
  step(by);
});
addEventListener("pagehide", () => unsaved.size && save());
document.addEventListener("visibilitychange", () => document.hidden && unsaved.size && save());
window.viper.beforeReading(() => (unsaved.size ? save() : saving));

// -- what the server sends -----------------------------------------------------------------------------------------------
function receive() {
  const value = props.value;
  if (!value || !value.visitor) return;
  const first = visitor !== value.visitor;
  visitor = window.viper.visitor = value.visitor;
  if (first) {
    texts.clear();
    unsaved.clear();
    refused.clear();
  }
  const before = pictures[current]?.id;
  pictures = value.pictures;
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
  element.querySelector(".vp-problem").textContent = value.problem ?? "";
  const wanted = value.selected ?? before;
  const found = pictures.findIndex((picture) => picture.id === wanted);
  const fresh = pictures.findIndex((picture) => !isCommented(picture.id));
  if (pictures.length) open(found >= 0 ? found : Math.max(fresh, 0), { byHand: Boolean(value.selected) });
  desk.hidden = !pictures.length;
}
watch("value", receive);
receive();
