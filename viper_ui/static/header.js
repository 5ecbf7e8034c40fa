// The head of the page: how the model is, and light or dark.
const { el, icon } = window.viper;
const pill = element.querySelector(".vp-model");
const look = element.querySelector(".vp-look");
const LOADING = 700; // ms between two looks while the model is being loaded

function draw(status) {
  pill.dataset.state = status.state;
  dispatchEvent(new CustomEvent("viper:model", { detail: status }));
  const words = {
    idle: `${status.name}: not loaded yet`, loading: `${status.name} is loading…`, ready: `${status.name} is ready`,
    failed: `${status.name} could not be loaded`, unreachable: "The server does not answer",
  }[status.state];
  pill.replaceChildren(el("i", { "aria-hidden": "true" }), words);
  const remedy = element.querySelector(".vp-remedy");
  remedy.hidden = status.state !== "failed";
  if (status.state === "failed") {
    remedy.replaceChildren(
      el("p", {}, status.message),
      el("p", { class: "vp-hint" }, "Comments and preferences work without it; only drawing waits."),
      el("button", { type: "button", class: "vp-button", onclick: retry }, "Load it again"),
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
look.append(icon("moon"));
look.addEventListener("click", () => {
  window.viper.setLook(window.viper.isDark() ? "light" : "dark");
  look.setAttribute("aria-pressed", String(window.viper.isDark()));
});
look.setAttribute("aria-pressed", String(window.viper.isDark()));
look_again();
