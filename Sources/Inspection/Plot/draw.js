// Drawing: the grid, the points, the labels and the axes, in this order, after each change.

const theme = {};

/** Reads the colours of the light or dark theme from the style sheet. */
function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  for (const name of ["background", "ink", "muted", "grid", "edge", "accent", "other", "faded"]) {
    theme[name] = colour(name);
  }
  theme.groups = Array.from({ length: 8 }, (_, n) => colour(`group-${n}`));
  theme.ramp = Array.from({ length: 5 }, (_, n) => colour(`ramp-${n}`));
  sprites.clear();
}

const rampSteps = 24;
const logCounts = counts.map((count) => Math.log(Math.max(1, count)));
const lowestLog = logCounts.reduce((a, b) => Math.min(a, b), Infinity);
const highestLog = logCounts.reduce((a, b) => Math.max(a, b), 0);
const logRange = highestLog - lowestLog || 1;

/** Returns the red, green and blue components of a colour `#RRGGBB`, from 0 to 255. */
const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/**
 * Returns the colour at a position on the ramp, from 0 (rare) to 1 (frequent), interpolated between
 * its five stops.
 */
function rampColour(place) {
  const at = place * (theme.ramp.length - 1);
  const low = Math.min(Math.floor(at), theme.ramp.length - 2);
  const [from, to] = [channels(theme.ramp[low]), channels(theme.ramp[low + 1])];
  const mixed = from.map((value, n) => Math.round(value + (at - low) * (to[n] - value)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Returns the look of a point: a step of the ramp, a group, -1 for no group, -2 for faded. */
function styleOf(i) {
  if (!isForemost(i)) return -2;
  if (chosen.byGroup) return groups[i];
  return Math.round(((logCounts[i] - lowestLog) / logRange) * (rampSteps - 1));
}

function styleColour(style) {
  if (style === -2) return theme.faded;
  if (style === -1) return theme.other;
  return chosen.byGroup ? theme.groups[style % theme.groups.length] : rampColour(style / (rampSteps - 1));
}

/** Returns the points inside the frame and its border, in increasing order of index. */
function visiblePoints() {
  const found = [];
  const { border } = view;
  somePointIn(frame.left - border, frame.top - border, frame.right + border, frame.bottom + border, (i) => {
    found.push(i);
  });
  return Int32Array.from(found).sort();
}

/**
 * Returns the marker radius, larger for few points and smaller for many, in steps of a quarter
 * pixel.
 */
function markerRadius(visibleCount) {
  const radius = 6.4 - 1.02 * Math.log10(Math.max(1, visibleCount));
  return Math.round(Math.min(5.5, Math.max(1.5, radius)) * 4) / 4;
}

/**
 * Returns the points from back to front: rare words before frequent ones, and words without a group
 * before those with one.
 */
function paintOrder(visible) {
  const isAbove = (i) => isInGroup(i) && isForemost(i);
  const backward = visible.toReversed();
  return [...backward.filter((i) => !isAbove(i)), ...backward.filter(isAbove)];
}

function drawLabels(labels) {
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const label of labels) {
    context.font = labelFont(isMarked(label.owner) ? 600 : 400);
    const middle = (label.top + label.bottom) / 2 + 0.5;
    context.strokeStyle = theme.background;
    context.lineWidth = 3;
    context.strokeText(words[label.owner], label.left, middle);
    context.fillStyle = theme.ink;
    context.fillText(words[label.owner], label.left, middle);
  }
}

function drawArrow(arrow) {
  const place = ([x, y]) => [toPixelX(x), toPixelY(y)];
  const ofAxes = (coordinates) => [coordinates[chosen.axisX], coordinates[chosen.axisY]];
  const [x1, y1] = place(ofAxes(arrow.from));
  const [x2, y2] = place(ofAxes(arrow.to));
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length === 0) return;
  const [alongX, alongY] = [(x2 - x1) / length, (y2 - y1) / length];
  const head = Math.min(length / 2, arrow.isMean ? 12 : 7);
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.moveTo(x2 - head * (alongX - alongY / 2), y2 - head * (alongY + alongX / 2));
  context.lineTo(x2, y2);
  context.lineTo(x2 - head * (alongX + alongY / 2), y2 - head * (alongY - alongX / 2));
  const isFaded = chosen.isolated !== null && chosen.isolated !== arrow.group;
  context.strokeStyle = isFaded ? theme.faded : arrow.group < 0 ? theme.other : theme.groups[arrow.group % theme.groups.length];
  context.globalAlpha = arrow.isMean ? 1 : 0.6;
  context.lineWidth = arrow.isMean ? 4 : 1.2;
  context.lineJoin = context.lineCap = "round";
  context.stroke();
  context.globalAlpha = 1;
}

function drawRing(i, radius) {
  const [px, py] = [toPixelX(grid.x[i]), toPixelY(grid.y[i])];
  if (!isInFrame(px, py)) return;
  context.beginPath();
  context.arc(px, py, radius + 3.5, 0, 2 * Math.PI);
  context.strokeStyle = theme.accent;
  context.lineWidth = 2;
  context.stroke();
}

/** Draws the grid, the points, the outlines of `regions`, and the labels. */
function drawPoints(regions = []) {
  const ratio = context.canvas.width / view.width || 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, view.width, view.height);
  drawGrid();
  const visible = visiblePoints();
  const radius = markerRadius(visible.length);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  const stamp = visible.length > 3000 ? stampDots : stampMarkers;
  stamp(paintOrder(visible), radius, ratio);
  arrows.forEach(drawArrow);
  regions.forEach(drawOutline);
  for (const i of [chosen.selected, chosen.hovered]) if (i >= 0) drawRing(i, radius);
  drawLabels(placeLabels(visible, radius, regions.map(numberRect)));
  regions.forEach(drawNumber);
  context.restore();
}

function draw() {
  const hasZooms = areZoomsShown();
  drawPoints(hasZooms ? zooms.map((zoom) => zoom.region) : []);
  drawTicks();
  drawAxisTitles();
  element("zooms").hidden = !hasZooms;
  if (hasZooms) zooms.filter((zoom) => zoom.view).forEach(drawZoom);
}

let isDrawPending = false;

/** Draws before the next frame, once for any number of calls. */
function redraw() {
  if (isDrawPending) return;
  isDrawPending = true;
  requestAnimationFrame(() => {
    isDrawPending = false;
    draw();
  });
}
