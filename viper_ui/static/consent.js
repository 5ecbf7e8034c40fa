// Whether votes may be shared with a study: what was answered, and another answer.
const { ask } = window.viper;
const buttons = [...element.querySelectorAll("[data-agreed]")];
element.querySelector(".vp-study-dataset").textContent = window.viper.t("study.dataset", { name: props.dataset });
let visitor = null;

function draw(agreed) {
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.agreed === String(agreed)));
}
async function look() {
  if (!window.viper.visitor || visitor === window.viper.visitor) return;
  visitor = window.viper.visitor;
  draw(null);
  const found = await server.consent({ visitor }).catch(() => undefined);
  if (found?.ok) draw(found.agreed);
}
for (const button of buttons) {
  button.addEventListener("click", async () => {
    const found = await ask(() => server.set_consent({ visitor: window.viper.visitor, agreed: button.dataset.agreed === "true" }));
    if (found) draw(found.agreed);
  });
}
addEventListener("viper:pictures", look);
look();
