// The blind test: which of these pictures do you like best? One is drawn to your taste, and nothing here knows which: the
// server tells it in its answer to the vote, and not before.
const { el, icon, ask, say, t } = window.viper;
const view = element.querySelector(".vp-blind");
const note = element.querySelector(".vp-note");
const PROTOCOLS = ["unpersonalized", "others"];
let visitor = null;
let round = null; // {trial, protocol, prompt, pictures: [{url, blob}]}; without pictures where this browser lost them
let verdict = null; // {mine, choice, makers}, once it is answered
let picked = null; // place of the picture that is about to be chosen
let scores = null;

// -- what kind of round ----------------------------------------------------------------------------------------------------
const settings = { protocol: "unpersonalized", count: 4 };
function radios(name, label, choices) {
  return el("fieldset", { class: "vp-choices" }, el("legend", {}, label), ...choices.map(([value, words]) =>
    el("label", {}, el("input", { type: "radio", name: `vp-${name}`, value, checked: settings[name] === value,
      onchange: () => {
      settings[name] = value;
      draw();
    } }), words)));
}
const kinds = el("div", { class: "vp-kinds" },
  radios("protocol", t("blind.protocol"), PROTOCOLS.map((value) => [value, t(`blind.protocol.${value}`)])),
  radios("count", t("blind.count"), [[4, t("blind.count.4")], [8, t("blind.count.8")]]));

// -- the round -------------------------------------------------------------------------------------------------------------
const question = el("h2", { class: "vp-question", tabindex: -1 });
const grid = el("ul", { class: "vp-lineup", role: "list", "aria-label": t("blind.lineup") });
const tools = el("div", { class: "vp-act" });
const box = el("div", { class: "vp-blind-box" }, question, grid);
const panel = el("section", { class: "vp-scores", "aria-label": t("blind.scores") });
view.append(kinds, box, tools, panel);
const runner = makeRunner({ box, note, changed: draw });

const told = ({ liked, disliked }) =>
  [liked.length && t("blind.likes", { names: liked }), disliked.length && t("blind.dislikes", { names: disliked })].filter(Boolean).join("; ");
function cell(picture, place) {
  const number = t("blind.picture", { at: place + 1, of: round.pictures.length });
  const image = el("img", { src: picture.url, alt: number, width: 256, height: 256 });
  if (!verdict) {
    return el("li", {}, el("button", { type: "button", class: "vp-candidate", "aria-pressed": String(place === picked),
      "aria-label": number, dataset: { place }, onclick: () => { picked = place; draw(); } },
      image, el("span", { class: "vp-place-number", "aria-hidden": "true" }, String(place + 1))));
  }
  const isMine = place === verdict.mine;
  const isChoice = place === verdict.choice;
  const whose = isMine ? t(isChoice ? "blind.mine-and-choice" : "blind.mine") : isChoice ? t("blind.choice") : "";
  const maker = verdict.makers[place];
  return el("li", {},
    el("figure", { class: `vp-candidate${isMine ? " vp-is-mine" : ""}${isChoice ? " vp-is-choice" : ""}` },
      image, el("span", { class: "vp-place-number", "aria-hidden": "true" }, String(place + 1)),
      el("figcaption", {}, whose ? el("strong", {}, whose) : null,
        el("span", {}, told(maker) || t("blind.everyone")))));
}
function drawTools() {
  if (runner.busy) {
    tools.replaceChildren();
  } else if (!round) {
    tools.replaceChildren(el("p", { class: "vp-hint" },
      t("blind.how")));
  } else if (verdict) {
    tools.replaceChildren(el("button", { type: "button", class: "vp-button vp-first", onclick: () => window.viper.drawRound() },
      t("blind.another")));
  } else if (!round.pictures) {
    tools.replaceChildren(
      el("p", {}, t("blind.lost")),
      el("button", { type: "button", class: "vp-button", onclick: giveUp }, t("blind.give-up")));
  } else {
    tools.replaceChildren(
      el("button", { type: "button", class: "vp-button vp-first", disabled: picked === null, dataset: { key: "vote" },
        onclick: () => vote(picked) }, picked === null ? t("blind.choose") : t("blind.vote", { place: picked + 1 })),
      el("button", { type: "button", class: "vp-button", onclick: () => vote(null) }, t("blind.none")),
      el("button", { type: "button", class: "vp-link", onclick: giveUp }, t("blind.give-up")));
  }
}
function draw() {
  const focused = grid.contains(document.activeElement) ? document.activeElement.dataset.place : null;
  const shown = round?.pictures && !runner.busy;
  question.textContent = !shown ? t("blind.question")
    : verdict ? outcome() : `${t("blind.question")} ${t("quoted", { text: round.prompt })}`;
  const places = shown ? round.pictures.length : settings.count;
  grid.classList.toggle("vp-few", places <= 4);
  const blanks = Array.from({ length: settings.count }, () => el("li", { "aria-hidden": "true" }, el("span", { class: "vp-cell-blank" })));
  grid.classList.toggle("vp-revealed", Boolean(verdict));
  grid.replaceChildren(...(shown ? round.pictures.map(cell) : blanks));
  if (focused) grid.querySelector(`[data-place="${focused}"]`)?.focus({ preventScroll: true });
  drawTools();
  drawScores();
}
function outcome() {
  if (verdict.choice === verdict.mine) return t("blind.hit");
  return t(verdict.choice === null ? "blind.passed" : `blind.missed.${round.protocol}`, { place: verdict.mine + 1 });
}
async function vote(choice) {
  const trial = round.trial;
  const answer = await ask(() => server.vote({ visitor, trial, choice }));
  if (!answer || round?.trial !== trial) return;
  verdict = answer.verdict;
  scores = answer.scores;
  window.viper.keep("blind", null);
  draw();
  question.focus({ preventScroll: true });
}
async function giveUp() {
  const answer = await ask(() => server.give_up({ visitor, trial: round.trial }));
  if (!answer) return;
  round = null;
  scores = answer.scores;
  window.viper.keep("blind", null);
  draw();
  say(t("blind.gave-up"));
}

// -- what the rounds add up to ---------------------------------------------------------------------------------------------
const percent = (share) => `${Math.round(100 * share)} %`;
function scoreLine(protocol, { answered, hits, passed, gaveUp, low, high, chance }) {
  const rest = [passed && t("blind.count.passed", { count: passed }), gaveUp && t("blind.count.gave-up", { count: gaveUp })].filter(Boolean).join(", ");
  if (!answered && !rest) return null;
  return el("div", { class: "vp-score" },
    el("h3", {}, t(`blind.protocol.${protocol}`)),
    answered ? el("p", {}, el("strong", {}, percent(hits / answered)),
      ` ${t("blind.rate", { hits, count: answered })}`) : null,
    answered ? el("div", { class: "vp-interval", role: "img",
      "aria-label": t("blind.interval", { low: percent(low), high: percent(high), chance: percent(chance) }) },
      el("i", { class: "vp-interval-span", style: `inset-inline: ${100 * low}% ${100 - 100 * high}%` }),
      el("i", { class: "vp-interval-point", style: `inset-inline-start: ${(100 * hits) / answered}%` }),
      el("i", { class: "vp-interval-chance", style: `inset-inline-start: ${100 * chance}%` })) : null,
    answered ? el("p", { class: "vp-hint" },
      t("blind.interval.hint", { low: percent(low), high: percent(high), chance: percent(chance) })) : null,
    rest ? el("p", { class: "vp-hint" }, t("blind.not-counted", { rest })) : null);
}
function drawScores() {
  const lines = scores ? Object.entries(scores).map(([protocol, score]) => scoreLine(protocol, score)).filter(Boolean) : [];
  panel.hidden = !lines.length;
  panel.replaceChildren(...lines, lines.length ? el("button", { type: "button", class: "vp-button", onclick: saveVotes }, icon("down"),
    t("blind.csv")) : "");
}
async function saveVotes() {
  const answer = await ask(() => server.votes_csv({ visitor }));
  if (!answer) return;
  const link = el("a", { download: "viper-votes.csv", href: URL.createObjectURL(new Blob([answer.text], { type: "text/csv" })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// -- coming back -----------------------------------------------------------------------------------------------------------
async function keep() {
  const { trial, protocol, prompt, pictures } = round;
  try {
    const blobs = await Promise.all(pictures.map(async ({ url }) => (await fetch(url)).blob()));
    if (round?.trial !== trial || verdict) return;
    await window.viper.keep("blind", { visitor, trial, protocol, prompt, blobs });
    view.dataset.kept = trial;
  } catch { /* the round can still be answered on this page */ }
}
async function comeBack() {
  const [answer, kept] = await Promise.all([server.look({ visitor }).catch(() => undefined), window.viper.recall("blind")]);
  if (!answer?.ok || runner.busy || round) return;
  scores = answer.scores;
  if (answer.open) {
    const here = kept?.visitor === visitor && kept.trial === answer.open.trial;
    round = { ...answer.open, pictures: here ? kept.blobs.map((blob) => ({ url: URL.createObjectURL(blob) })) : null };
    settings.count = answer.open.count;
  }
  draw();
}
function receive() {
  const value = props.value;
  if (!value || !value.visitor) return;
  if (visitor !== value.visitor) {
    visitor = value.visitor;
    round = verdict = scores = picked = null;
    draw();
    comeBack();
  }
  if (!runner.takes(value)) return;
  if (value.state === "drawing") runner.progress(value.done, t("blind.drawing", { count: settings.count, share: Math.floor(100 * value.done) }));
  if (value.state === "done") {
    round = { ...value.round, pictures: value.round.pictures.map(({ url }) => ({ url })) };
    verdict = picked = null;
    runner.end("");
    keep();
    if (!window.viper.isTyping(document.activeElement)) question.focus({ preventScroll: true });
  }
}
window.viper.drawRound = () => {
  const run = runner.begin();
  trigger("begin", { run, ...settings });
};
watch("value", receive);
draw();
receive();
