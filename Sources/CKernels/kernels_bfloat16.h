// SPDX-License-Identifier: Apache-2.0
//
// Matrix products of bfloat16 numbers, summed in float32: the upper halves of floats, rounded to the
// nearest, to even ones half way. Two neighbours of the inner dimension lie together, as the
// instruction takes them that multiplies and adds both; where the CPU has none, the halves are
// widened again and multiplied as floats. Included once per instruction set.

/// Rounds in the upper half, which it leaves with the rest in the lower one.
INLINE uint32_t rounded_to_bfloat16(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  uint32_t rounded = bits + 0x7FFF + ((bits >> 16) & 1);
  // Rounding must not carry what is no number into infinity.
  return x != x ? bits | 0x400000 : rounded;
}

INLINE uint32_t bfloat16_pair(float first, float second) {
  return rounded_to_bfloat16(first) >> 16 | (rounded_to_bfloat16(second) & 0xFFFF0000u);
}

/// Each row of `x` [rows, columns] as pairs, [rows, ⌈columns / 2⌉], with a zero behind an odd number.
static void bfloat16_convert(int64_t rows, int64_t columns, int64_t stride, const float *restrict x,
                             uint32_t *restrict pairs) {
  int64_t width = (columns + 1) / 2;
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict from = x + row * stride;
    uint32_t *restrict to = pairs + row * width;
    for (int64_t j = 0; j < columns / 2; j++) to[j] = bfloat16_pair(from[2 * j], from[2 * j + 1]);
    if (columns % 2) to[width - 1] = bfloat16_pair(from[columns - 1], 0);
  }
}

static void bfloat16_pack(int64_t inner, int64_t outer, int64_t stride,
                          const float *restrict weights, uint32_t *restrict packed) {
  int64_t pairs = (inner + 1) / 2;
  for (int64_t column = 0; column < outer; column += FLOAT_PANEL) {
    uint32_t *restrict panel = packed + column * pairs;
    int64_t width = outer - column < FLOAT_PANEL ? outer - column : FLOAT_PANEL;
    for (int64_t pair = 0; pair < inner / 2; pair++) {
      const float *restrict first = weights + 2 * pair * stride + column;
      const float *restrict second = first + stride;
      for (int64_t c = 0; c < width; c++)
        panel[pair * FLOAT_PANEL + c] = bfloat16_pair(first[c], second[c]);
    }
    if (inner % 2)
      for (int64_t c = 0; c < width; c++)
        panel[(pairs - 1) * FLOAT_PANEL + c] =
            bfloat16_pair(weights[(inner - 1) * stride + column + c], 0);
  }
}

/// Pairs are as large as floats, and are turned as those are.
static void bfloat16_pack_transposed(int64_t inner, int64_t outer, int64_t stride,
                                     const float *restrict weights, uint32_t *restrict packed) {
  enum { AT_A_TIME = 128 };
  uint32_t turned[FLOAT_PANEL * AT_A_TIME];
  int64_t pairs = (inner + 1) / 2;
  for (int64_t column = 0; column < outer; column += FLOAT_PANEL) {
    int64_t width = outer - column < FLOAT_PANEL ? outer - column : FLOAT_PANEL;
    for (int64_t pair = 0; pair < pairs; pair += AT_A_TIME) {
      int64_t count = pairs - pair < AT_A_TIME ? pairs - pair : AT_A_TIME;
      int64_t numbers = inner - 2 * pair < 2 * count ? inner - 2 * pair : 2 * count;
      bfloat16_convert(width, numbers, stride, weights + column * stride + 2 * pair, turned);
      float32_transpose(width, count, count, (const float *)turned, FLOAT_PANEL,
                        (float *)(packed + column * pairs + pair * FLOAT_PANEL));
    }
  }
}

#if defined(HAS_BFLOAT16)
typedef __m512bh pair_vector;

INLINE pair_vector load_pairs(const uint32_t *from) {
  return (pair_vector)_mm512_loadu_si512(from);
}

INLINE pair_vector broadcast_pair(uint32_t pair) {
  return (pair_vector)_mm512_set1_epi32((int32_t)pair);
}

INLINE vector add_pair_products(vector sum, pair_vector w, pair_vector x) {
  return (vector)_mm512_dpbf16_ps((__m512)sum, w, x);
}
#else
typedef struct {
  vector first, second;
} pair_vector;

typedef uint32_t bits_vector __attribute__((vector_size(VECTOR_BYTES), aligned(4)));

INLINE pair_vector widened(bits_vector pairs) {
  return (pair_vector){(vector)(pairs << 16), (vector)(pairs & 0xFFFF0000u)};
}

INLINE pair_vector load_pairs(const uint32_t *from) { return widened(*(const bits_vector *)from); }

INLINE pair_vector broadcast_pair(uint32_t pair) {
  return widened((bits_vector){0} + pair);
}

INLINE vector add_pair_products(vector sum, pair_vector w, pair_vector x) {
  return sum + x.first * w.first + x.second * w.second;
}
#endif

/// y [rows, TILE_COLUMNS] (+)= x [rows, pairs] · panel, as `float32_tile`.
INLINE void bfloat16_tile(int rows, int64_t pairs, int64_t x_stride, const uint32_t *x,
                          const uint32_t *panel, const uint32_t *later, int accumulate,
                          int64_t y_stride, float *y) {
  vector sums[TILE_HEIGHT][TILE_VECTORS];
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < TILE_VECTORS; v++)
      sums[r][v] = accumulate ? *(const vector *)(y + r * y_stride + v * FLOATS) : (vector){0};
  for (int64_t k = 0; k < pairs; k++) {
    const uint32_t *row = panel + k * FLOAT_PANEL;
    __builtin_prefetch(later + k * LINE, 0, 2);
    pair_vector w[TILE_VECTORS];
    for (int v = 0; v < TILE_VECTORS; v++) {
      __builtin_prefetch(row + AHEAD * FLOAT_PANEL + v * FLOATS);
      w[v] = load_pairs(row + v * FLOATS);
    }
    for (int r = 0; r < rows; r++) {
      pair_vector broadcast = broadcast_pair(x[r * x_stride + k]);
      for (int v = 0; v < TILE_VECTORS; v++)
        sums[r][v] = add_pair_products(sums[r][v], w[v], broadcast);
    }
  }
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < TILE_VECTORS; v++)
      *(vector *)(y + r * y_stride + v * FLOATS) = sums[r][v];
}

INLINE void bfloat16_tile_of(int64_t rows, int64_t pairs, int64_t x_stride, const uint32_t *x,
                             const uint32_t *panel, const uint32_t *later, int accumulate,
                             int64_t y_stride, float *y) {
#define CASE(n) \
  case n: bfloat16_tile(n, pairs, x_stride, x, panel, later, accumulate, y_stride, y); break
  switch (rows) {
    CASE(1);
    CASE(2);
    CASE(3);
#if TILE_HEIGHT > 4
    CASE(4);
    CASE(5);
#endif
    default: bfloat16_tile(TILE_HEIGHT, pairs, x_stride, x, panel, later, accumulate, y_stride, y);
  }
#undef CASE
}

/// As many rows as there are, by one block of the inner dimension and `width` columns of a panel;
/// `next` as in `float32_block`.
static void bfloat16_block(int64_t rows, int64_t pairs, int64_t width, int64_t x_stride,
                           const uint32_t *x, const uint32_t *panel, const uint32_t *next,
                           int accumulate, int64_t y_stride, float *y) {
  const uint32_t *later = next, *end = next + pairs * FLOAT_PANEL;
  for (int64_t row = 0; row < rows; row += TILE_HEIGHT) {
    int64_t height = rows - row < TILE_HEIGHT ? rows - row : TILE_HEIGHT;
    for (int64_t column = 0; column < width; column += TILE_COLUMNS) {
      const uint32_t *from = x + row * x_stride;
      float *to = y + row * y_stride + column;
      int64_t columns = width - column < TILE_COLUMNS ? width - column : TILE_COLUMNS;
      if (columns == TILE_COLUMNS) {
        bfloat16_tile_of(height, pairs, x_stride, from, panel + column, later, accumulate,
                         y_stride, to);
        later = later + pairs * LINE < end ? later + pairs * LINE : next;
        continue;
      }
      float whole[TILE_HEIGHT * TILE_COLUMNS];
      for (int64_t r = 0; r < height && accumulate; r++)
        memcpy(whole + r * TILE_COLUMNS, to + r * y_stride, columns * sizeof(float));
      bfloat16_tile_of(height, pairs, x_stride, from, panel + column, later, accumulate,
                       TILE_COLUMNS, whole);
      for (int64_t r = 0; r < height; r++)
        memcpy(to + r * y_stride, whole + r * TILE_COLUMNS, columns * sizeof(float));
    }
  }
}

static void bfloat16_product(int64_t rows, int64_t inner, int64_t outer, const uint32_t *x,
                             const uint32_t *packed, int accumulate, int64_t y_stride, float *y) {
  int64_t pairs = (inner + 1) / 2;
  for (int64_t k = 0; k < pairs; k += INNER_BLOCK) {
    int64_t block = pairs - k < INNER_BLOCK ? pairs - k : INNER_BLOCK;
    for (int64_t column = 0; column < outer; column += FLOAT_PANEL) {
      const uint32_t *panel = packed + column * pairs + k * FLOAT_PANEL;
      int64_t width = outer - column < FLOAT_PANEL ? outer - column : FLOAT_PANEL;
      const uint32_t *next = panel + (column + FLOAT_PANEL < outer ? FLOAT_PANEL * pairs : 0);
      bfloat16_block(rows, block, width, pairs, x + k, panel, next, accumulate || k > 0, y_stride,
                     y + column);
    }
  }
}
