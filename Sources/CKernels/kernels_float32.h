// SPDX-License-Identifier: Apache-2.0
//
// Matrix products of floats with a packed right factor. Included once per instruction set.

typedef float float32_word;
typedef float float32_spread;
typedef vector float32_words;

INLINE vector float32_load(const float *from) { return *(const vector *)from; }

INLINE float float32_broadcast(float x) { return x; }

INLINE vector float32_add_product(vector sum, float x, vector w) { return sum + x * w; }

#define PRECISION float32
#include "kernels_product.h"

static void float32_pack(int64_t inner, int64_t outer, int64_t stride, const float *restrict weights,
                         void *restrict to) {
  float *restrict packed = to;
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
                                    const float *restrict weights, void *restrict to) {
  float *restrict packed = to;
  for (int64_t column = 0; column < outer; column += FLOAT_PANEL) {
    int64_t width = outer - column < FLOAT_PANEL ? outer - column : FLOAT_PANEL;
    float32_transpose(width, inner, stride, weights + column * stride, FLOAT_PANEL,
                      packed + column * inner);
  }
}
