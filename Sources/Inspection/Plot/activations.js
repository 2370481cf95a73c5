// The choice of a feature, a unit and a step; the colours of the text and of the heat map follow.

const data = JSON.parse(document.getElementById("data").textContent);
const values = data.values.map(decodeFloats);
const find = (id) => document.getElementById(id);
const [featureChoice, unitChoice, stepChoice] = ["feature", "unit", "step"].map(find);

/** The token of each step in the text; those that are read later may stand before others. */
const spans = [];
for (const span of find("text").querySelectorAll("span")) spans[span.dataset.step] = span;

const picture = document.querySelector(".map svg");
const columnLabels = [...picture.querySelectorAll(":scope > text")];
const rows = [...picture.querySelectorAll("g")].map((group) => ({
  label: group.querySelector("text"),
  cells: [...group.querySelectorAll("rect")],
}));

/** Decodes little-endian 32-bit floats in base 64. */
function decodeFloats(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
}

/** The strength of a value's colour, from -1 to 1. */
function strength(step, unit) {
  const share = values[unit][step] / data.scales[unit];
  return Number.isNaN(share) ? 0 : Math.max(-1, Math.min(1, share));
}

const feature = () => data.features.find((one) => String(one.number) === featureChoice?.value);
const unit = () => Number(unitChoice.value);
const step = () => Number(stepChoice.value);
const order = () => feature()?.order ?? data.units.map((_, index) => index);

/** Lists the units from the one that tells most about the feature, and chooses it. */
function listUnits() {
  const bits = feature()?.bits;
  unitChoice.replaceChildren(...order().map((unit, rank) => {
    const text = data.units[unit] + (bits ? ` (${bits[rank].toFixed(3)} bits)` : "");
    return new Option(text, unit);
  }));
}

function colourText() {
  const labels = feature()?.classes.length === 2 ? feature().labels : [];
  spans.forEach((span, step) => {
    const share = strength(step, unit());
    span.style.setProperty("--v", Math.abs(share).toFixed(2));
    span.classList.toggle("negative", share < 0);
    span.classList.toggle("true", labels[step] === 1);
  });
}

/** Draws the steps of the map that contain the chosen one. */
function colourMap() {
  const columns = columnLabels.length;
  const first = Math.floor(step() / columns) * columns;
  columnLabels.forEach((label, column) => {
    label.textContent = data.labels[first + column] ?? "";
    label.classList.toggle("chosen", first + column === step());
  });
  const units = order();
  rows.forEach((row, rank) => {
    row.label.textContent = data.units[units[rank]];
    row.label.classList.toggle("chosen", units[rank] === unit());
    row.cells.forEach((cell, column) => {
      const place = first + column;
      cell.style.visibility = place < spans.length ? "visible" : "hidden";
      if (place >= spans.length) return;
      const share = strength(place, units[rank]);
      cell.setAttribute("fill-opacity", Math.abs(share).toFixed(2));
      cell.classList.toggle("negative", share < 0);
      cell.querySelector("title").textContent = describe(place, units[rank]);
    });
  });
}

/** What a unit is at a step, in words. */
function describe(step, unit) {
  const label = feature()?.labels[step] ?? -1;
  return `\u2068${data.labels[step]}\u2069, line ${data.lines[step]}, step ${data.numbers[step]}: `
    + `${data.units[unit]} = ${Number(values[unit][step].toPrecision(4))}`
    + (label < 0 ? "" : `; ${feature().name}: \u2068${feature().classes[label]}\u2069`);
}

function showStep() {
  spans.forEach((span, place) => span.classList.toggle("chosen", place === step()));
  const words = describe(step(), unit());
  find("status").textContent = words;
  stepChoice.setAttribute("aria-valuetext", words);
  scrollTo(spans[step()]);
  colourMap();
}

/** Scrolls the text, and not the page, until a token is visible. */
function scrollTo(span) {
  const box = find("text");
  const top = span.offsetTop - box.scrollTop;
  if (top < 0 || top + span.offsetHeight > box.clientHeight) {
    box.scrollTop = span.offsetTop - box.clientHeight / 2;
  }
}

function showUnit() {
  colourText();
  showStep();
}

function showFeature() {
  listUnits();
  showUnit();
}

/** A table with a row for each step. */
function table() {
  const cell = (text) => text.replace(/[\t\n\r]/g, " ");
  const heading = ["line", "step", "token", ...data.features.map((one) => cell(one.name)), ...data.units];
  const lines = spans.map((_, step) => [
    data.lines[step], data.numbers[step], cell(data.names[step]),
    ...data.features.map((one) => cell(one.classes[one.labels[step]] ?? "_")),
    ...values.map((unit) => Number(unit[step].toPrecision(9))),
  ]);
  return [heading, ...lines].map((line) => line.join("\t") + "\n").join("");
}

featureChoice?.addEventListener("change", showFeature);
unitChoice.addEventListener("change", showUnit);
stepChoice.addEventListener("input", showStep);
find("text").addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-step]");
  if (!chosen) return;
  stepChoice.value = chosen.dataset.step;
  showStep();
});
document.querySelector("[data-unit]")?.addEventListener("click", (event) => {
  unitChoice.value = event.target.dataset.unit;
  showUnit();
});
find("numbers").addEventListener("click", (event) => {
  const link = event.currentTarget;
  if (!link.href.startsWith("blob:")) {
    link.href = URL.createObjectURL(new Blob([table()], { type: "text/tab-separated-values" }));
  }
});
showFeature();
