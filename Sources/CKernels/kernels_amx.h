// SPDX-License-Identifier: Apache-2.0
//
// Products of bfloat16 numbers with the tile registers of AMX, which hold up to 16 rows of 16 words
// each. One instruction multiplies 16 rows of pairs by a tile of the packed weights, whose layout
// is the one it expects. At the edges, smaller tiles are configured. Products with few rows use the
// same instructions, although most of a tile is then empty: other instructions sum in a different
// order, and a row would depend on the number of rows.

enum {
  /// The number of rows in a tile, and of words in each row.
  TILE_SIDE = 16,
  /// The number of rows and columns covered by the four tiles of sums.
  QUARTET_SIDE = 2 * TILE_SIDE,
  /// The number of words of the inner dimension to process before the next rows: this part of a
  /// panel stays in the level-1 cache.
  TILES_BLOCK = 8 * TILE_SIDE,
};

/// The shape that one round of instructions multiplies: `rows` × `words` of the left factor by
/// `words` × `columns` of the right one.
typedef struct {
  int64_t rows, words, columns;
} tiles_shape;

INLINE int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

/// Configures the tiles. 0 to 3 hold the sums, row by row; 4 and 5 rows of the left factor; 6 and 7
/// columns of the right one.
static void configure_tiles(tiles_shape shape) {
  // The layout that LDTILECFG reads.
  struct {
    uint8_t palette, first_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
  } tiles = {.palette = 1};
  for (int i = 0; i < 2; i++) {
    // Unused tiles still need a row and a column: empty tiles are rejected.
    int64_t rows = smaller(shape.rows - i * TILE_SIDE, TILE_SIDE);
    int64_t columns = smaller(shape.columns - i * TILE_SIDE, TILE_SIDE);
    uint8_t height = (uint8_t)(rows > 0 ? rows : 1);
    uint16_t row_bytes = (uint16_t)((columns > 0 ? columns : 1) * sizeof(float));
    tiles.rows[4 + i] = tiles.rows[2 * i] = tiles.rows[2 * i + 1] = height;
    tiles.row_bytes[6 + i] = tiles.row_bytes[i] = tiles.row_bytes[2 + i] = row_bytes;
    tiles.row_bytes[4 + i] = (uint16_t)(shape.words * sizeof(uint32_t));
    tiles.rows[6 + i] = (uint8_t)shape.words;
  }
  _tile_loadconfig(&tiles);
}

/// y (+)= x · panel for the configured shape, over `inner` words, a multiple of the shape's.
static void multiply_tiles(tiles_shape shape, int64_t inner, int64_t x_stride, const uint32_t *x,
                           const uint32_t *panel, int accumulate, int64_t y_stride, float *y) {
  const int is_tall = shape.rows > TILE_SIDE, is_wide = shape.columns > TILE_SIDE;
  const int64_t x_bytes = x_stride * (int64_t)sizeof *x, y_bytes = y_stride * (int64_t)sizeof *y;
  const int64_t panel_bytes = sizeof(uint32_t[FLOAT_PANEL]);
#define FOR_SUMS(DO)                                                                 \
  DO(0, y, y_bytes);                                                                 \
  if (is_wide) DO(1, y + TILE_SIDE, y_bytes);                                        \
  if (is_tall) DO(2, y + TILE_SIDE * y_stride, y_bytes);                             \
  if (is_tall && is_wide) DO(3, y + TILE_SIDE * y_stride + TILE_SIDE, y_bytes)
  if (accumulate) {
    FOR_SUMS(_tile_loadd);
  } else {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
  }
  for (int64_t k = 0; k < inner; k += shape.words) {
    const uint32_t *w = panel + k * FLOAT_PANEL;
    _tile_loadd(4, x + k, x_bytes);
    _tile_loadd(6, w, panel_bytes);
    _tile_dpbf16ps(0, 4, 6);
    if (is_wide) {
      _tile_loadd(7, w + TILE_SIDE, panel_bytes);
      _tile_dpbf16ps(1, 4, 7);
    }
    if (is_tall) {
      _tile_loadd(5, x + TILE_SIDE * x_stride + k, x_bytes);
      _tile_dpbf16ps(2, 5, 6);
      if (is_wide) _tile_dpbf16ps(3, 5, 7);
    }
  }
  FOR_SUMS(_tile_stored);
#undef FOR_SUMS
}

static void bfloat16_product(int64_t rows, int64_t inner, int64_t outer, int64_t x_stride,
                             const void *x, const void *packed, int accumulate, int64_t y_stride,
                             float *y) {
  tiles_shape configured = {0};
  for (int64_t column = 0; column < outer; column += QUARTET_SIDE) {
    const uint32_t *panel = (const uint32_t *)packed +
                            column / FLOAT_PANEL * FLOAT_PANEL * inner + column % FLOAT_PANEL;
    int64_t block;
    for (int64_t k = 0; k < inner; k += block) {
      // Words that do not fill a tile form a block of their own, at the end.
      int64_t words = smaller(inner - k, TILE_SIDE);
      block = smaller(inner - k, TILES_BLOCK) / words * words;
      for (int64_t row = 0; row < rows; row += QUARTET_SIDE) {
        tiles_shape shape = {smaller(rows - row, QUARTET_SIDE), words,
                             smaller(outer - column, QUARTET_SIDE)};
        if (memcmp(&shape, &configured, sizeof shape) != 0) configure_tiles(shape);
        configured = shape;
        multiply_tiles(shape, block, x_stride, (const uint32_t *)x + row * x_stride + k,
                       panel + k * FLOAT_PANEL, accumulate || k > 0, y_stride,
                       y + row * y_stride + column);
      }
    }
  }
  // Leave no tile state in the thread for the system to save.
  _tile_release();
}
