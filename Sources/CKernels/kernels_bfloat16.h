// SPDX-License-Identifier: Apache-2.0
//
// Matrix products of bfloat16 numbers, summed in float32. A bfloat16 number is the upper half of a
// float, rounded to nearest, ties to even. Two neighbours in the inner dimension share a word, as
// expected by the instruction that multiplies and adds both. If the CPU has no such instruction,
// the halves are widened again and multiplied as floats. Included once per instruction set.

/// Rounds x to bfloat16 in the upper half of the result; the lower half is undefined.
INLINE uint32_t rounded_to_bfloat16(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  uint32_t rounded = bits + 0x7FFF + ((bits >> 16) & 1);
  // Rounding must not turn NaN into infinity.
  return x != x ? bits | 0x400000 : rounded;
}

INLINE uint32_t bfloat16_pair(float first, float second) {
  return rounded_to_bfloat16(first) >> 16 | (rounded_to_bfloat16(second) & 0xFFFF0000u);
}

// Each of these two rounds 2 · FLOATS floats and stores FLOATS pairs.
#if defined(HAS_BFLOAT16) && defined(__x86_64__)
// The instruction takes denormal numbers for zero, as the products do.

/// Pairs neighbours.
INLINE void bfloat16_pair_neighbours(const float *x, uint32_t *pairs) {
  __m512 low = _mm512_loadu_ps(x), high = _mm512_loadu_ps(x + FLOATS);
  _mm512_storeu_si512(pairs, (__m512i)_mm512_cvtne2ps_pbh(high, low));
}

/// Pairs each number of `first` with the one below it, in `second`.
INLINE void bfloat16_pair_rows(const float *first, const float *second, uint32_t *pairs) {
  const __m512i order = _mm512_set_epi16(
      31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21, 5, 20, 4, 19,
      3, 18, 2, 17, 1, 16, 0);
  __m512i halves =
      (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(second), _mm512_loadu_ps(first));
  _mm512_storeu_si512(pairs, _mm512_permutexvar_epi16(order, halves));
}
#else
/// Pairs neighbours.
INLINE void bfloat16_pair_neighbours(const float *x, uint32_t *pairs) {
  for (int i = 0; i < FLOATS; i++) pairs[i] = bfloat16_pair(x[2 * i], x[2 * i + 1]);
}

/// Pairs each number of `first` with the one below it, in `second`.
INLINE void bfloat16_pair_rows(const float *first, const float *second, uint32_t *pairs) {
  for (int i = 0; i < FLOATS; i++) pairs[i] = bfloat16_pair(first[i], second[i]);
}
#endif

/// Converts each row of `x` [rows, columns] to pairs, [rows, ⌈columns / 2⌉], padded with a zero if
/// the number is odd.
static void bfloat16_convert(int64_t rows, int64_t columns, int64_t stride, const float *restrict x,
                             uint32_t *restrict pairs) {
  int64_t width = (columns + 1) / 2;
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict from = x + row * stride;
    uint32_t *restrict to = pairs + row * width;
    int64_t j = 0;
    for (; j + FLOATS <= columns / 2; j += FLOATS) bfloat16_pair_neighbours(from + 2 * j, to + j);
    for (; j < columns / 2; j++) to[j] = bfloat16_pair(from[2 * j], from[2 * j + 1]);
    if (columns % 2) to[width - 1] = bfloat16_pair(from[columns - 1], 0);
  }
}

/// Pairs the first `width` numbers of two rows; the second row may be absent.
INLINE void bfloat16_pair_columns(int64_t width, const float *restrict first,
                                  const float *restrict second, uint32_t *restrict pairs) {
  int64_t c = 0;
  for (; second && c + FLOATS <= width; c += FLOATS)
    bfloat16_pair_rows(first + c, second + c, pairs + c);
  for (; c < width; c++) pairs[c] = bfloat16_pair(first[c], second ? second[c] : 0);
}

/// Converts the transpose of `x` [rows, columns] to pairs, [columns, ⌈rows / 2⌉]. Pairs are as
/// large as floats and are transposed like them, after two rows have become one.
static void bfloat16_convert_transposed(int64_t rows, int64_t columns, int64_t stride,
                                        const float *restrict x, uint32_t *restrict pairs) {
  enum { COLUMNS = 64 };
  uint32_t paired[FLOATS * COLUMNS];
  int64_t width = (rows + 1) / 2;
  for (int64_t column = 0; column < columns; column += COLUMNS) {
    int64_t count = columns - column < COLUMNS ? columns - column : COLUMNS;
    for (int64_t pair = 0; pair < width; pair += FLOATS) {
      int64_t height = width - pair < FLOATS ? width - pair : FLOATS;
      for (int64_t i = 0; i < height; i++) {
        const float *first = x + 2 * (pair + i) * stride + column;
        const float *second = 2 * (pair + i) + 1 < rows ? first + stride : NULL;
        bfloat16_pair_columns(count, first, second, paired + i * COLUMNS);
      }
      float32_transpose(height, count, COLUMNS, (const float *)paired, width,
                        (float *)(pairs + column * width + pair));
    }
  }
}

static void bfloat16_pack(int64_t inner, int64_t outer, int64_t stride,
                          const float *restrict weights, void *restrict to) {
  uint32_t *restrict packed = to;
  int64_t pairs = (inner + 1) / 2;
  for (int64_t column = 0; column < outer; column += FLOAT_PANEL) {
    uint32_t *restrict panel = packed + column * pairs;
    int64_t width = outer - column < FLOAT_PANEL ? outer - column : FLOAT_PANEL;
    for (int64_t pair = 0; pair < pairs; pair++) {
      const float *first = weights + 2 * pair * stride + column;
      const float *second = 2 * pair + 1 < inner ? first + stride : NULL;
      bfloat16_pair_columns(width, first, second, panel + pair * FLOAT_PANEL);
    }
  }
}

/// Pairs are as large as floats and are transposed like them.
static void bfloat16_pack_transposed(int64_t inner, int64_t outer, int64_t stride,
                                     const float *restrict weights, void *restrict to) {
  uint32_t *restrict packed = to;
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

typedef uint32_t bfloat16_word;

#if defined(HAS_BFLOAT16) && defined(__aarch64__)
typedef bfloat16x8_t bfloat16_words;
typedef bfloat16x4_t bfloat16_spread;

INLINE bfloat16_words bfloat16_load(const uint32_t *from) {
  return vreinterpretq_bf16_u32(vld1q_u32(from));
}

INLINE bfloat16_spread bfloat16_broadcast(uint32_t pair) {
  return vreinterpret_bf16_u32(vdup_n_u32(pair));
}

/// Uses BFDOT rather than the faster BFMMLA. The latter sums 2 × 2 elements at once and needs two
/// rows of each factor side by side, a different layout from that of all other instruction sets.
INLINE vector bfloat16_add_product(vector sum, bfloat16_spread x, bfloat16_words w) {
  return (vector)vbfdotq_lane_f32((float32x4_t)sum, w, x, 0);
}
#elif defined(HAS_BFLOAT16)
typedef __m512bh bfloat16_words;
typedef __m512bh bfloat16_spread;

INLINE bfloat16_words bfloat16_load(const uint32_t *from) {
  return (bfloat16_words)_mm512_loadu_si512(from);
}

INLINE bfloat16_spread bfloat16_broadcast(uint32_t pair) {
  return (bfloat16_spread)_mm512_set1_epi32((int32_t)pair);
}

INLINE vector bfloat16_add_product(vector sum, bfloat16_spread x, bfloat16_words w) {
  return (vector)_mm512_dpbf16_ps((__m512)sum, w, x);
}
#else
typedef struct {
  vector first, second;
} bfloat16_words;

typedef bfloat16_words bfloat16_spread;
typedef uint32_t bits_vector __attribute__((vector_size(VECTOR_BYTES), aligned(4)));

INLINE bfloat16_words widened(bits_vector pairs) {
  return (bfloat16_words){(vector)(pairs << 16), (vector)(pairs & 0xFFFF0000u)};
}

INLINE bfloat16_words bfloat16_load(const uint32_t *from) {
  return widened(*(const bits_vector *)from);
}

INLINE bfloat16_spread bfloat16_broadcast(uint32_t pair) {
  return widened((bits_vector){0} + pair);
}

INLINE vector bfloat16_add_product(vector sum, bfloat16_spread x, bfloat16_words w) {
  return sum + x.first * w.first + x.second * w.second;
}
#endif

#if defined(HAS_AMX)
#include "kernels_amx.h"
#else
#define PRECISION bfloat16
#include "kernels_product.h"
#endif
