// The points, a grid to find them by place, and what the reader has chosen.

const data = JSON.parse(document.getElementById("data").textContent);

/** Words by falling count: a point's index is its priority when labels compete for room. */
const words = data.words;
const counts = data.counts;
/** Group names, and the group of each point (-1: none); both empty without a word list. */
const groupNames = data.groupNames;
const groups = data.groups;
/** One array of coordinates an axis. */
const coordinates = data.coordinates.map(decodeFloats);

/** What the reader has chosen; everything that is drawn follows from it, the view and the theme. */
const chosen = {
  axisX: 0,
  axisY: 1,
  byGroup: groupNames.length > 0,
  isolated: null, // the group shown alone, or null
  selected: -1, // the point that was searched for or clicked
  hovered: -1,
};

/** Little-endian 32-bit floats in base 64. */
function decodeFloats(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
}

/** Points sorted into square cells, so that a small region is searched without looking at all. */
class Grid {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    this.bounds = { minX: Infinity, maxX: -Infinity, minY: Infinity, maxY: -Infinity };
    const bounds = this.bounds;
    for (let i = 0; i < x.length; i++) {
      if (x[i] < bounds.minX) bounds.minX = x[i];
      if (x[i] > bounds.maxX) bounds.maxX = x[i];
      if (y[i] < bounds.minY) bounds.minY = y[i];
      if (y[i] > bounds.maxY) bounds.maxY = y[i];
    }
    const extent = Math.max(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY) || 1;
    this.cell = extent / Math.max(1, Math.ceil(Math.sqrt(x.length)));
    this.columns = Math.floor((bounds.maxX - bounds.minX) / this.cell) + 1;
    this.rows = Math.floor((bounds.maxY - bounds.minY) / this.cell) + 1;
    this.sort();
  }

  column(x) {
    return Math.min(this.columns - 1, Math.max(0, Math.floor((x - this.bounds.minX) / this.cell)));
  }

  row(y) {
    return Math.min(this.rows - 1, Math.max(0, Math.floor((y - this.bounds.minY) / this.cell)));
  }

  /** A counting sort: the points of cell c are `order[starts[c] ..< starts[c + 1]]`. */
  sort() {
    const cellOf = Int32Array.from(this.x, (x, i) => this.row(this.y[i]) * this.columns + this.column(x));
    this.starts = new Int32Array(this.columns * this.rows + 1);
    for (const cell of cellOf) this.starts[cell + 1]++;
    for (let c = 1; c < this.starts.length; c++) this.starts[c] += this.starts[c - 1];
    const next = this.starts.slice();
    this.order = new Int32Array(cellOf.length);
    for (let i = 0; i < cellOf.length; i++) this.order[next[cellOf[i]]++] = i;
  }

  /** Calls `visit` with the points inside a rectangle, in no particular order, until it answers true. */
  someIn(minX, minY, maxX, maxY, visit) {
    const { x, y, order, starts } = this;
    const last = this.column(maxX);
    for (let row = this.row(minY); row <= this.row(maxY); row++) {
      const first = row * this.columns;
      const end = starts[first + last + 1];
      for (let k = starts[first + this.column(minX)]; k < end; k++) {
        const i = order[k];
        const isInside = x[i] >= minX && x[i] <= maxX && y[i] >= minY && y[i] <= maxY;
        if (isInside && visit(i)) return true;
      }
    }
    return false;
  }
}

let grid = new Grid(coordinates[chosen.axisX], coordinates[chosen.axisY]);

function chooseAxes(axisX, axisY) {
  chosen.axisX = axisX;
  chosen.axisY = axisY;
  grid = new Grid(coordinates[axisX], coordinates[axisY]);
}

/** Whether a point is shown as usual, not faded because another group is alone. */
function isForemost(i) {
  return !chosen.byGroup || chosen.isolated === null || groups[i] === chosen.isolated;
}

/** Whether a point stands out by the colour of a group. */
function isInGroup(i) {
  return chosen.byGroup && groups[i] >= 0;
}

/** Whether a point has a ring and a bold label. */
function isMarked(i) {
  return i === chosen.selected || i === chosen.hovered;
}
