// The points, a grid that finds them by position, and the reader's choices.

const data = JSON.parse(document.getElementById("data").textContent);

/** The name of what the points are, as in "1 word" and "2 words". */
const [noun, nouns] = data.noun;
/**
 * The words, or lines of text, in decreasing order of count. The index of a point is its priority when
 * labels compete for room. Lines have no counts.
 */
const words = data.words;
const hasCounts = data.counts !== undefined;
const counts = data.counts ?? words.map(() => 1);
/**
 * The names of the groups, and the group of each point (-1: none). Both are empty without a word
 * list.
 */
const groupNames = data.groupNames;
const groups = data.groups;
/** An array of coordinates for each axis. */
const coordinates = data.coordinates.map(decodeFloats);

/** Arrows between two places, with a coordinate for each axis, the number of a group, and whether it is a mean. */
const arrows = data.arrows ?? [];

/** The reader's choices. They determine the drawing, together with the view and the theme. */
const chosen = {
  axisX: 0,
  axisY: 1,
  byGroup: groupNames.length > 0,
  isolated: null, // the group shown alone, or null
  selected: -1, // the point that was found or clicked
  hovered: -1,
};

/** Decodes little-endian 32-bit floats in base 64. */
function decodeFloats(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
}

/** Points sorted into square cells, so that searching a small region does not visit all points. */
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

  /**
   * Calls `visit` with the points inside a rectangle, in no particular order, until it returns
   * true.
   */
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

/** Returns true if a point is shown normally, not faded because another group is shown alone. */
function isForemost(i) {
  return !chosen.byGroup || chosen.isolated === null || groups[i] === chosen.isolated;
}

/** Returns true if a point has the colour of a group. */
function isInGroup(i) {
  return chosen.byGroup && groups[i] >= 0;
}

/** Returns true if a point has a ring and a bold label. */
function isMarked(i) {
  return i === chosen.selected || i === chosen.hovered;
}
