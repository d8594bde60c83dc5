// Opens reports from disk in Chromium and uses them as a reader would. Usage: node report.mjs NAME=FILE...
import { stat } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const MAX_BYTES = 6e6;
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const tally = { passed: 0, failed: 0 };
const shots = process.env.SCREENSHOTS;

async function test(name, body) {
  try {
    await body();
    tally.passed++;
  } catch (e) {
    tally.failed++;
    console.log(`FAILED ${name}: ${e.message}`);
  }
}
const expect = (holds, otherwise) => { if (!holds) { throw new Error(otherwise); } };

// Text that overlaps other text, leaves the page, or is clipped by an ancestor that does not scroll.
const layoutFaults = page => page.evaluate(() => {
  const faults = [];
  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, noscript, option, .sr") || !parent.checkVisibility()) { continue; }
    const range = document.createRange();
    range.selectNodeContents(node);
    const scroller = parent.closest(".scroll");
    for (const r of range.getClientRects()) {
      if (r.width < 1 || r.height < 1) { continue; }
      const box = scroller?.getBoundingClientRect();
      if (box && (r.right <= box.left + 1 || r.left >= box.right - 1)) { continue; }
      if (!scroller && (r.left < -1 || r.right > innerWidth + 1)) { faults.push(`leaves the page: "${node.data.trim().slice(0, 40)}"`); }
      // A table that scrolls slides under its fixed first column.
      if (!scroller || parent.closest("tbody th") === null) { pieces.push({ r, text: node.data.trim().slice(0, 40), scroller: Boolean(scroller) }); }
    }
  }
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    if (/hidden|clip/.test(style.overflowX + style.overflowY) && !element.closest(".sr, svg") && element.scrollWidth > element.clientWidth + 1) {
      faults.push(`cut: ${element.tagName} "${element.textContent.trim().slice(0, 40)}"`);
    }
  }
  for (const input of document.querySelectorAll("input[type=number], input[type=text]")) {
    if (input.checkVisibility() && input.scrollWidth > input.clientWidth + 1) { faults.push(`cut: ${input.id} "${input.value}"`); }
  }
  pieces.sort((a, b) => a.r.top - b.r.top);
  for (let i = 0; i < pieces.length; i++) {
    for (let j = i + 1; j < pieces.length && pieces[j].r.top < pieces[i].r.bottom - 2; j++) {
      const a = pieces[i].r, b = pieces[j].r;
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3) {
        faults.push(`overlap: "${pieces[i].text}" and "${pieces[j].text}"`);
      }
    }
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) { faults.push(`the page is ${document.documentElement.scrollWidth} px wide in ${innerWidth}`); }
  return faults;
});
// Text whose contrast to the ground behind it is below that of WCAG 2.1 AA.
const paleTexts = page => page.evaluate(() => {
  const numbers = color => color.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const color = numbers(getComputedStyle(e).backgroundColor);
      if (color.length === 3 || color[3] > 0.99) { return color; }
    }
    return [255, 255, 255];
  };
  const pale = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, noscript, option, .sr") || !parent.checkVisibility()) { continue; }
    const style = getComputedStyle(parent);
    const [a, b] = [light(numbers(parent.closest("svg") ? style.fill : style.color)), light(ground(parent))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    // Marks without a letter or digit are graphics, which need 3 to 1 (1.4.11).
    const large = !/[\p{L}\p{N}]/u.test(node.data) || parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) { pale.add(`"${node.data.trim().slice(0, 30)}" ${contrast.toFixed(1)}`); }
  }
  return [...pale];
});
const pixels = (page, selector) => page.evaluate(s => {
  const canvas = document.querySelector(s);
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let hash = 0;
  for (let i = 0; i < data.length; i += 4) { hash = (hash * 31 + data[i] + 7 * data[i + 1] + 13 * data[i + 2]) | 0; }
  return hash;
}, selector);
const settled = page => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));

async function open(browser, file, width, scheme, problems) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  // The advice on readback is caused by these tests reading the canvas, not by the page.
  page.on("console", message => { if (["error", "warning"].includes(message.type()) && !message.text().includes("willReadFrequently")) { problems.push(message.text()); } });
  page.on("pageerror", error => problems.push(error.message));
  page.on("request", request => { if (!/^(file|data|blob):/.test(request.url())) { problems.push(`asked the network for ${request.url()}`); } });
  await page.goto(pathToFileURL(file).href);
  if (await page.locator("#report-data").count() > 0) { await page.waitForSelector("body[data-ready]", { timeout: 30000 }); }
  await settled(page);
  return { context, page };
}

async function look(browser, name, file) {
  await test(`${name}: size`, async () => {
    const { size } = await stat(file);
    expect(size < MAX_BYTES, `${size} bytes`);
  });
  for (const [width, scheme] of [[1400, "light"], [1400, "dark"], [420, "light"], [420, "dark"]]) {
    await test(`${name}: layout at ${width} px, ${scheme}`, async () => {
      const problems = [];
      const { context, page } = await open(browser, file, width, scheme, problems);
      const faults = [...await layoutFaults(page), ...(await paleTexts(page)).map(text => `pale: ${text}`)];
      if (shots) { await page.screenshot({ path: `${shots}/${name}-${width}-${scheme}.png`, fullPage: true }); }
      await context.close();
      expect(problems.length === 0, problems.join("; "));
      expect(faults.length === 0, faults.slice(0, 5).join("; "));
    });
  }
  await test(`${name}: print`, async () => {
    const problems = [];
    const { context, page } = await open(browser, file, 720, "dark", problems);
    const pdf = await page.pdf({ format: "A4", printBackground: true, ...(shots ? { path: `${shots}/${name}.pdf` } : {}) });
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    await page.waitForTimeout(200);
    await settled(page);
    const faults = await layoutFaults(page);
    await context.close();
    expect(pdf.length > 10000, `the PDF has ${pdf.length} bytes`);
    expect(problems.length === 0, problems.join("; "));
    expect(faults.length === 0, faults.slice(0, 5).join("; "));
  });
}

// A page without the viewer: every line of its charts has a colour, on screen and on paper, and its pictures are there.
async function curves(browser, name, file) {
  const { context, page } = await open(browser, file, 1400, "light", []);
  for (const media of ["screen", "print"]) {
    await test(`${name}: curves and pictures are drawn, ${media}`, async () => {
      await page.emulateMedia({ media });
      const found = await page.evaluate(() => ({
        lines: [...document.querySelectorAll("main polyline")].map(line => getComputedStyle(line).stroke),
        hidden: [...document.querySelectorAll("main img, main svg")].filter(e => e.getBoundingClientRect().width < 50).length,
        pictures: document.querySelectorAll("main img").length,
      }));
      expect(found.lines.length > 10 && found.lines.every(stroke => stroke !== "none"), `strokes are ${[...new Set(found.lines)]}`);
      expect(found.pictures > 0 && found.hidden === 0, `${found.hidden} of ${found.pictures} pictures are hidden`);
    });
  }
  await context.close();
}

// On a page of short tables none has to be scrolled at the width of a small laptop.
async function fits(browser, name, file) {
  await test(`${name}: no table scrolls at 1024 px`, async () => {
    const { context, page } = await open(browser, file, 1024, "light", []);
    const wide = await page.evaluate(() => [...document.querySelectorAll(".scroll")].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.querySelector("table").id));
    await context.close();
    expect(wide.length === 0, wide.join(", "));
  });
}

// Pictures that take long to unpack, or cannot be, must not look like empty ones.
async function slowPictures(browser, name, file) {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => {
    const unpack = Response.prototype.arrayBuffer;
    Response.prototype.arrayBuffer = async function () { await new Promise(done => { window.go = done; setTimeout(done, 20000); }); return unpack.call(this); };
  });
  await page.goto(pathToFileURL(file).href);
  const black = () => page.evaluate(() => getComputedStyle(document.querySelector("[data-plane] canvas")).backgroundColor === "rgb(0, 0, 0)");
  await test(`${name}: says that its pictures are loading`, async () => {
    expect(await page.isVisible("#s-loading") && !await black(), "black boxes and no word");
    await page.context().close();
    const broken = await (await browser.newContext()).newPage();
    await broken.addInitScript(() => { delete window.DecompressionStream; });
    await broken.goto(pathToFileURL(file).href);
    await broken.waitForFunction(() => document.querySelector("#s-loading").textContent.includes("could not be unpacked"), null, { timeout: 10000 });
    await broken.context().close();
  });
}

async function use(browser, name, file) {
  const problems = [];
  const { context, page } = await open(browser, file, 1400, "light", problems);
  const axial = "[data-plane=axial] canvas";
  const data = await page.evaluate(() => ({
    structures: report.structures.length, methods: report.doses.length, curves: report.curves.length,
    slices: report.grid.size[2], first: report.structures.findIndex(s => !s.derived),
  }));

  await test(`${name}: a structure can be hidden and shown`, async () => {
    expect(await page.locator("#dvh-chart .curve").count() === data.curves, "not every curve is drawn");
    const before = await pixels(page, axial);
    const gone = await page.evaluate(i => report.curves.filter(c => c.structure === i).length, data.first);
    await page.uncheck(`#dvh-legend [data-structure="${data.first}"]`);
    await settled(page);
    expect(await page.locator("#dvh-chart .curve").count() === data.curves - gone, "its curves stay");
    await page.click("#dvh-none");
    await settled(page);
    expect(await page.locator("#dvh-chart .curve").count() === 0, "'None' leaves curves");
    expect(await pixels(page, axial) !== before, "the outlines stay on the slice");
    await page.click("#dvh-all");
    await settled(page);
    expect(await page.locator("#dvh-chart .curve").count() === data.curves, "'All' does not bring them back");
  });
  await test(`${name}: pointing at the chart reads it`, async () => {
    await page.locator("#dvh-chart").evaluate(chart => chart.scrollIntoView({ block: "center" }));
    const box = await page.locator("#dvh-chart").boundingBox();
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
    await settled(page);
    const read = await page.evaluate(() => [...document.querySelectorAll("#dvh-legend td")].map(c => c.textContent));
    expect(read.length === data.structures * data.methods && read.some(t => t !== ""), "no volumes are shown");
    expect(read.every(t => t === "" || (Number(t) >= 0 && Number(t) <= 100)), `volumes are ${read}`);
    expect(await page.locator("#dvh-chart .cross").count() === 1, "no reading line");
    await page.mouse.move(5, 5);
    await settled(page);
    expect(await page.locator("#dvh-chart .cross").count() === 0, "the reading line stays");
  });
  await test(`${name}: dragging zooms, double-click shows all`, async () => {
    const ticks = () => page.locator("#dvh-chart text").allTextContents();
    const before = (await ticks()).join();
    await page.locator("#dvh-chart").evaluate(chart => chart.scrollIntoView({ block: "center" }));
    const box = await page.locator("#dvh-chart").boundingBox();
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(5, 5);
    await settled(page);
    expect((await ticks()).join() !== before, "the axis did not change");
    await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.move(5, 5);
    await settled(page);
    expect((await ticks()).join() === before, `the axis is ${(await ticks()).join()}, was ${before}`);
  });
  await test(`${name}: keys move the reading line`, async () => {
    await page.focus("#dvh-chart");
    await page.keyboard.press("ArrowRight");
    await settled(page);
    expect(await page.locator("#dvh-chart .cross").count() === 1, "no reading line");
  });
  await test(`${name}: a slice moves by slider, key and click`, async () => {
    const caption = () => page.textContent("[data-plane=axial] figcaption");
    const before = { text: await caption(), image: await pixels(page, axial) };
    await page.locator("[data-plane=axial] input").evaluate((slider, z) => { slider.value = z; slider.dispatchEvent(new Event("input")); }, data.slices >> 2);
    await settled(page);
    const slid = await caption();
    expect(slid !== before.text && await pixels(page, axial) !== before.image, "the slider does nothing");
    await page.focus(axial);
    await page.keyboard.press("PageUp");
    await settled(page);
    expect(await caption() !== slid, "the page key does nothing");
    const reading = await page.textContent("#s-reading");
    await page.locator(axial).click({ position: { x: 60, y: 60 } });
    await settled(page);
    expect(await page.textContent("#s-reading") !== reading, "the click does nothing");
  });
  await test(`${name}: places, window, wash and isodoses change the picture`, async () => {
    await page.locator("#s-places button").first().click();
    await settled(page);
    const change = async (what, act) => {
      const before = await pixels(page, axial);
      await act();
      await settled(page);
      expect(await pixels(page, axial) !== before, `${what} changes nothing`);
    };
    const half = async id => { await page.fill(id, String(Number(await page.inputValue(id)) / 2)); await page.press(id, "Enter"); };
    await change("the window", () => half("#s-high"));
    await change("the dose scale", () => half("#s-max"));
    await change("the isodose list", async () => { await page.fill("#s-iso", String(Number(await page.inputValue("#s-max")) / 3)); await page.press("#s-iso", "Enter"); });
    await change("the wash", () => page.locator("#s-alpha").evaluate(slider => { slider.value = 5; slider.dispatchEvent(new Event("input")); }));
    await change("the contour box", () => page.uncheck("#s-contours"));
  });
  await test(`${name}: a table copies as tab-separated cells`, async () => {
    await page.click("[data-copy=t-dose]");
    await page.waitForFunction(() => document.querySelector("[data-copy=t-dose]").textContent === "Copied");
    const text = await page.evaluate(() => navigator.clipboard.readText());
    const rows = text.split(/\r?\n/);
    const columns = await page.locator("#t-dose thead th").count();
    expect(rows.length === 1 + await page.locator("#t-dose tbody tr").count(), `${rows.length} rows`);
    expect(rows.every(row => row.split("\t").length === columns), "rows differ in cells");
  });
  await test(`${name}: answers in sight, warnings named above and told in full below`, async () => {
    await page.evaluate(() => scrollTo(0, 0));
    const place = await page.evaluate(() => ({
      answers: document.querySelector(".answers").getBoundingClientRect().top, strip: document.querySelector(".strip")?.getBoundingClientRect().top ?? 0,
      codes: [...document.querySelectorAll("#warnings code")].map(c => c.textContent), named: document.querySelector(".strip")?.textContent ?? "",
    }));
    expect(place.strip <= place.answers && place.answers < 400, `answers begin at ${place.answers} px`);
    expect(place.codes.every(code => place.named.includes(code)), `the strip says ${place.named}`);
    if (place.codes.length > 0) {
      await page.click(".strip a");
      await settled(page);
      expect(await page.evaluate(() => { const top = document.querySelector("#warnings").getBoundingClientRect().top; return top > -2 && top < innerHeight; }), "the link does not lead to the warnings");
    }
  });
  await test(`${name}: a curve's colour and weight are its own`, async () => {
    const looks = await page.evaluate(() => [...document.querySelectorAll("#dvh-legend .swatch")].map(s => getComputedStyle(s).color + s.className));
    expect(new Set(looks).size === Math.min(looks.length, 16), `structures look alike: ${looks}`);
  });
  await test(`${name}: the theme button turns the page dark and back`, async () => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.click("#theme");
    expect(await ground() !== light && await page.getAttribute("#theme", "aria-pressed") === "true", "it does not turn dark");
    await page.click("#theme");
    expect(await ground() === light, "it does not turn back");
  });
  await test(`${name}: the tabulator key reaches chart, slices and tables`, async () => {
    await page.evaluate(() => { scrollTo(0, 0); document.activeElement?.blur(); });
    const seen = new Set();
    for (let i = 0; i < 200 && seen.size < 4; i++) {
      await page.keyboard.press("Tab");
      const where = await page.evaluate(() => {
        const e = document.activeElement;
        return e.id === "dvh-chart" ? "chart" : e.closest("[data-plane]") ? (e.tagName === "CANVAS" ? "slice" : "slider") : e.matches(".scroll") ? "table" : "";
      });
      if (where) { seen.add(where); }
    }
    expect(seen.size === 4, `reached only ${[...seen]}`);
  });
  await test(`${name}: every control has a name, every picture a description`, async () => {
    const nameless = await page.evaluate(() => [...document.querySelectorAll("button, input, select, canvas, [role=img]")]
      .filter(e => !(e.getAttribute("aria-label") || e.closest("label")?.textContent.trim() || e.textContent.trim())).map(e => e.outerHTML.slice(0, 80)));
    expect(nameless.length === 0, nameless.join("; "));
  });
  await test(`${name}: no console error while in use`, async () => expect(problems.length === 0, problems.join("; ")));
  await context.close();
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
for (const argument of process.argv.slice(2)) {
  const [name, file] = [argument.slice(0, argument.indexOf("=")), argument.slice(argument.indexOf("=") + 1)];
  await look(browser, name, file);
  if (name === "plan") { await fits(browser, name, file); continue; }
  const { context, page } = await open(browser, file, 1400, "light", []);
  const interactive = await page.locator("#dvh-chart").count() > 0;
  await context.close();
  if (interactive) { await use(browser, name, file); await slowPictures(browser, name, file); } else { await curves(browser, name, file); }
}
await browser.close();
console.log(`Browser: ${tally.passed} passed, ${tally.failed} failed, ${process.env.SKIPPED ?? 0} skipped`);
process.exit(tally.failed === 0 ? 0 : 1);
