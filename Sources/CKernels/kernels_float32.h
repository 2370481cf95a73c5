// SPDX-License-Identifier: Apache-2.0
//
// Matrix products with a packed right factor (the layout and the loops follow Goto and van de Geijn,
// "Anatomy of high-performance matrix multiplication", 2008). Each element of a product is one chain
// of multiply-adds in the order of the inner dimension, so that it does not depend on how many rows
// there are, nor on how they are tiled. Included once per instruction set.

typedef float vector __attribute__((vector_size(VECTOR_BYTES), aligned(4)));

enum {
  FLOATS = VECTOR_BYTES / sizeof(float),
  /// Output columns that lie together in the packed weights, and those that a tile has.
  FLOAT_PANEL = CK_FLOAT32_PANEL,
  TILE_COLUMNS = TILE_VECTORS * FLOATS,
  /// Rows of the packed weights that are used again and again before the next: what they take of a
  /// panel stays in the second cache.
  INNER_BLOCK = 512,
  /// Floats of a line of the cache.
  LINE = 16,
  /// How many rows of the packed weights ahead are fetched.
  AHEAD = 8,
};

/// y [rows, TILE_COLUMNS] (+)= x [rows, inner] · panel. The number of rows must be a constant for
/// the sums to stay in registers.
INLINE void float32_tile(int rows, int64_t inner, int64_t x_stride, const float *x,
                         const float *panel, const float *later, int accumulate, int64_t y_stride,
                         float *y) {
  vector sums[TILE_HEIGHT][TILE_VECTORS];
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < TILE_VECTORS; v++)
      sums[r][v] = accumulate ? *(const vector *)(y + r * y_stride + v * FLOATS) : (vector){0};
  for (int64_t k = 0; k < inner; k++) {
    const float *row = panel + k * FLOAT_PANEL;
    __builtin_prefetch(later + k * LINE, 0, 2);
    vector w[TILE_VECTORS];
    for (int v = 0; v < TILE_VECTORS; v++) {
      __builtin_prefetch(row + AHEAD * FLOAT_PANEL + v * FLOATS);
      w[v] = *(const vector *)(row + v * FLOATS);
    }
    for (int r = 0; r < rows; r++)
      for (int v = 0; v < TILE_VECTORS; v++) sums[r][v] += x[r * x_stride + k] * w[v];
  }
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < TILE_VECTORS; v++)
      *(vector *)(y + r * y_stride + v * FLOATS) = sums[r][v];
}

INLINE void float32_tile_of(int64_t rows, int64_t inner, int64_t x_stride, const float *x,
                            const float *panel, const float *later, int accumulate,
                            int64_t y_stride, float *y) {
#define CASE(n) \
  case n: float32_tile(n, inner, x_stride, x, panel, later, accumulate, y_stride, y); break
  switch (rows) {
    CASE(1);
    CASE(2);
    CASE(3);
#if TILE_HEIGHT > 4
    CASE(4);
    CASE(5);
#endif
    default: float32_tile(TILE_HEIGHT, inner, x_stride, x, panel, later, accumulate, y_stride, y);
  }
#undef CASE
}

/// As many rows as there are, by one block of the inner dimension and `width` columns of a panel. The
/// first tiles fetch the block that comes next, `next`, into the second cache.
static void float32_block(int64_t rows, int64_t inner, int64_t width, int64_t x_stride,
                          const float *x, const float *panel, const float *next, int accumulate,
                          int64_t y_stride, float *y) {
  const float *later = next, *end = next + inner * FLOAT_PANEL;
  for (int64_t row = 0; row < rows; row += TILE_HEIGHT) {
    int64_t height = rows - row < TILE_HEIGHT ? rows - row : TILE_HEIGHT;
    for (int64_t column = 0; column < width; column += TILE_COLUMNS) {
      const float *from = x + row * x_stride;
      float *to = y + row * y_stride + column;
      int64_t columns = width - column < TILE_COLUMNS ? width - column : TILE_COLUMNS;
      if (columns == TILE_COLUMNS) {
        float32_tile_of(height, inner, x_stride, from, panel + column, later, accumulate, y_stride,
                        to);
        later = later + inner * LINE < end ? later + inner * LINE : next;
        continue;
      }
      float whole[TILE_HEIGHT * TILE_COLUMNS];
      for (int64_t r = 0; r < height && accumulate; r++)
        memcpy(whole + r * TILE_COLUMNS, to + r * y_stride, columns * sizeof(float));
      float32_tile_of(height, inner, x_stride, from, panel + column, later, accumulate,
                      TILE_COLUMNS, whole);
      for (int64_t r = 0; r < height; r++)
        memcpy(to + r * y_stride, whole + r * TILE_COLUMNS, columns * sizeof(float));
    }
  }
}

static void float32_product(int64_t rows, int64_t inner, int64_t outer, int64_t x_stride,
                            const float *x, const float *packed, int accumulate, int64_t y_stride,
                            float *y) {
  for (int64_t k = 0; k < inner; k += INNER_BLOCK) {
    int64_t block = inner - k < INNER_BLOCK ? inner - k : INNER_BLOCK;
    for (int64_t column = 0; column < outer; column += FLOAT_PANEL) {
      const float *panel = packed + column * inner + k * FLOAT_PANEL;
      int64_t width = outer - column < FLOAT_PANEL ? outer - column : FLOAT_PANEL;
      const float *next = panel + (column + FLOAT_PANEL < outer ? FLOAT_PANEL * inner : 0);
      float32_block(rows, block, width, x_stride, x + k, panel, next, accumulate || k > 0, y_stride,
                    y + column);
    }
  }
}

static void float32_pack(int64_t inner, int64_t outer, int64_t stride, const float *restrict weights,
                         float *restrict packed) {
  for (int64_t column = 0; column < outer; column += FLOAT_PANEL) {
    float *restrict panel = packed + column * inner;
    int64_t width = outer - column < FLOAT_PANEL ? outer - column : FLOAT_PANEL;
    if (width == FLOAT_PANEL)
      for (int64_t k = 0; k < inner; k++)
        memcpy(panel + k * FLOAT_PANEL, weights + k * stride + column, sizeof(float[FLOAT_PANEL]));
    else
      for (int64_t k = 0; k < inner; k++)
        memcpy(panel + k * FLOAT_PANEL, weights + k * stride + column, width * sizeof(float));
  }
}

static void float32_pack_transposed(int64_t inner, int64_t outer, int64_t stride,
                                    const float *restrict weights, float *restrict packed) {
  for (int64_t column = 0; column < outer; column += FLOAT_PANEL) {
    int64_t width = outer - column < FLOAT_PANEL ? outer - column : FLOAT_PANEL;
    float32_transpose(width, inner, stride, weights + column * stride, FLOAT_PANEL,
                      packed + column * inner);
  }
}
