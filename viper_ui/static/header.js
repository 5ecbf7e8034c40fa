// The head of the page: how the model is, which language is spoken, and light or dark.
const { el, icon, t } = window.viper;
const pill = element.querySelector(".vp-model");
const look = element.querySelector(".vp-look");
const LOADING = 700; // ms between two looks while the model is being loaded

function draw(status) {
  pill.dataset.state = status.state;
  dispatchEvent(new CustomEvent("viper:model", { detail: status }));
  const { key, values } = status.message;
  const isFetching = key === "core.hub.fetching";
  pill.ariaBusy = String(isFetching); // read out at every percent, it would drown everything else
  pill.replaceChildren(el("i", { "aria-hidden": "true" }),
    isFetching ? t("model.fetched", { ...values, name: status.name }) : t(`model.${status.state}`, { name: status.name }));
  const remedy = element.querySelector(".vp-remedy");
  remedy.hidden = status.state !== "failed";
  if (status.state === "failed") {
    remedy.replaceChildren(
      el("p", {}, window.viper.inWords(status.message)),
      el("p", { class: "vp-hint" }, t("model.remedy")),
      el("button", { type: "button", class: "vp-button", onclick: retry }, t("model.retry")),
    );
  }
}
window.viper.boot = async () => (await server.model_status({}).catch(() => undefined))?.boot ?? null;
let last = "";
async function look_again() {
  const status = (await server.model_status({}).catch(() => undefined))
    ?? { state: "unreachable", name: "", message: "" };
  const key = JSON.stringify(status);
  if (key !== last) draw(status);
  last = key;
  if (status.state !== "ready" && status.state !== "failed") setTimeout(look_again, LOADING);
}
async function retry() {
  await server.load_model({}).catch(() => undefined);
  last = "";
  look_again();
}
const language = element.querySelector(".vp-language");
language.append(...window.viper.languages.map(({ code, name }) => el("option", { value: code, lang: code }, name)));
language.value = window.viper.language;
language.addEventListener("change", () => window.viper.setLanguage(language.value));
look.append(icon("moon"));
look.addEventListener("click", () => {
  window.viper.setLook(window.viper.isDark() ? "light" : "dark");
  look.setAttribute("aria-pressed", String(window.viper.isDark()));
});
look.setAttribute("aria-pressed", String(window.viper.isDark()));
look_again();
