// SPDX-License-Identifier: Apache-2.0
//
// Layer normalization, forward and backward. Included once per instruction set.

/// Computes Σ x[j] and Σ x[j] · y[j].
INLINE void sum_and_product(int64_t count, const float *restrict x, const float *restrict y,
                            float *restrict sum, float *restrict product) {
  float sums[LANES] = {0}, products[LANES] = {0};
  int64_t j = 0;
  for (; j + LANES <= count; j += LANES)
    for (int l = 0; l < LANES; l++) {
      sums[l] += x[j + l];
      products[l] += x[j + l] * y[j + l];
    }
  *sum = sum_lanes(sums);
  *product = sum_lanes(products);
  for (; j < count; j++) {
    *sum += x[j];
    *product += x[j] * y[j];
  }
}

static void layer_norm_forward(int64_t rows, int64_t columns, const float *x, const float *gain,
                               float *normalized, float *inverse_deviations, float *y) {
  for (int64_t row = 0; row < rows; row++) {
    const float *from = x + row * columns;
    float *n = normalized + row * columns;
    float *to = y + row * columns;
    float sum, squares;
    sum_and_product(columns, from, from, &sum, &squares);
    float mean = sum / (float)columns;
    // Subtract the mean first: squares of the raw values would lose small deviations from it.
    INDEPENDENT for (int64_t j = 0; j < columns; j++) n[j] = from[j] - mean;
    sum_and_product(columns, n, n, &sum, &squares);
    float inverse = 1.0f / sqrtf(squares / (float)columns + 1e-5f);
    inverse_deviations[row] = inverse;
    INDEPENDENT for (int64_t j = 0; j < columns; j++) {
      n[j] *= inverse;
      to[j] = n[j] * gain[j];
    }
  }
}

static void layer_norm_backward(int64_t rows, int64_t columns, const float *gain,
                                float *normalized, const float *inverse_deviations,
                                const float *d_y, float *d_x) {
  for (int64_t row = 0; row < rows; row++) {
    float *n = normalized + row * columns;
    const float *dy = d_y + row * columns;
    float *dx = d_x + row * columns;
    float sum = 0, product = 0;
    float sums[LANES] = {0}, products[LANES] = {0};
    int64_t j = 0;
    for (; j + LANES <= columns; j += LANES)
      for (int l = 0; l < LANES; l++) {
        float d = dy[j + l] * gain[j + l];
        sums[l] += d;
        products[l] += d * n[j + l];
      }
    for (; j < columns; j++) {
      float d = dy[j] * gain[j];
      sum += d;
      product += d * n[j];
    }
    sum = (sum + sum_lanes(sums)) / (float)columns;
    product = (product + sum_lanes(products)) / (float)columns;
    float inverse = inverse_deviations[row];
    INDEPENDENT for (int64_t k = 0; k < columns; k++) {
      float d = dy[k], value = n[k];
      dx[k] = inverse * (d * gain[k] - sum - value * product);
      n[k] = d * value;
    }
  }
}
