// The controls around the plot: search, choices, buttons, legend.

const element = (id) => document.getElementById(id);

function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Search ---------------------------------------------------------------------------------------

const search = element("search");
const matches = element("matches");
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
let folded = null;
let found = [];
let current = -1;

/**
 * Returns up to eight words: exact matches first, then those that differ only in case and accents,
 * then those that begin with the text, then others that contain it.
 */
function findWords(text) {
  const typed = text.trim();
  const wanted = fold(typed);
  if (!wanted) return [];
  folded ??= words.map(fold);
  const ranks = [[], [], [], []];
  for (let i = 0; i < words.length; i++) {
    const at = folded[i].indexOf(wanted);
    if (at < 0) continue;
    const rank = words[i] === typed ? 0 : at > 0 ? 3 : folded[i].length > wanted.length ? 2 : 1;
    if (ranks[rank].length < 8) ranks[rank].push(i);
  }
  return ranks.flat().slice(0, 8);
}

function showMatches() {
  const isEmpty = search.value.trim() === "";
  found = findWords(search.value);
  current = found.length > 0 ? 0 : -1;
  const rows = found.map((i, n) => {
    const word = make("bdi", { class: "word" }, words[i]);
    const row = make("li", { role: "option", id: `match-${n}` }, word, make("span", { class: "count" }, hasCounts ? number.format(counts[i]) : ""));
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // keeps the focus in the box until the click
      accept(n);
    });
    return row;
  });
  matches.replaceChildren(...(found.length > 0 ? rows : [make("li", { class: "none" }, `No such ${noun} in this plot`)]));
  matches.hidden = isEmpty;
  search.setAttribute("aria-expanded", String(!isEmpty));
  markCurrent();
}

function hideMatches() {
  matches.hidden = true;
  search.setAttribute("aria-expanded", "false");
}

function markCurrent() {
  [...matches.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === current)));
  if (current >= 0) search.setAttribute("aria-activedescendant", `match-${current}`);
  else search.removeAttribute("aria-activedescendant");
}

function accept(n) {
  search.value = words[found[n]];
  hideMatches();
  select(found[n]);
}

search.addEventListener("input", showMatches);
search.addEventListener("focus", () => search.select());
search.addEventListener("blur", hideMatches);
search.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideMatches();
  if (event.key === "Enter") {
    if (matches.hidden) showMatches();
    if (current >= 0) accept(current);
  }
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!move || found.length === 0) return;
  event.preventDefault();
  current = (current + move + found.length) % found.length;
  markCurrent();
});

// Choices and buttons --------------------------------------------------------------------------

function setUpChoices() {
  element("title").textContent = data.title;
  element("subtitle").textContent = data.subtitle;
  search.placeholder = `Find a ${noun}`;
  search.setAttribute("aria-label", search.placeholder);
  canvas.setAttribute("aria-label", `Scatter plot of ${number.format(words.length)} ${words.length === 1 ? noun : nouns}: ${data.title}. Arrow keys pan, plus and minus zoom, 0 shows everything.`);

  element("colour-choice").hidden = groupNames.length === 0 || !hasCounts;
  element("colour").append(make("option", { value: "group" }, "by group"), make("option", { value: "count" }, "by frequency"));
  element("colour").addEventListener("change", (event) => {
    chosen.byGroup = event.target.value === "group";
    chosen.isolated = null;
    updateLegend();
    redraw();
  });

  for (const choice of document.querySelectorAll(".axis-choice")) choice.hidden = data.axes.length < 3;
  const selects = [element("axis-x"), element("axis-y")];
  for (const [n, box] of selects.entries()) {
    box.append(...data.axes.map((axis, k) => make("option", { value: k }, axis.name)));
    box.value = String(n);
    box.addEventListener("change", () => {
      // If both axes would be the same, which shows only a line, swap them.
      const other = selects[1 - n];
      if (other.value === box.value) other.value = String(n === 0 ? chosen.axisX : chosen.axisY);
      chooseAxes(Number(selects[0].value), Number(selects[1].value));
      showWhole();
      redraw();
    });
  }

  element("zoom-in").addEventListener("click", () => { zoomAtCenter(1.6); redraw(); });
  element("zoom-out").addEventListener("click", () => { zoomAtCenter(1 / 1.6); redraw(); });
  element("reset").addEventListener("click", () => { search.value = ""; reset(); });
}

// Legend ---------------------------------------------------------------------------------------

/** Draws the marker of a group as an image of its own. */
function swatch(group) {
  const size = 14;
  const image = document.createElement("canvas");
  const ratio = window.devicePixelRatio || 1;
  image.width = image.height = size * ratio;
  image.style.width = image.style.height = `${size}px`;
  const target = image.getContext("2d");
  target.scale(ratio, ratio);
  traceMarker(target, shapeOf(group), size / 2, size / 2, 4.8);
  target.fillStyle = styleColour(group);
  target.fill();
  return image;
}

function groupButton(group, name, size) {
  const button = make("button", { type: "button", class: "group", "aria-pressed": String(chosen.isolated === group) },
    swatch(group), make("bdi", { class: "name" }, name), make("span", { class: "size" }, number.format(size)));
  button.addEventListener("click", () => {
    chosen.isolated = chosen.isolated === group ? null : group;
    updateLegend();
    redraw();
  });
  return button;
}

function groupLegend() {
  const sizes = new Map();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const buttons = groupNames.map((name, group) => groupButton(group, name, sizes.get(group) ?? 0));
  if (sizes.has(-1)) buttons.push(groupButton(-1, `other ${nouns}`, sizes.get(-1)));
  return [
    make("h2", {}, "Group"),
    make("div", { class: "groups" }, ...buttons),
    make("p", { class: "hint" }, chosen.isolated === null ? "Click a group to show it alone." : "Click it again to show all."),
  ];
}

function frequencyLegend() {
  if (!hasCounts) return [];
  const scale = make("div", { class: "scale" });
  const bar = make("div", { class: "ramp" });
  const isNarrow = matchMedia("(max-width: 720px)").matches;
  bar.style.background = `linear-gradient(${isNarrow ? "to right" : "to top"}, ${[0, 0.25, 0.5, 0.75, 1].map(rampColour).join(", ")})`;
  scale.append(bar);
  const [lowest, highest] = [Math.exp(lowestLog), Math.exp(highestLog)];
  const marks = highestLog > lowestLog ? [lowest, highest] : [lowest];
  for (let power = 1; power < highest; power *= 10) {
    if (power > lowest * 2 && power < highest / 5) marks.push(power);
  }
  for (const count of marks) {
    const mark = make("span", {}, number.format(Math.round(count)));
    const share = `${((Math.log(count) - lowestLog) / logRange) * 100}%`;
    mark.style.bottom = share;
    mark.style.setProperty("--place", share);
    scale.append(mark);
  }
  return [make("h2", {}, "Occurrences"), scale];
}

function updateLegend() {
  element("legend").classList.toggle("isolating", chosen.isolated !== null);
  element("legend").replaceChildren(...(chosen.byGroup ? groupLegend() : frequencyLegend()));
}

// Start ----------------------------------------------------------------------------------------

function adoptTheme() {
  readTheme();
  updateLegend();
  redraw();
}

setUpChoices();
adoptTheme();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", adoptTheme);
new ResizeObserver(() => {
  resize();
  updateLegend();
  draw(); // at once, because resizing clears the canvas
}).observe(canvas);
