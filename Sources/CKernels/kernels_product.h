// SPDX-License-Identifier: Apache-2.0
//
// A matrix product with a packed right factor; the layout and the loops follow Goto and van de
// Geijn, "Anatomy of high-performance matrix multiplication", 2008. Each element of a product is
// one chain of multiply-adds in the order of the inner dimension. It therefore depends neither on
// the number of rows nor on the tiling.
//
// Included once per instruction set and PRECISION. The following names, each prefixed with
// PRECISION, must be defined:
//   word         an element of a row of the left factor, and of a column of the right one; 32 bits
//   words        a vector of words of the right factor, ready to multiply
//   load         loads such a vector from memory
//   broadcast    turns a word of the left factor into a `spread`, which multiplies words
//   add_product  sum + spread · words

#define OF(name) JOINED(PRECISION, name)

/// y [rows, vectors · FLOATS] (+)= x [rows, inner] · panel. The numbers of rows and of vectors must
/// be constants, so that the sums stay in registers.
INLINE void OF(_tile)(int rows, int vectors, int64_t inner, int64_t x_stride, const OF(_word) *x,
                      const OF(_word) *panel, const OF(_word) *later, int accumulate,
                      int64_t y_stride, float *y) {
  vector sums[TILE_HEIGHT][PANEL_VECTORS];
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++)
      sums[r][v] = accumulate ? *(const vector *)(y + r * y_stride + v * FLOATS) : (vector){0};
  for (int64_t k = 0; k < inner; k++) {
    const OF(_word) *row = panel + k * FLOAT_PANEL;
    if (rows > 2) __builtin_prefetch(later + k * LINE, 0, 2);
    for (int v = 0; v < vectors; v += LINE / FLOATS)
      __builtin_prefetch(row + AHEAD * FLOAT_PANEL + v * FLOATS);
    OF(_words) w[PANEL_VECTORS];
    for (int v = 0; v < vectors; v++) w[v] = OF(_load)(row + v * FLOATS);
    for (int r = 0; r < rows; r++) {
      OF(_spread) spread = OF(_broadcast)(x[r * x_stride + k]);
      for (int v = 0; v < vectors; v++) sums[r][v] = OF(_add_product)(sums[r][v], spread, w[v]);
    }
  }
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++)
      *(vector *)(y + r * y_stride + v * FLOATS) = sums[r][v];
}

INLINE void OF(_tile_of)(int64_t rows, int64_t inner, int64_t x_stride, const OF(_word) *x,
                         const OF(_word) *panel, const OF(_word) *later, int accumulate,
                         int64_t y_stride, float *y) {
#define TILE(n) \
  OF(_tile)(n, tile_vectors(n), inner, x_stride, x, panel, later, accumulate, y_stride, y)
#define CASE(n) case n: TILE(n); break
  switch (rows) {
    CASE(1);
    CASE(2);
    CASE(3);
#if TILE_HEIGHT > 4
    CASE(4);
    CASE(5);
#endif
    default: TILE(TILE_HEIGHT);
  }
#undef CASE
#undef TILE
}

/// Multiplies all rows by one block of the inner dimension and `width` columns of a panel, in tiles
/// of nearly the same height. The first tiles prefetch the block `next` into the level-2 cache.
static void OF(_block)(int64_t rows, int64_t inner, int64_t width, int64_t x_stride,
                       const OF(_word) *x, const OF(_word) *panel, const OF(_word) *next,
                       int accumulate, int64_t y_stride, float *y) {
  const OF(_word) *later = next, *end = next + inner * FLOAT_PANEL;
  int64_t tiles = (rows + TILE_HEIGHT - 1) / TILE_HEIGHT;
  for (int64_t tile = 0; tile < tiles; tile++) {
    int64_t row = rows * tile / tiles, height = rows * (tile + 1) / tiles - row;
    int64_t tile_columns = tile_vectors(height) * FLOATS;
    for (int64_t column = 0; column < width; column += tile_columns) {
      const OF(_word) *from = x + row * x_stride;
      float *to = y + row * y_stride + column;
      int64_t columns = width - column < tile_columns ? width - column : tile_columns;
      if (columns == tile_columns) {
        OF(_tile_of)(height, inner, x_stride, from, panel + column, later, accumulate, y_stride, to);
        later = later + inner * LINE < end ? later + inner * LINE : next;
        continue;
      }
      float whole[TILE_FLOATS];
      for (int64_t r = 0; r < height && accumulate; r++)
        memcpy(whole + r * tile_columns, to + r * y_stride, columns * sizeof(float));
      OF(_tile_of)(height, inner, x_stride, from, panel + column, later, accumulate, tile_columns,
                   whole);
      for (int64_t r = 0; r < height; r++)
        memcpy(to + r * y_stride, whole + r * tile_columns, columns * sizeof(float));
    }
  }
}

static void OF(_product)(int64_t rows, int64_t inner, int64_t outer, int64_t x_stride,
                         const void *x, const void *packed, int accumulate, int64_t y_stride,
                         float *y) {
  for (int64_t k = 0; k < inner; k += INNER_BLOCK) {
    int64_t block = inner - k < INNER_BLOCK ? inner - k : INNER_BLOCK;
    for (int64_t column = 0; column < outer; column += FLOAT_PANEL) {
      const OF(_word) *panel = (const OF(_word) *)packed + column * inner + k * FLOAT_PANEL;
      int64_t width = outer - column < FLOAT_PANEL ? outer - column : FLOAT_PANEL;
      const OF(_word) *next = panel + (column + FLOAT_PANEL < outer ? FLOAT_PANEL * inner : 0);
      OF(_block)(rows, block, width, x_stride, (const OF(_word) *)x + k, panel, next,
                 accumulate || k > 0, y_stride, y + column);
    }
  }
}

#undef OF
#undef PRECISION
