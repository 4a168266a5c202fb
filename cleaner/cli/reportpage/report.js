"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const documents = [...document.querySelectorAll("details")];
  const controls = { source: $("by-source"), label: $("by-label"), rule: $("by-rule"), words: $("by-words") };

  function fits(line) {
    const { label, rule } = controls;
    return (!label.value || line.dataset.label === label.value) && (!rule.value || line.dataset.rule === rule.value);
  }

  function apply() {
    const words = controls.words.value.trim().toLocaleLowerCase();
    const lines = controls.label.value || controls.rule.value;
    let shown = 0;
    for (const one of documents) {
      const all = [...one.querySelectorAll("li")];
      let fine = !controls.source.value || one.dataset.source === controls.source.value;
      fine = fine && (!$("flagged").checked || one.dataset.flagged === "1");
      fine = fine && (!lines || all.some(fits));
      fine = fine && (!words || one.textContent.toLocaleLowerCase().includes(words));
      one.hidden = !fine;
      shown += fine;
      for (const line of all) line.hidden = Boolean(lines) && line.className !== "keep" && !fits(line);
    }
    document.body.classList.toggle("bare", $("bare").checked);
    $("shown").textContent = `${shown} of ${documents.length} shown`;
  }

  for (const control of [...Object.values(controls), $("bare"), $("flagged")]) control.addEventListener("input", apply);
  for (const button of document.querySelectorAll("button.pick")) {
    button.addEventListener("click", () => {
      const control = controls[button.dataset.by];
      control.value = control.value === button.value ? "" : button.value;
      apply();
      document.querySelector(".filters").scrollIntoView({ block: "start" });
    });
  }
  $("unfold").addEventListener("click", () => {
    const open = documents.some((one) => !one.hidden && !one.open);
    for (const one of documents) one.open = open;
  });
  document.querySelector(".filters").hidden = false;
  apply();
})();
