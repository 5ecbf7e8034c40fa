// Which model draws, and what it is.
element.querySelector(".vp-about-model").textContent =
  window.viper.t("fields.model", { name: props.model, description: props.description });
