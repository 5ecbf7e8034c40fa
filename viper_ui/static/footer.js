// Deleting everything, after asking once more.
const button = element.querySelector(".vp-forget");
const words = button.textContent;
let sure = 0;
button.addEventListener("click", async () => {
  if (!sure) {
    button.textContent = "Comments, pictures and taste will be gone for good. Press again to delete";
    sure = setTimeout(calm, 6000);
    return;
  }
  calm();
  const visitor = window.viper.visitor;
  const answer = await window.viper.ask(() => server.forget({ visitor }));
  if (!answer) return;
  await window.viper.forget();
  try { localStorage.removeItem("viper.drafts"); } catch { /* nothing was kept */ }
  try { sessionStorage.clear(); } catch { /* nothing was kept */ }
  window.viper.fields.forget();
  trigger("forgotten", {});
  window.viper.openTab("comment");
  window.viper.say("Everything about you is deleted.");
});
function calm() {
  clearTimeout(sure);
  sure = 0;
  button.textContent = words;
}
