// Slices: grey image, dose wash, isodose lines, structure contours, on three planes through one point.
(async () => {
  const [nx, ny, nz] = report.grid.size;
  const [sx, sy, sz] = report.grid.spacingMm;
  // Rows run down the screen: axial to posterior, the others to inferior (z counts up to superior).
  const planes = {
    axial: { axis: 2, w: nx, h: ny, mm: [nx * sx, ny * sy], at: (p, u, v) => u + nx * (v + ny * p), across: 0, down: 1, flip: false, marks: ["R", "L", "A", "P"] },
    coronal: { axis: 1, w: nx, h: nz, mm: [nx * sx, nz * sz], at: (p, u, v) => u + nx * (p + ny * (nz - 1 - v)), across: 0, down: 2, flip: true, marks: ["R", "L", "S", "I"] },
    sagittal: { axis: 0, w: ny, h: nz, mm: [ny * sy, nz * sz], at: (p, u, v) => p + nx * (u + ny * (nz - 1 - v)), across: 1, down: 2, flip: true, marks: ["A", "P", "S", "I"] },
  };
  const maps = Object.fromEntries(report.colorMaps.map(m => [m.name, atob(m.table)]));
  const table = name => Array.from({ length: 256 }, (_, i) => [0, 1, 2].map(c => maps[name].charCodeAt(3 * i + c)));

  async function inflate(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) { bytes[i] = text.charCodeAt(i); }
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }
  async function unpack(volume) {
    const bytes = await inflate(volume.data);
    const n = bytes.length / 2;
    const values = new Float32Array(n);
    let level = 0;
    for (let i = 0; i < n; i++) {
      level = (level + bytes[i] + (bytes[n + i] << 8)) & 0xffff;
      values[i] = volume.offset + volume.scale * level;
    }
    return { ...volume, values };
  }
  const unpacked = await Promise.all([
    Promise.all(report.greys.map(unpack)), Promise.all(report.doses.map(unpack)), Promise.all(report.structures.map(s => inflate(s.data))),
  ]).catch(error => { byId("s-loading").textContent = `The pictures could not be unpacked: ${error.message}. The tables are complete without them.`; });
  if (!unpacked) { return; }
  const [greys, doses, masks] = unpacked;

  const state = {
    voxel: report.places[0]?.voxel.slice() ?? [nx >> 1, ny >> 1, nz >> 1],
    dose: doses.at(-1), grey: greys[0], low: 0, high: 1, max: report.doseScaleGy, alpha: 0.55, isodoses: report.isodosesGy, contours: true, lut: table("viridis"),
  };
  // Small structures over large ones, so that a tumour's outline is not hidden by the liver's.
  const sizes = masks.map(mask => mask.reduce((sum, c) => sum + c, 0));
  const outlineOrder = masks.map((_, i) => i).sort((a, b) => sizes[b] - sizes[a]);
  const scratch = document.createElement("canvas");
  function wash(canvas, plane, p, zoomBox) {
    const { w, h, at } = plane;
    scratch.width = w; scratch.height = h;
    const context = scratch.getContext("2d");
    const image = context.createImageData(w, h);
    const { grey, dose, low, high, max, alpha, lut } = state;
    const greyScale = 255 / Math.max(1e-12, high - low);
    for (let v = 0, o = 0; v < h; v++) {
      for (let u = 0; u < w; u++, o += 4) {
        const i = at(p, u, v);
        const g = Math.min(255, Math.max(0, (grey.values[i] - low) * greyScale));
        const share = Math.min(1, Math.max(0, dose.values[i] / max));
        // The wash fades in over the lowest tenth of the scale, so that it does not veil the anatomy.
        const a = alpha * Math.min(1, share * 10);
        const color = lut[Math.round(255 * share)];
        image.data[o] = g + a * (color[0] - g);
        image.data[o + 1] = g + a * (color[1] - g);
        image.data[o + 2] = g + a * (color[2] - g);
        image.data[o + 3] = 255;
      }
    }
    context.putImageData(image, 0, 0);
    const target = canvas.getContext("2d");
    target.imageSmoothingEnabled = true;
    target.imageSmoothingQuality = "high";
    target.drawImage(scratch, zoomBox[0], zoomBox[1], zoomBox[2], zoomBox[3], 0, 0, canvas.width, canvas.height);
  }

  // Marching squares between voxel centres, with linear interpolation along the edges.
  function trace(context, plane, p, values, level, toX, toY) {
    const { w, h, at } = plane;
    context.beginPath();
    for (let v = 0; v + 1 < h; v++) {
      for (let u = 0; u + 1 < w; u++) {
        const a = values[at(p, u, v)], b = values[at(p, u + 1, v)], c = values[at(p, u + 1, v + 1)], d = values[at(p, u, v + 1)];
        const code = (a >= level) | (b >= level) << 1 | (c >= level) << 2 | (d >= level) << 3;
        if (code === 0 || code === 15) { continue; }
        const top = [u + (level - a) / (b - a), v], right = [u + 1, v + (level - b) / (c - b)];
        const bottom = [u + (level - d) / (c - d), v + 1], left = [u, v + (level - a) / (d - a)];
        const line = (s, t) => { context.moveTo(toX(s[0]), toY(s[1])); context.lineTo(toX(t[0]), toY(t[1])); };
        switch (code) {
          case 1: case 14: line(left, top); break;
          case 2: case 13: line(top, right); break;
          case 4: case 11: line(right, bottom); break;
          case 8: case 7: line(bottom, left); break;
          case 3: case 12: line(left, right); break;
          case 6: case 9: line(top, bottom); break;
          default: {
            const joined = (a + b + c + d) / 4 >= level;
            if ((code === 5) === joined) { line(left, bottom); line(top, right); } else { line(left, top); line(right, bottom); }
          }
        }
      }
    }
    context.stroke();
  }

  // Lighter than the wash below it, so that the line stands out from its own colour.
  const isodoseColor = level => `rgb(${state.lut[Math.round(255 * Math.min(1, level / state.max))].map(c => Math.round(c + 0.45 * (255 - c)))})`;

  function paint(canvas, name, voxel, { cross, box }) {
    const plane = planes[name];
    const p = voxel[plane.axis];
    const ratio = Math.min(3, window.devicePixelRatio || 1) < 1.5 ? 1.5 : Math.min(3, window.devicePixelRatio);
    const cssWidth = canvas.clientWidth || 300;
    canvas.width = Math.round(cssWidth * ratio);
    canvas.height = Math.round(cssWidth * ratio * (box[3] * plane.mm[1] / plane.h) / (box[2] * plane.mm[0] / plane.w));
    canvas.style.aspectRatio = `${canvas.width} / ${canvas.height}`;
    wash(canvas, plane, p, box);
    const context = canvas.getContext("2d");
    const toX = u => (u + 0.5 - box[0]) / box[2] * canvas.width, toY = v => (v + 0.5 - box[1]) / box[3] * canvas.height;
    context.lineJoin = "round";
    for (const level of state.isodoses) {
      context.strokeStyle = "rgba(0,0,0,.8)"; context.lineWidth = 3 * ratio;
      trace(context, plane, p, state.dose.values, level, toX, toY);
      context.strokeStyle = isodoseColor(level); context.lineWidth = 1.5 * ratio;
      trace(context, plane, p, state.dose.values, level, toX, toY);
    }
    if (state.contours) {
      for (const i of outlineOrder) {
        const mask = masks[i];
        // Derived ones follow the outlines that they were made from.
        if (!shown[i] || report.structures[i].derived) { continue; }
        context.strokeStyle = "rgba(255,255,255,.75)"; context.lineWidth = 3 * ratio;
        trace(context, plane, p, mask, 8, toX, toY);
        context.strokeStyle = structureColor(i); context.lineWidth = 1.8 * ratio;
        trace(context, plane, p, mask, 8, toX, toY);
      }
    }
    if (cross) {
      const u = voxel[plane.across], v = plane.flip ? nz - 1 - voxel[plane.down] : voxel[plane.down];
      const x = toX(u), y = toY(v), gap = 8 * ratio;
      context.strokeStyle = "rgba(255,255,255,.7)"; context.lineWidth = ratio;
      context.beginPath();
      context.moveTo(0, y); context.lineTo(x - gap, y); context.moveTo(x + gap, y); context.lineTo(canvas.width, y);
      context.moveTo(x, 0); context.lineTo(x, y - gap); context.moveTo(x, y + gap); context.lineTo(x, canvas.height);
      context.stroke();
      const size = 13 * ratio;
      context.font = `600 ${size}px system-ui, sans-serif`;
      context.fillStyle = "#fff"; context.strokeStyle = "#000"; context.lineWidth = 3 * ratio;
      const mark = (text, mx, my) => { context.strokeText(text, mx, my); context.fillText(text, mx, my); };
      context.textAlign = "left"; context.textBaseline = "middle";
      mark(plane.marks[0], 4 * ratio, canvas.height / 2);
      context.textAlign = "right"; mark(plane.marks[1], canvas.width - 4 * ratio, canvas.height / 2);
      context.textAlign = "center"; context.textBaseline = "top"; mark(plane.marks[2], canvas.width / 2, 4 * ratio);
      context.textBaseline = "bottom"; mark(plane.marks[3], canvas.width / 2, canvas.height - 4 * ratio);
    }
  }

  const point = voxel => voxel.map((v, axis) => report.grid.originMm[axis] + v * report.grid.spacingMm[axis]);
  const figures = [...document.querySelectorAll("[data-plane]")].map(figure => ({
    name: figure.dataset.plane, canvas: figure.querySelector("canvas"), slider: figure.querySelector("input"), caption: figure.querySelector("figcaption"),
  }));
  document.querySelector(".planes").style.gridTemplateColumns = figures.map(f => `minmax(0, ${planes[f.name].mm[0].toFixed(1)}fr)`).join(" ");

  let pending = false;
  function draw() {
    if (pending) { return; }
    pending = true;
    requestAnimationFrame(() => { pending = false; drawNow(); });
  }
  function drawNow() {
    for (const f of figures) {
      const plane = planes[f.name];
      paint(f.canvas, f.name, state.voxel, { cross: true, box: [0, 0, plane.w, plane.h] });
      const p = state.voxel[plane.axis];
      f.slider.max = report.grid.size[plane.axis] - 1;
      f.slider.value = p;
      const place = `${["x", "y", "z"][plane.axis]} = ${point(state.voxel)[plane.axis].toFixed(1)} mm`;
      f.caption.textContent = `${f.name[0].toUpperCase()}${f.name.slice(1)}, ${place}`;
      f.slider.setAttribute("aria-valuetext", place);
      f.canvas.setAttribute("aria-label", `${f.name} slice at ${place}: ${state.grey.label}, dose by ${state.dose.label}. Arrow keys move the point, page keys the slice.`);
    }
    const i = state.voxel[0] + nx * (state.voxel[1] + ny * state.voxel[2]);
    const inside = report.structures.filter((s, k) => masks[k][i] >= 8).map(s => s.name);
    byId("s-reading").textContent = `Point ${point(state.voxel).map(v => v.toFixed(1)).join(", ")} mm (L, P, S) · ` +
      doses.map(d => `${d.id} ${round(d.values[i])} Gy`).join(" · ") + " · " +
      greys.map(g => `${g.label} ${round(g.values[i])} ${g.unit}`).join(" · ") + (inside.length ? " · in " + inside.join(", ") : "");
  }
  function drawScale() {
    const bar = htmlNode("canvas", { width: 256, height: 1, role: "img", "aria-label": `Dose colours from 0 to ${round(state.max)} Gy` });
    const context = bar.getContext("2d");
    state.lut.forEach((c, i) => { context.fillStyle = `rgb(${c})`; context.fillRect(i, 0, 1, 1); });
    byId("s-scale").replaceChildren("0", bar, `${round(state.max)} Gy`, ...state.isodoses.map(level => {
      const line = htmlNode("i");
      line.style.background = isodoseColor(level);
      return htmlNode("span", { class: "iso" }, line, `${level} Gy`);
    }));
  }

  const gallery = byId("gallery");
  function drawGallery() {
    for (const canvas of gallery.querySelectorAll("canvas")) {
      const place = report.places[Number(canvas.dataset.place)];
      paint(canvas, canvas.dataset.view, place.voxel, { cross: false, box: closeUp(planes[canvas.dataset.view], place.voxel) });
    }
  }
  // 120 mm around the place, kept within the picture.
  function closeUp(plane, voxel) {
    const span = (count, mm) => Math.min(count, Math.round(120 / (mm / count)));
    const w = span(plane.w, plane.mm[0]), h = span(plane.h, plane.mm[1]);
    const v = plane.flip ? nz - 1 - voxel[plane.down] : voxel[plane.down];
    const keep = (centre, size, count) => Math.min(Math.max(0, Math.round(centre - size / 2)), count - size);
    return [keep(voxel[plane.across], w, plane.w), keep(v, h, plane.h), w, h];
  }
  function goTo(index) {
    state.voxel = report.places[index].voxel.slice();
    [...byId("s-places").children].forEach((b, i) => b.setAttribute("aria-pressed", String(i === index)));
    draw();
  }
  report.places.forEach((place, index) => {
    const button = htmlNode("button", { type: "button", "aria-pressed": "false" }, place.name);
    button.onclick = () => goTo(index);
    byId("s-places").append(button);
    const trio = htmlNode("div", { class: "trio" });
    for (const name of Object.keys(planes)) {
      const canvas = htmlNode("canvas", { "data-place": index, "data-view": name, role: "img", "aria-label": `${place.name}, ${name}` });
      const jump = htmlNode("button", { type: "button", "aria-label": `Show ${place.name} above` }, canvas);
      jump.onclick = () => { goTo(index); byId("slices").scrollIntoView({ behavior: "smooth" }); };
      trio.append(jump);
    }
    trio.style.gridTemplateColumns = "repeat(3, minmax(0, 1fr))";
    gallery.append(htmlNode("figure", {}, htmlNode("figcaption", {}, place.name), trio));
  });

  const move = (axis, by) => {
    state.voxel[axis] = Math.min(report.grid.size[axis] - 1, Math.max(0, state.voxel[axis] + by));
    draw();
  };
  for (const f of figures) {
    const plane = planes[f.name];
    f.slider.oninput = () => { state.voxel[plane.axis] = Number(f.slider.value); draw(); };
    const pick = e => {
      const r = f.canvas.getBoundingClientRect();
      const u = Math.floor((e.clientX - r.left) / r.width * plane.w), v = Math.floor((e.clientY - r.top) / r.height * plane.h);
      const keep = (value, count) => Math.min(count - 1, Math.max(0, value));
      state.voxel[plane.across] = keep(u, plane.w);
      state.voxel[plane.down] = keep(plane.flip ? nz - 1 - v : v, report.grid.size[plane.down]);
      draw();
    };
    f.canvas.addEventListener("pointerdown", e => { f.canvas.setPointerCapture(e.pointerId); pick(e); });
    f.canvas.addEventListener("pointermove", e => { if (e.buttons & 1) { pick(e); } });
    f.canvas.addEventListener("wheel", e => {
      if (document.activeElement === f.canvas) { e.preventDefault(); move(plane.axis, Math.sign(e.deltaY)); }
    }, { passive: false });
    f.canvas.addEventListener("keydown", e => {
      const down = plane.flip ? -1 : 1;
      const keys = { ArrowLeft: [plane.across, -1], ArrowRight: [plane.across, 1], ArrowUp: [plane.down, -down], ArrowDown: [plane.down, down], PageUp: [plane.axis, 1], PageDown: [plane.axis, -1] };
      if (keys[e.key]) { e.preventDefault(); move(...keys[e.key]); }
    });
  }

  const fill = (select, items, chosen) => items.forEach((item, i) => {
    const option = htmlNode("option", { value: i }, item.id === item.label ? item.label : `${item.label}`);
    option.selected = item === chosen;
    select.append(option);
  });
  const all = () => { drawScale(); draw(); drawGallery(); };
  function takeGrey(grey) {
    state.grey = grey;
    state.low = grey.windowLow; state.high = grey.windowHigh;
    byId("s-low").value = round(state.low); byId("s-high").value = round(state.high);
  }
  fill(byId("s-dose"), doses, state.dose);
  fill(byId("s-grey"), greys, state.grey);
  takeGrey(state.grey);
  byId("s-max").value = round(state.max);
  byId("s-iso").value = state.isodoses.join(", ");
  byId("s-dose").onchange = e => { state.dose = doses[e.target.value]; all(); };
  byId("s-grey").onchange = e => { takeGrey(greys[e.target.value]); all(); };
  byId("s-map").onchange = e => { state.lut = table(e.target.value); all(); };
  byId("s-alpha").oninput = e => { state.alpha = e.target.value / 100; all(); };
  byId("s-contours").onchange = e => { state.contours = e.target.checked; all(); };
  byId("s-iso").onchange = e => { state.isodoses = e.target.value.split(/[,;\s]+/).map(Number).filter(v => v > 0).sort((a, b) => a - b); all(); };
  for (const [id, key] of [["s-low", "low"], ["s-high", "high"], ["s-max", "max"]]) {
    byId(id).onchange = e => { const v = Number(e.target.value); if (Number.isFinite(v) && (key !== "max" || v > 0)) { state[key] = v; all(); } };
  }
  byId("s-note").textContent = `Pictures are resampled to ${report.grid.spacingMm.map(v => v.toFixed(2)).join(" × ")} mm for the eye, read-outs are rounded (dose to ${round(state.dose.scale, 2)} Gy); the numbers in the tables come from the full images. ` +
    "Derived structures are not outlined. Click to move the point; arrow and page keys move it when a picture has the focus, the wheel turns slices then. The patient's left is on the right.";
  if (report.places.length > 0) { goTo(0); }
  listeners.push(all);
  all();
  new ResizeObserver(() => { draw(); drawGallery(); }).observe(document.querySelector(".planes"));
  addEventListener("beforeprint", () => { drawNow(); drawGallery(); });
  drawNow();
  byId("s-loading").remove();
  document.body.dataset.ready = "true";
})();
