// Everything that is said in the language of the page, which language.js has found out.
(() => {
  "use strict";
  const { viper, viperLanguage: language, viperLanguages: catalogues } = window;
  const KEY = "viper.language";
  const SOURCE = "en";
  const plural = new Intl.PluralRules(language);

  viper.language = language;
  viper.languages = Object.entries(catalogues).map(([code, texts]) => ({ code, name: texts["language.name"] }));
  // Takes another language: the page is loaded anew with everything that was entered.
  viper.setLanguage = async (code) => {
    try { localStorage.setItem(KEY, code); } catch { /* it holds until the page is left */ }
    await viper.flush();
    location.reload();
  };
  viper.forgetLanguage = () => { try { localStorage.removeItem(KEY); } catch { /* nothing was kept */ } };

  const known = (key) => catalogues[language][key] ?? catalogues[SOURCE][key];
  viper.knows = (key) => known(key) !== undefined;
  // The text of a key with its values; of a text that depends on a number, the form for `count`.
  viper.t = (key, values = {}) => {
    let text = known(key) ?? key;
    if (typeof text === "object") text = text[plural.select(values.count)] ?? text.other;
    return text.replace(/\{(\w+)\}/g, (_, name) => inWords(values[name] ?? ""));
  };
  // What the server says, in words: a key with values, several of these, or words as they are.
  function inWords(said) {
    if (Array.isArray(said)) return said.map(inWords).join(", ");
    return said !== null && typeof said === "object" ? viper.t(said.key, said.values) : String(said);
  }
  viper.inWords = (said) => (Array.isArray(said) ? said.map(inWords).join(" ") : inWords(said ?? ""));
  viper.counted = (what, count) => viper.t(`count.${what}`, { count }); // "3 likes"
  viper.number = (value, digits) => value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  viper.listing = (words) => new Intl.ListFormat(language === SOURCE ? "en-GB" : language, { type: "conjunction" }).format(words);
  // A noun within a sentence; German alone leaves it as it begins one.
  viper.noun = (word) => (language === "de" ? word : word.toLowerCase());
  // A profile that nobody named has an English name in the store, with a number or without; what people chose stays.
  const unnamed = new RegExp(`^${catalogues[SOURCE]["profiles.unnamed"]}(?=$| \\d+$)`);
  viper.called = (name) => name.replace(unnamed, viper.t("profiles.unnamed"));

  // Fills the fixed texts of a component's template: data-t names the text, data-t-ATTRIBUTE that of an attribute.
  viper.fill = (element) => {
    for (const node of element.querySelectorAll("*")) {
      for (const { name, value } of [...node.attributes]) {
        if (name === "data-t") node.textContent = viper.t(value);
        else if (name.startsWith("data-t-")) node.setAttribute(name.slice("data-t-".length), viper.t(value));
      }
    }
  };
})();
