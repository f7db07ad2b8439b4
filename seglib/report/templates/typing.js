"use strict";
(() => {
  const data = JSON.parse(document.getElementById("points").textContent);
  const sumsOf = (codes) => data.start.map((first, k) => codes.reduce((sum, code, q) => sum + data.points[q][k][code], first));
  const assign = (codes) => {
    const sums = sumsOf(codes);
    const top = Math.max(...sums);
    const all = sums.reduce((sum, one) => sum + Math.exp((one - top) / data.unit), 0);
    return { sums, best: sums.indexOf(top), percent: Math.floor(100 / all + 0.5 + data.ties) };
  };
  const reasons = (codes, { sums, best }) => {
    const others = sums.map((sum, k) => (k === best ? -Infinity : sum));
    const second = others.indexOf(Math.max(...others));
    const gains = codes.map((code, q) => data.points[q][best][code] - data.points[q][second][code]);
    const order = gains.map((_, q) => q).sort((a, b) => gains[b] - gains[a] || a - b).slice(0, 2);
    return order.filter((q) => gains[q] > 0).map((q) => `${data.labels[q]}: ${data.answers[q][codes[q]]}`);
  };
  const form = document.getElementById("questions");
  const put = (id, text) => { document.getElementById(id).textContent = text; };
  const show = () => {
    const codes = data.points.map((_, q) => form.elements[`q${q}`].value);
    const open = codes.filter((code) => code === "").length;
    document.getElementById("result").hidden = open > 0;
    document.getElementById("open").hidden = open === 0;
    put("left", open);
    if (open > 0) return;
    const found = assign(codes.map(Number));
    put("segment", data.names[found.best]);
    put("percent", data.percent[found.percent]);
    const told = reasons(codes.map(Number), found);
    document.getElementById("why").replaceChildren(...(told.length ? told : [data.none]).map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
  };
  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.hidden = false;
  show();
  window.typing = { all: (rows) => rows.map((codes) => { const found = assign(codes); return [data.segments[found.best], found.percent]; }) };
})();
