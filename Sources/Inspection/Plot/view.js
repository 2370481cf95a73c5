// The view: the visible part of the plane, and the conversion between the plane and the canvas.

const canvas = document.getElementById("plot");

/** The context and the view that are drawn: those of the map, except while a zoom is drawn. */
let context = canvas.getContext("2d");

/**
 * `scale` is in pixels per unit, the same on both axes, so that distances can be compared. `margin` is
 * around the frame for ticks and axis titles, in CSS pixels. Points in the border around the frame are
 * drawn too, in part; it is less than the margin, so that markers stay on the canvas.
 */
let view = {
  width: 0, height: 0, centerX: 0, centerY: 0, scale: 1, wholeScale: 1,
  margin: { left: 62, right: 8, top: 8, bottom: 50 }, border: 4,
};

const frame = {
  get left() { return view.margin.left; },
  get top() { return view.margin.top; },
  get right() { return view.width - view.margin.right; },
  get bottom() { return view.height - view.margin.bottom; },
  get width() { return Math.max(1, this.right - this.left); },
  get height() { return Math.max(1, this.bottom - this.top); },
};

const toPixelX = (x) => frame.left + frame.width / 2 + (x - view.centerX) * view.scale;
const toPixelY = (y) => frame.top + frame.height / 2 - (y - view.centerY) * view.scale;
const toPlaneX = (px) => view.centerX + (px - frame.left - frame.width / 2) / view.scale;
const toPlaneY = (py) => view.centerY - (py - frame.top - frame.height / 2) / view.scale;

const isInFrame = (px, py) => px >= frame.left && px <= frame.right && py >= frame.top && py <= frame.bottom;

/** Calls `visit` with the points in a rectangle of the canvas until it returns true. */
function somePointIn(left, top, right, bottom, visit) {
  return grid.someIn(toPlaneX(left), toPlaneY(bottom), toPlaneX(right), toPlaneY(top), visit);
}

/** The view that shows every point. */
function wholeView() {
  const { minX, maxX, minY, maxY } = grid.bounds;
  const room = 0.92; // the rest of the frame keeps points and labels off its edges
  const scale = room * Math.min(frame.width / (maxX - minX || 1e-9), frame.height / (maxY - minY || 1e-9));
  return {
    centerX: (minX + maxX) / 2,
    centerY: (minY + maxY) / 2,
    scale: Math.min(scale, 1e9),
  };
}

function showWhole() {
  Object.assign(view, wholeView());
  view.wholeScale = view.scale;
}

/**
 * Adapts to the new size of the canvas. Keeps the visible part, or shows everything if everything
 * was visible.
 */
function resize() {
  const sawWhole = view.width === 0 || view.scale === view.wholeScale;
  view.width = canvas.clientWidth;
  view.height = canvas.clientHeight;
  fitPixels(canvas, view.width, view.height);
  if (sawWhole) showWhole();
  else view.wholeScale = wholeView().scale;
}

/** Gives a canvas of this size in CSS pixels the resolution of the screen. */
function fitPixels(target, width, height) {
  const ratio = window.devicePixelRatio || 1;
  target.width = Math.round(width * ratio);
  target.height = Math.round(height * ratio);
}

/** Zooms so that the position under a pixel does not move. */
function zoomAt(px, py, factor) {
  const [x, y] = [toPlaneX(px), toPlaneY(py)];
  view.scale = Math.min(view.wholeScale * 2000, Math.max(view.wholeScale * 0.5, view.scale * factor));
  view.centerX += x - toPlaneX(px);
  view.centerY += y - toPlaneY(py);
  keepInSight();
}

function zoomAtCenter(factor) {
  zoomAt(frame.left + frame.width / 2, frame.top + frame.height / 2, factor);
}

function panBy(dx, dy) {
  view.centerX -= dx / view.scale;
  view.centerY += dy / view.scale;
  keepInSight();
}

/** Keeps the centre of the view among the points, so that the reader cannot lose them. */
function keepInSight() {
  const { minX, maxX, minY, maxY } = grid.bounds;
  view.centerX = Math.min(maxX, Math.max(minX, view.centerX));
  view.centerY = Math.min(maxY, Math.max(minY, view.centerY));
}

/** Returns about `target` round numbers (1, 2 or 5 times a power of ten) from `low` to `high`. */
function ticks(low, high, target) {
  const rough = (high - low) / target;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const places = [];
  for (let n = Math.ceil(low / step); n * step <= high; n++) {
    const text = (n * step).toFixed(digits).replace("-", "−");
    places.push({ value: n * step, text: n === 0 ? "0" : text });
  }
  return places;
}
