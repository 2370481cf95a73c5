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

/// Converts each row of `x` [rows, columns] to pairs, [rows, ⌈columns / 2⌉], padded with a zero if
/// the number is odd.
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
                          const float *restrict weights, void *restrict to) {
  uint32_t *restrict packed = to;
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
