"use strict";
(() => {
  const main = document.getElementById("main");
  const words = main.dataset;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  main.append(status);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const amount = (text) => {
    const found = text.match(/[\u2212-]?[^\d\u2212-]*(\d[\d.,'\u00a0\u202f\u066b\u066c\u2019]*)\s*([KMB]?)/);
    if (!found) return null;
    const [whole, part] = found[1].split(words.decimal);
    const size = Number(`${whole.replace(/\D/g, "")}.${(part || "").replace(/\D/g, "")}`);
    const unit = { K: 1e3, M: 1e6, B: 1e9 }[found[2]] || 1;
    return size * unit * (/^[\u2212-]/.test(found[0]) ? -1 : 1);
  };
  const key = (row, i, numeric) => {
    const cell = row.cells[i];
    return numeric ? amount(cell.textContent) : cell.dataset.day || cell.textContent;
  };
  const order = (rows, i, numeric, sign) => rows.slice().sort((a, b) => {
    const [one, other] = [key(a, i, numeric), key(b, i, numeric)];
    if (numeric && (one === null || other === null)) return (one === null) - (other === null);
    return sign * (numeric ? one - other : collator.compare(one, other));
  });

  const sortable = (table) => {
    const body = table.tBodies[0];
    const first = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, i) => {
      const button = document.createElement("button");
      const label = head.textContent;
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const numeric = head.classList.contains("num");
        const steps = numeric ? ["descending", "ascending", null] : ["ascending", "descending", null];
        const next = steps[(steps.indexOf(head.getAttribute("aria-sort")) + 1) % 3];
        heads.forEach((one) => one.removeAttribute("aria-sort"));
        if (next) head.setAttribute("aria-sort", next);
        body.append(...(next ? order(first, i, numeric, next === "ascending" ? 1 : -1) : first));
        status.textContent = next ? fill(words.sorted, { column: label, order: words[next] }) : words.unsorted;
      });
    });
  };
  document.querySelectorAll("main .block table").forEach((table) => {
    if (table.tBodies[0].rows.length > 2) sortable(table);
  });

  const names = JSON.parse(words.segments);
  const rows = [...document.querySelectorAll("main .block table tbody tr")];
  const named = new Map(rows.map((row) => [row, row.cells[0].textContent]).filter(([, name]) => names.includes(name)));
  document.querySelectorAll("main .persona").forEach((one) => {
    named.set(one, one.querySelector(".story").textContent);
  });
  const there = names.filter((name) => [...named.values()].includes(name));
  if (there.length < 2 || !document.querySelector(".title")) return;
  const label = document.createElement("label");
  const select = document.createElement("select");
  label.className = "filter";
  select.append(new Option(words.all, ""), ...there.map((name) => new Option(name, name)));
  label.append(words.filter, " ", select);
  document.querySelector(".title").append(label);
  select.addEventListener("change", () => {
    let count = 0;
    named.forEach((name, part) => {
      part.hidden = select.value !== "" && name !== select.value;
      count += part.hidden ? 0 : 1;
    });
    status.textContent = fill(words.filtered, { count, segment: select.value || words.all });
  });
})();
