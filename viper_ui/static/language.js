// Which language the page speaks: the one chosen here, else the browser's, else English. Runs before everything else, so
// that gradio is told the same when it asks the navigator. Knows `LANGUAGES`, the codes of all there are.
(() => {
  const kept = () => { try { return localStorage.getItem("viper.language"); } catch { return null; } };
  const wanted = [kept(), ...(navigator.languages ?? []), navigator.language].map((code) => (code ?? "").toLowerCase().split("-")[0]);
  const language = wanted.find((code) => LANGUAGES.includes(code)) ?? LANGUAGES[0];
  Object.defineProperty(navigator, "language", { get: () => language, configurable: true });
  document.documentElement.lang = window.viperLanguage = language;
})();
