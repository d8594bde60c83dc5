"use strict";
// Shared by the chart and the slices: data, colours, theme, copying.
const report = JSON.parse(document.getElementById("report-data").textContent);
const byId = id => document.getElementById(id);
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const structureColor = i => css("--c" + (i % 8));
const shown = report.structures.map(() => true);
const listeners = [];
const changed = () => listeners.forEach(listener => listener());
const round = (v, digits = 3) => v === 0 ? "0" : Math.abs(v) >= 1000 ? v.toFixed(0) : String(Number(v.toPrecision(digits)));

const themes = matchMedia("(prefers-color-scheme: dark)");
function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  byId("theme").setAttribute("aria-pressed", String(dark));
  changed();
}
byId("theme").onclick = () => setTheme(document.documentElement.dataset.theme !== "dark");
themes.addEventListener("change", e => setTheme(e.matches));
byId("print").onclick = () => print();
let themeBeforePrint = null;
addEventListener("beforeprint", () => { themeBeforePrint = document.documentElement.dataset.theme; setTheme(false); });
addEventListener("afterprint", () => setTheme(themeBeforePrint === "dark"));

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.onclick = async () => {
    const rows = [...byId(button.dataset.copy).rows];
    await copyText(rows.map(row => [...row.cells].map(cell => cell.textContent.trim()).join("\t")).join("\n"));
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  };
}

const svgNode = (tag, attributes = {}, text) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) { node.setAttribute(name, value); }
  if (text !== undefined) { node.textContent = text; }
  return node;
};
const htmlNode = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) { node.setAttribute(name, value); }
  node.append(...children);
  return node;
};
function ticks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(m => m * power).find(s => s >= rough);
  const values = [];
  for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + 1e-9 * step; v += step) { values.push(Number(v.toPrecision(12))); }
  return values;
}
