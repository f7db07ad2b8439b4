"use strict";
(() => {
  const form = document.getElementById("questionnaire");
  const number = document.getElementById("number");
  const said = document.getElementById("said");
  const names = [...new Set([...form.querySelectorAll("[type=radio]")].map((one) => one.name))];
  const begun = { at: null };
  let rows = [];
  const people = () => new Set(rows.map((row) => row[0])).size;
  const say = (text) => {
    said.textContent = text;
    said.parentElement.hidden = false;
    document.getElementById("kept").hidden = people() === 0;
    document.getElementById("count").textContent = people();
  };
  form.noValidate = true;
  form.querySelector(".buttons").hidden = false;
  form.addEventListener("input", () => {
    begun.at ??= performance.now();
    said.textContent = "";
    said.parentElement.hidden = people() === 0;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const who = number.value.trim();
    const given = names.map((name) => [name, form.elements[name].value]).filter(([, value]) => value !== "");
    const numbered = who && number.checkValidity();
    if (!numbered || !given.length) {
      say(said.dataset.open);
      (numbered ? form.elements[names[0]][0] : number).focus();
      return;
    }
    const took = Math.max(1, Math.round((performance.now() - begun.at) / 1000));
    rows = [...rows.filter((row) => row[0] !== who), ...given.map((one) => [who, ...one]), [who, form.dataset.seconds, took]];
    form.reset();
    begun.at = null;
    say(said.dataset.thanks);
    number.focus();
  });
  document.getElementById("save").addEventListener("click", () => {
    const lines = [["customer_id", "item_id", "answer"], ...rows].map((row) => row.join(",") + "\r\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", ...lines], { type: "text/csv" }));
    link.download = "survey.csv";
    link.click();
    URL.revokeObjectURL(link.href);
    rows = [];
    say("✓");
    number.focus();
  });
  window.addEventListener("beforeunload", (event) => { if (people()) event.preventDefault(); });
})();
