// Deleting everything, after asking once more.
const button = element.querySelector(".vp-forget");
const words = button.textContent;
let sure = 0;
button.addEventListener("click", async () => {
  if (!sure) {
    button.textContent = window.viper.t("foot.sure");
    sure = setTimeout(calm, 6000);
    return;
  }
  calm();
  const answer = await window.viper.ask(window.viper.forgetVisitor);
  if (!answer) return;
  trigger("forgotten", {});
  window.viper.openTab("comment");
  window.viper.say(window.viper.t("foot.forgotten"));
});
// Ends what is running, deletes everything on the server, then here; the server's answer, or undefined without one.
window.viper.forgetVisitor = async () => {
  for (const stop of document.querySelectorAll(":is(.vp-bar, .vp-reading)[data-running=true] button")) stop.click();
  await window.viper.flush();
  const answer = await server.forget({ visitor: window.viper.visitor }).catch(() => undefined);
  if (!answer) return undefined;
  await window.viper.forget();
  try { localStorage.removeItem("viper.drafts"); } catch { /* nothing was kept */ }
  try { sessionStorage.clear(); } catch { /* nothing was kept */ }
  window.viper.fields.forget();
  return answer;
};
function calm() {
  clearTimeout(sure);
  sure = 0;
  button.textContent = words;
}
