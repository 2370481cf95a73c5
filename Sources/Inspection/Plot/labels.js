// Labels without overlaps: the most frequent words are placed first. A word whose label finds no
// room gets none until the reader zooms in.

const labelFont = (weight) => `${weight} ${words.length <= 300 ? 13 : 12}px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif`;
const labelHeight = words.length <= 300 ? 16 : 15;
const labelWidths = new Map();

function labelWidth(i) {
  if (isMarked(i)) return context.measureText(words[i]).width;
  let width = labelWidths.get(i);
  if (width === undefined) {
    width = context.measureText(words[i]).width;
    labelWidths.set(i, width);
  }
  return width;
}

/** Rectangles on the canvas, in square buckets for fast overlap tests. */
class Occupancy {
  constructor(width, height) {
    this.size = 40;
    this.columns = Math.ceil(width / this.size) + 1;
    this.rows = Math.ceil(height / this.size) + 1;
    this.buckets = new Array(this.columns * this.rows);
  }

  /** Calls `visit` with each bucket that a rectangle touches, until it returns true. */
  someBucket(rect, visit) {
    const clamp = (value, count) => Math.min(count - 1, Math.max(0, Math.floor(value / this.size)));
    const lastColumn = clamp(rect.right, this.columns);
    const lastRow = clamp(rect.bottom, this.rows);
    for (let row = clamp(rect.top, this.rows); row <= lastRow; row++) {
      for (let column = clamp(rect.left, this.columns); column <= lastColumn; column++) {
        if (visit(row * this.columns + column)) return true;
      }
    }
    return false;
  }

  add(rect) {
    this.someBucket(rect, (b) => {
      (this.buckets[b] ??= []).push(rect);
      return false;
    });
  }

  overlaps(rect, owner) {
    return this.someBucket(rect, (b) =>
      this.buckets[b]?.some((other) =>
        other.owner !== owner && other.left < rect.right && other.right > rect.left
        && other.top < rect.bottom && other.bottom > rect.top));
  }
}

/** The positions of a label beside its point, best first: across and down, in units of its size. */
const labelPlaces = [
  [1, 0], [-1, 0], [0, -1], [0, 1],
  [0.8, -0.8], [0.8, 0.8], [-0.8, -0.8], [-0.8, 0.8],
];

function labelRect(i, px, py, radius, [across, down]) {
  const width = labelWidth(i);
  const gap = radius + 3;
  const centerX = px + across * (gap + width / 2);
  const centerY = py + down * (gap + labelHeight / 2 - 2);
  return {
    owner: i,
    left: centerX - width / 2, right: centerX + width / 2,
    top: centerY - labelHeight / 2, bottom: centerY + labelHeight / 2,
  };
}

const isRectInFrame = (rect) =>
  rect.left >= frame.left + 2 && rect.right <= frame.right - 2 && rect.top >= frame.top + 1 && rect.bottom <= frame.bottom - 1;

/** Returns the number of other points' markers that a label would cover, counted up to `limit`. */
function coveredMarkers(rect, radius, limit) {
  let count = 0;
  const reach = radius * 0.6;
  somePointIn(rect.left - reach, rect.top - reach, rect.right + reach, rect.bottom + reach, (i) => {
    if (i !== rect.owner && isForemost(i)) count++;
    return count >= limit;
  });
  return count;
}

/**
 * Returns the free position where a point's label covers the fewest markers, if fewer than `limit`.
 */
function bestPlace(i, px, py, radius, occupancy, limit) {
  let best = null;
  for (const where of labelPlaces) {
    const rect = labelRect(i, px, py, radius, where);
    const padded = { ...rect, left: rect.left - 3, right: rect.right + 3 };
    if (!isRectInFrame(rect) || occupancy.overlaps(padded, i)) continue;
    const covered = coveredMarkers(rect, radius, limit);
    if (covered < limit) [best, limit] = [rect, covered];
    if (covered === 0) break;
  }
  return best;
}

/**
 * Returns the labels to draw, as rectangles with the indices of their points.
 *
 * The words of a zoom come first and may cover markers. No label covers a `reserved` rectangle. Words with a group come before those without one, and frequent words before rare ones. If there
 * are few points, no label covers the marker of another point. If there are many, the labels of the
 * most frequent words may cover markers that have no label; later ones may cover nothing. `visible`
 * holds the visible points in increasing order of index; `radius` is that of their markers.
 */
function placeLabels(visible, radius, reserved) {
  const occupancy = new Occupancy(view.width, view.height);
  for (const rect of reserved) occupancy.add(rect);
  const labels = [];
  const foremost = visible.filter(isForemost);
  const sure = foremost.length <= 400 ? 0 : (frame.width * frame.height) / 8000;
  const place = (i, reach) => {
    const [px, py] = [toPixelX(grid.x[i]), toPixelY(grid.y[i])];
    const own = { owner: i, left: px - reach, right: px + reach, top: py - reach, bottom: py + reach };
    if (occupancy.overlaps(own, i)) return;
    const limit = isMarked(i) || view.first?.has(i) || labels.length < sure ? Infinity : 1;
    const rect = bestPlace(i, px, py, reach, occupancy, limit);
    if (!rect) return;
    occupancy.add(rect);
    occupancy.add(own);
    labels.push(rect);
  };

  context.font = labelFont(600);
  for (const i of foremost.filter(isMarked)) place(i, radius + 4);
  context.font = labelFont(400);
  const others = foremost.filter((i) => !isMarked(i));
  const rank = (i) => (view.first?.has(i) ? 0 : isInGroup(i) ? 1 : 2);
  const ordered = [0, 1, 2].flatMap((n) => Array.from(others.filter((i) => rank(i) === n)));
  for (const i of ordered.slice(0, 2500)) place(i, radius);
  return labels;
}
