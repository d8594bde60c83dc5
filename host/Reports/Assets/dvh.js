// The dose-volume chart: toggle, hover, zoom.
(() => {
  const chart = byId("dvh-chart");
  const methods = report.doses.map(d => d.id);
  const methodShown = Object.fromEntries(methods.map(m => [m, true]));
  const dashes = ["", "7 4", "2 3", "9 3 2 3"];
  const margin = { left: 48, right: 12, top: 10, bottom: 40 };
  const whole = [0, Math.max(1e-6, ...report.curves.map(c => {
    let i = c.volumeFraction.length - 1;
    while (i > 0 && c.volumeFraction[i] < 0.005) { i--; }
    return c.doseGy[Math.min(i + 1, c.doseGy.length - 1)];
  }))];
  let range = [...whole];
  let reading = null;
  let highlighted = -1;
  let drag = null;

  function volumeAt(curve, dose) {
    const x = curve.doseGy;
    if (dose <= x[0]) { return curve.volumeFraction[0]; }
    if (dose > x[x.length - 1]) { return 0; }
    let low = 0, high = x.length - 1;
    while (high - low > 1) { const mid = (low + high) >> 1; if (x[mid] < dose) { low = mid; } else { high = mid; } }
    const f = x[high] > x[low] ? (dose - x[low]) / (x[high] - x[low]) : 1;
    return curve.volumeFraction[low] + f * (curve.volumeFraction[high] - curve.volumeFraction[low]);
  }
  const visible = c => shown[c.structure] && methodShown[c.method];
  const geometry = () => {
    const width = chart.clientWidth, height = chart.clientHeight;
    const w = width - margin.left - margin.right, h = height - margin.top - margin.bottom;
    return {
      width, height, w, h,
      x: dose => margin.left + (dose - range[0]) / (range[1] - range[0]) * w,
      y: fraction => margin.top + (1 - fraction) * h,
      dose: px => range[0] + (px - margin.left) / w * (range[1] - range[0]),
    };
  };

  function draw() {
    const g = geometry();
    if (g.w <= 0) { return; }
    chart.setAttribute("viewBox", `0 0 ${g.width} ${g.height}`);
    chart.replaceChildren();
    const clip = svgNode("clipPath", { id: "dvh-clip" });
    clip.append(svgNode("rect", { x: margin.left, y: margin.top - 2, width: g.w, height: g.h + 4 }));
    chart.append(clip);
    for (const dose of ticks(range[0], range[1], Math.max(3, g.w / 90))) {
      chart.append(svgNode("line", { class: "grid", x1: g.x(dose), x2: g.x(dose), y1: margin.top, y2: g.y(0) }));
      chart.append(svgNode("text", { x: g.x(dose), y: g.y(0) + 16, "text-anchor": "middle" }, String(dose)));
    }
    for (const percent of [0, 20, 40, 60, 80, 100]) {
      chart.append(svgNode("line", { class: percent ? "grid" : "axis", x1: margin.left, x2: g.width - margin.right, y1: g.y(percent / 100), y2: g.y(percent / 100) }));
      chart.append(svgNode("text", { x: margin.left - 6, y: g.y(percent / 100) + 4, "text-anchor": "end" }, String(percent)));
    }
    chart.append(svgNode("text", { x: margin.left + g.w / 2, y: g.height - 6, "text-anchor": "middle" }, "Absorbed dose, Gy"));
    chart.append(svgNode("text", { transform: `translate(15 ${margin.top + g.h / 2}) rotate(-90)`, "text-anchor": "middle" }, "Volume, %"));
    const curves = svgNode("g", { "clip-path": "url(#dvh-clip)" });
    for (const b of report.bands.filter(visible)) {
      const edge = (fractions, i) => g.x(b.doseGy[i]).toFixed(1) + " " + g.y(fractions[i]).toFixed(1);
      const places = b.doseGy.map((_, i) => i);
      curves.append(svgNode("path", {
        class: "band" + (highlighted >= 0 && highlighted !== b.structure ? " dim" : ""), fill: structureColor(b.structure), "fill-opacity": 0.12, stroke: "none",
        d: "M" + [...places.map(i => edge(b.high, i)), ...places.reverse().map(i => edge(b.low, i))].join("L") + "Z",
      }));
    }
    for (const c of report.curves.filter(visible)) {
      let d = "";
      for (let i = 0; i < c.doseGy.length; i++) {
        const last = i === c.doseGy.length - 1, first = i === 0;
        if (!last && c.doseGy[i + 1] < range[0]) { continue; }
        if (!first && c.doseGy[i - 1] > range[1]) { break; }
        d += (d ? "L" : "M") + g.x(c.doseGy[i]).toFixed(1) + " " + g.y(c.volumeFraction[i]).toFixed(1);
      }
      curves.append(svgNode("path", {
        class: "curve" + (c.structure >= 8 ? " thin" : "") + (highlighted >= 0 && highlighted !== c.structure ? " dim" : ""), d,
        stroke: structureColor(c.structure), "stroke-dasharray": dashes[methods.indexOf(c.method) % dashes.length],
      }));
    }
    chart.append(curves);
    if (drag && drag.to !== null) {
      chart.append(svgNode("rect", { class: "zoom", x: Math.min(drag.from, drag.to), y: margin.top, width: Math.abs(drag.to - drag.from), height: g.h }));
    }
    if (reading !== null && reading >= range[0] && reading <= range[1]) {
      chart.append(svgNode("line", { class: "cross", x1: g.x(reading), x2: g.x(reading), y1: margin.top, y2: g.y(0) }));
      const right = g.x(reading) > g.width - 70;
      chart.append(svgNode("text", { x: g.x(reading) + (right ? -5 : 5), y: margin.top + 12, "text-anchor": right ? "end" : "start" }, round(reading) + " Gy"));
    }
    fillReadings();
  }

  const legend = byId("dvh-legend");
  const cells = [];
  function buildLegend() {
    const head = htmlNode("tr", {}, htmlNode("th", { scope: "col" }, "Structure"));
    for (const m of methods) { head.append(htmlNode("th", { scope: "col" }, m + " %")); }
    legend.tHead.append(head);
    report.structures.forEach((s, i) => {
      const box = htmlNode("input", { type: "checkbox", "data-structure": i });
      box.checked = true;
      box.onchange = () => { shown[i] = box.checked; changed(); };
      const swatch = htmlNode("span", { class: i >= 8 ? "swatch hollow" : "swatch" });
      const row = htmlNode("tr", {}, htmlNode("th", { scope: "row" }, htmlNode("label", {}, box, swatch, s.name)));
      for (const m of methods) {
        const cell = htmlNode("td", { class: "n" });
        row.append(cell);
        cells.push({ cell, curve: report.curves.find(c => c.structure === i && c.method === m) });
      }
      row.onmouseenter = () => { highlighted = i; draw(); };
      row.onmouseleave = () => { highlighted = -1; draw(); };
      legend.tBodies[0].append(row);
    });
    const group = byId("dvh-methods");
    report.doses.forEach((d, i) => {
      const box = htmlNode("input", { type: "checkbox" });
      box.checked = true;
      box.onchange = () => { methodShown[d.id] = box.checked; draw(); };
      const line = svgNode("svg", { width: 34, height: 8, "aria-hidden": "true" });
      line.append(svgNode("line", { x1: 0, x2: 34, y1: 4, y2: 4, stroke: "currentColor", "stroke-width": 2, "stroke-dasharray": dashes[i % dashes.length] }));
      group.append(htmlNode("label", { class: "row" }, box, line, `${d.id}: ${d.label}`));
    });
  }
  function fillReadings() {
    for (const { cell, curve } of cells) {
      cell.textContent = reading === null || !curve ? "" : (100 * volumeAt(curve, reading)).toFixed(1);
    }
    [...legend.tBodies[0].rows].forEach((row, i) => { row.querySelector(".swatch").style.color = structureColor(i); });
    byId("dvh-reading").textContent = reading === null ? "" : `At ${round(reading)} Gy; volumes in the table.`;
  }
  const setAll = value => {
    shown.fill(value);
    for (const box of legend.querySelectorAll("input")) { box.checked = value; }
    changed();
  };
  byId("dvh-all").onclick = () => setAll(true);
  byId("dvh-none").onclick = () => setAll(false);
  byId("dvh-reset").onclick = () => { range = [...whole]; draw(); };

  const position = e => Math.min(Math.max(e.clientX - chart.getBoundingClientRect().left, margin.left), chart.clientWidth - margin.right);
  chart.addEventListener("pointermove", e => {
    reading = geometry().dose(position(e));
    if (drag) { drag.to = position(e); }
    draw();
  });
  chart.addEventListener("pointerleave", () => { if (!drag) { reading = null; draw(); } });
  chart.addEventListener("pointerdown", e => {
    if (e.pointerType === "mouse" && e.button === 0) { drag = { from: position(e), to: null }; chart.setPointerCapture(e.pointerId); }
  });
  chart.addEventListener("pointerup", () => {
    if (drag && drag.to !== null && Math.abs(drag.to - drag.from) > 8) {
      const g = geometry();
      range = [g.dose(Math.min(drag.from, drag.to)), g.dose(Math.max(drag.from, drag.to))];
    }
    drag = null;
    draw();
  });
  chart.addEventListener("pointercancel", () => { drag = null; draw(); });
  chart.addEventListener("dblclick", () => { range = [...whole]; draw(); });
  chart.addEventListener("keydown", e => {
    const span = range[1] - range[0];
    const centre = reading ?? (range[0] + range[1]) / 2;
    const zoom = factor => {
      const s = Math.min(span * factor, whole[1]);
      const low = Math.min(Math.max(0, centre - s / 2), whole[1] - s);
      range = [low, low + s];
    };
    switch (e.key) {
      case "ArrowRight": reading = Math.min(range[1], centre + span / 100); break;
      case "ArrowLeft": reading = Math.max(range[0], centre - span / 100); break;
      case "+": case "=": zoom(0.5); break;
      case "-": zoom(2); break;
      case "0": range = [...whole]; break;
      default: return;
    }
    e.preventDefault();
    draw();
  });

  buildLegend();
  listeners.push(draw);
  new ResizeObserver(draw).observe(chart);
  addEventListener("beforeprint", draw);
})();
setTheme(themes.matches);
