// One drawing of a component at a time: its number, its bar with the button that stops it, and how it ended.
// Part of the script of a component, whose element and trigger it uses. `box` is what is being drawn into, `note` says how
// it ended, `changed` is called when it begins and ends.
function makeRunner({ box, note, changed }) {
  const { el, t, inWords } = window.viper;
  const fill = el("i", {});
  const doing = el("p", { class: "vp-doing", role: "status" });
  const stop = el("button", { type: "button", class: "vp-button", onclick: () => {
    trigger("halt", { run: runner.run });
    runner.end(t("stopped"));
  } }, t("stop"));
  const track = el("div", { class: "vp-track", role: "progressbar", "aria-label": t("drawing"), "aria-valuemin": 0,
    "aria-valuemax": 100 }, fill);
  const bar = el("div", { class: "vp-bar" }, track, doing, stop);
  const runner = {
    run: 0, // number of the latest run; what an earlier one still sends is not shown
    busy: false,
    // Begins a run and ends the tab's other drawing; returns its number.
    begin() {
      runner.run = window.viper.nextRun();
      runner.busy = true;
      window.viper.guard(() => runner.run, () => runner.busy, runner.end);
      dispatchEvent(new CustomEvent("viper:drawing", { detail: element }));
      note.textContent = "";
      note.classList.remove("vp-problem");
      runner.progress(0, t("waiting"));
      if (matchMedia("(max-width: 860px)").matches) box.scrollIntoView({ block: "nearest" });
      changed();
      return runner.run;
    },
    progress(share, words) {
      bar.dataset.running = String(share !== null);
      track.setAttribute("aria-valuenow", Math.round((share ?? 0) * 100));
      fill.style.inlineSize = `${(share ?? 0) * 100}%`;
      if (doing.textContent !== words) doing.textContent = words;
    },
    end(message, { bad = false } = {}) {
      runner.busy = false;
      runner.progress(null, "");
      note.textContent = inWords(message);
      note.classList.toggle("vp-problem", bad);
      if (bad) window.viper.say(message, { bad });
      changed();
    },
    // Whether a value is of the run that is awaited; what all runs have in common is dealt with here.
    takes(value) {
      if (!value.state || value.run !== runner.run || !runner.busy) return false;
      if (value.state === "waiting") runner.progress(0, inWords(value.message));
      if (value.state === "stopped") runner.end(t("stopped"));
      if (value.state === "failed") runner.end(value.message, { bad: true });
      return true;
    },
  };
  // The tab's other drawing has begun, and the server ends this one.
  addEventListener("viper:drawing", ({ detail }) => detail !== element && runner.busy && runner.end(t("stopped")));
  box.append(bar);
  runner.progress(null, "");
  return runner;
}
