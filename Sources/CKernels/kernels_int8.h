// SPDX-License-Identifier: Apache-2.0
//
// Matrix products of 8-bit integers: weights have a scale for each output column, activations a
// scale for each row, and sums have 32 bits. The order of integer sums does not matter, so that all
// instruction sets give the same results. Included once per instruction set.
//
// Weights are stored as w + 128 in 0…255, because the instruction that multiplies four pairs at
// once needs one unsigned factor. The excess is 128 times the sum of the activations, which is
// subtracted.

enum {
  /// The number of output columns in a panel of packed weights.
  PANEL = CK_INT8_PANEL,
  /// The number of neighbouring weight rows whose bytes are adjacent: those that one instruction
  /// sums.
  QUAD = CK_INT8_QUAD,
  /// The number of activation rows that share one pass over the weights.
  TILE_ROWS = 6,
  /// The number of bytes in a cache line.
  LINE_BYTES = 64,
};

INLINE float largest_magnitude(int64_t count, const float *restrict x) {
  float lanes[LANES] = {0}, largest = 0;
  int64_t j = 0;
  for (; j + LANES <= count; j += LANES)
    for (int l = 0; l < LANES; l++) {
      float magnitude = __builtin_fabsf(x[j + l]);
      lanes[l] = magnitude > lanes[l] ? magnitude : lanes[l];
    }
  for (; j < count; j++) {
    float magnitude = __builtin_fabsf(x[j]);
    largest = magnitude > largest ? magnitude : largest;
  }
  for (int l = 0; l < LANES; l++) largest = lanes[l] > largest ? lanes[l] : largest;
  return largest;
}

/// The factor that scales a row to -127…127; 0 if it is not finite, as for a row of zeros.
INLINE float inverse_scale(float largest) { return largest > 1e-30f ? 127.0f / largest : 0; }

/// The nearest integer, for magnitudes below 2^22: adding 1.5·2^23 rounds.
INLINE int32_t nearest(float x) { return (int32_t)((x + 12582912.0f) - 12582912.0f); }

static void int8_pack(int64_t outer, int64_t inner, const float *restrict weights,
                      uint8_t *restrict packed, float *restrict scales) {
  int64_t quads = (inner + QUAD - 1) / QUAD;
  for (int64_t column = 0; column < outer; column++) {
    const float *restrict w = weights + column * inner;
    float largest = largest_magnitude(inner, w);
    float inverse = inverse_scale(largest);
    scales[column] = largest / 127.0f;
    uint8_t *restrict to = packed + column / PANEL * quads * PANEL * QUAD + column % PANEL * QUAD;
    for (int64_t k = 0; k < inner; k++)
      to[k / QUAD * PANEL * QUAD + k % QUAD] = (uint8_t)(nearest(w[k] * inverse) + 128);
  }
}

static void int8_quantize(int64_t rows, int64_t columns, int64_t stride, const float *restrict x,
                          int8_t *restrict quantized, float *restrict scales,
                          int32_t *restrict sums) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict from = x + row * columns;
    int8_t *restrict to = quantized + row * stride;
    float largest = largest_magnitude(columns, from);
    float inverse = inverse_scale(largest);
    int32_t sum = 0;
    for (int64_t j = 0; j < columns; j++) {
      int32_t q = nearest(from[j] * inverse);
      to[j] = (int8_t)q;
      sum += q;
    }
    for (int64_t j = columns; j < stride; j++) to[j] = 0;
    scales[row] = largest / 127.0f;
    sums[row] = sum;
  }
}

#if defined(HAS_VNNI)
/// Computes the sums of a tile of `rows` rows and one panel.
INLINE void int8_tile(int rows, int64_t quads, int64_t stride, const int8_t *x,
                      const uint8_t *panel, const uint8_t *later,
                      int32_t sums[TILE_ROWS][PANEL]) {
  enum { VECTORS = PANEL / 16 };
  __m512i acc[TILE_ROWS][VECTORS];
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < VECTORS; v++) acc[r][v] = _mm512_setzero_si512();
  for (int64_t q = 0; q < quads; q++) {
    __m512i w[VECTORS];
    __builtin_prefetch(later + q * LINE_BYTES, 0, 2);
    for (int v = 0; v < VECTORS; v++) {
      const uint8_t *from = panel + q * PANEL * QUAD + v * 64;
      __builtin_prefetch(from + AHEAD * PANEL * QUAD);
      w[v] = _mm512_load_si512(from);
    }
    for (int r = 0; r < rows; r++) {
      int32_t four;
      memcpy(&four, x + r * stride + q * QUAD, sizeof four);
      __m512i broadcast = _mm512_set1_epi32(four);
      for (int v = 0; v < VECTORS; v++) acc[r][v] = _mm512_dpbusd_epi32(acc[r][v], w[v], broadcast);
    }
  }
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < VECTORS; v++) _mm512_storeu_si512(sums[r] + v * 16, acc[r][v]);
}
#elif defined(HAS_INT16_MADD)
enum {
  /// The number of quads of a panel that stay in the level-1 cache for all rows of a tile.
  QUADS_AT_A_TIME = 64,
  /// The number of columns whose sums stay in registers, in two vectors for each row.
  COLUMNS_AT_A_TIME = 8,
};

INLINE int64_t four_shorts(const int16_t *from) {
  int64_t four;
  memcpy(&four, from, sizeof four);
  return four;
}

/// Adds the sums of some quads to those of eight columns. `wide` holds the activations, `weights`
/// the first quad of the columns.
INLINE void int8_columns(int rows, int64_t quads, int16_t wide[TILE_ROWS][QUADS_AT_A_TIME * QUAD],
                         const uint8_t *weights, int column, int32_t sums[TILE_ROWS][PANEL]) {
  // Two sums for each column, of the first and of the second half of its quads.
  __m256i left[TILE_ROWS], right[TILE_ROWS];
  for (int r = 0; r < rows; r++) left[r] = right[r] = _mm256_setzero_si256();
  for (int64_t q = 0; q < quads; q++) {
    const __m128i *from = (const __m128i *)(weights + q * PANEL * QUAD);
    __m256i w0 = _mm256_cvtepu8_epi16(_mm_load_si128(from));
    __m256i w1 = _mm256_cvtepu8_epi16(_mm_load_si128(from + 1));
    for (int r = 0; r < rows; r++) {
      __m256i four = _mm256_set1_epi64x(four_shorts(wide[r] + q * QUAD));
      left[r] = _mm256_add_epi32(left[r], _mm256_madd_epi16(w0, four));
      right[r] = _mm256_add_epi32(right[r], _mm256_madd_epi16(w1, four));
    }
  }
  for (int r = 0; r < rows; r++) {
    // The sums of columns 0, 1, 4, 5, 2, 3, 6 and 7.
    __m256i both = _mm256_hadd_epi32(left[r], right[r]);
    __m256i *to = (__m256i *)(sums[r] + column);
    __m256i ordered = _mm256_permute4x64_epi64(both, 0xD8);
    _mm256_storeu_si256(to, _mm256_add_epi32(_mm256_loadu_si256(to), ordered));
  }
}

INLINE void int8_tile(int rows, int64_t quads, int64_t stride, const int8_t *x,
                      const uint8_t *panel, const uint8_t *later,
                      int32_t sums[TILE_ROWS][PANEL]) {
  (void)later;
  int16_t wide[TILE_ROWS][QUADS_AT_A_TIME * QUAD];
  memset(sums, 0, (size_t)rows * sizeof sums[0]);
  for (int64_t first = 0; first < quads; first += QUADS_AT_A_TIME) {
    int64_t count = quads - first < QUADS_AT_A_TIME ? quads - first : QUADS_AT_A_TIME;
    for (int r = 0; r < rows; r++)
      for (int64_t j = 0; j < count * QUAD; j++) wide[r][j] = x[r * stride + first * QUAD + j];
    for (int column = 0; column < PANEL; column += COLUMNS_AT_A_TIME)
      int8_columns(rows, count, wide, panel + (first * PANEL + column) * QUAD, column, sums);
  }
}
#else
INLINE void int8_tile(int rows, int64_t quads, int64_t stride, const int8_t *x,
                      const uint8_t *panel, const uint8_t *later,
                      int32_t sums[TILE_ROWS][PANEL]) {
  (void)later;
  for (int r = 0; r < rows; r++) {
    int32_t acc[PANEL] = {0};
    for (int64_t q = 0; q < quads; q++) {
      const int8_t *four = x + r * stride + q * QUAD;
      const uint8_t *w = panel + q * PANEL * QUAD;
      for (int c = 0; c < PANEL; c++)
        for (int k = 0; k < QUAD; k++) acc[c] += (int32_t)w[c * QUAD + k] * four[k];
    }
    memcpy(sums[r], acc, sizeof acc);
  }
}
#endif

/// Calls `int8_tile` with a constant number of rows, so that the sums stay in registers.
INLINE void int8_tile_of(int64_t rows, int64_t quads, int64_t stride, const int8_t *x,
                         const uint8_t *panel, const uint8_t *later,
                         int32_t sums[TILE_ROWS][PANEL]) {
  switch (rows) {
    case 1: int8_tile(1, quads, stride, x, panel, later, sums); break;
    case 2: int8_tile(2, quads, stride, x, panel, later, sums); break;
    case 3: int8_tile(3, quads, stride, x, panel, later, sums); break;
    case 4: int8_tile(4, quads, stride, x, panel, later, sums); break;
    case 5: int8_tile(5, quads, stride, x, panel, later, sums); break;
    default: int8_tile(TILE_ROWS, quads, stride, x, panel, later, sums);
  }
}

static void int8_product(int64_t rows, int64_t inner, int64_t outer, int64_t stride,
                         const int8_t *x, const float *x_scales, const int32_t *x_sums,
                         const uint8_t *packed, const float *w_scales, int accumulate,
                         int64_t y_stride, float *restrict y) {
  int64_t quads = (inner + QUAD - 1) / QUAD;
  int32_t sums[TILE_ROWS][PANEL];
  for (int64_t column = 0; column < outer; column += PANEL) {
    const uint8_t *panel = packed + column * quads * QUAD;
    int64_t width = outer - column < PANEL ? outer - column : PANEL;
    // The first tiles prefetch the next panel into the level-2 cache.
    const uint8_t *next = panel + (column + PANEL < outer ? PANEL * quads * QUAD : 0);
    const uint8_t *later = next, *end = next + PANEL * quads * QUAD;
    for (int64_t row = 0; row < rows; row += TILE_ROWS) {
      int64_t height = rows - row < TILE_ROWS ? rows - row : TILE_ROWS;
      int8_tile_of(height, quads, stride, x + row * stride, panel, later, sums);
      later = later + quads * LINE_BYTES < end ? later + quads * LINE_BYTES : next;
      for (int64_t r = 0; r < height; r++) {
        float *restrict to = y + (row + r) * y_stride + column;
        const float *restrict scale = w_scales + column;
        float x_scale = x_scales[row + r];
        int32_t excess = 128 * x_sums[row + r];
        if (accumulate)
          for (int64_t c = 0; c < width; c++)
            to[c] += (float)(sums[r][c] - excess) * (x_scale * scale[c]);
        else
          for (int64_t c = 0; c < width; c++)
            to[c] = (float)(sums[r][c] - excess) * (x_scale * scale[c]);
      }
    }
  }
}
