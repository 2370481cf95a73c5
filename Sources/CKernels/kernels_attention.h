// SPDX-License-Identifier: Apache-2.0
//
// Attention of the queries of one sentence [queries, width] to its keys [keys, width]. There are
// few rows on both sides, so that packing would cost more than it gains. Included once per
// instruction set.

INLINE float dot_product(int64_t count, const float *restrict x, const float *restrict y) {
  float lanes[LANES] = {0}, sum = 0;
  int64_t j = 0;
  for (; j + LANES <= count; j += LANES)
    for (int l = 0; l < LANES; l++) lanes[l] += x[j + l] * y[j + l];
  for (; j < count; j++) sum += x[j] * y[j];
  return sum + sum_lanes(lanes);
}

static void attention_scores(int64_t queries, int64_t keys, int64_t width, float scale,
                             const float *restrict q, const float *restrict k,
                             float *restrict scores) {
  for (int64_t i = 0; i < queries; i++)
    for (int64_t j = 0; j < keys; j++)
      scores[i * keys + j] = scale * dot_product(width, q + i * width, k + j * width);
}

static void additive_scores(int64_t queries, int64_t keys, int64_t width,
                            const float *restrict vector, const float *restrict q,
                            const float *restrict k, float *restrict scores) {
  for (int64_t i = 0; i < queries; i++)
    for (int64_t j = 0; j < keys; j++) {
      const float *x = q + i * width, *y = k + j * width;
      float lanes[LANES] = {0}, sum = 0;
      int64_t c = 0;
      for (; c + LANES <= width; c += LANES)
        for (int l = 0; l < LANES; l++)
          lanes[l] += vector[c + l] * fast_tanh(x[c + l] + y[c + l]);
      for (; c < width; c++) sum += vector[c] * fast_tanh(x[c] + y[c]);
      scores[i * keys + j] = sum + sum_lanes(lanes);
    }
}

static void additive_scores_backward(int64_t queries, int64_t keys, int64_t width,
                                     const float *restrict vector, const float *restrict q,
                                     const float *restrict k, const float *restrict d_scores,
                                     float *restrict d_vector, float *restrict d_q,
                                     float *restrict d_k) {
  for (int64_t i = 0; i < queries; i++)
    for (int64_t j = 0; j < keys; j++) {
      const float *restrict x = q + i * width, *restrict y = k + j * width;
      float *restrict dx = d_q + i * width, *restrict dy = d_k + j * width;
      float d = d_scores[i * keys + j];
      for (int64_t c = 0; c < width; c++) {
        float squashed = fast_tanh(x[c] + y[c]);
        float d_sum = d * vector[c] * (1.0f - squashed * squashed);
        d_vector[c] += d * squashed;
        dx[c] += d_sum;
        dy[c] += d_sum;
      }
    }
}

static void softmax(int64_t rows, int64_t columns, float *restrict x) {
  for (int64_t row = 0; row < rows; row++) {
    float *restrict y = x + row * columns;
    float largest = y[0], sum = 0;
    for (int64_t j = 1; j < columns; j++) largest = y[j] > largest ? y[j] : largest;
    for (int64_t j = 0; j < columns; j++) {
      y[j] = fast_exp(y[j] - largest);
      sum += y[j];
    }
    for (int64_t j = 0; j < columns; j++) y[j] /= sum;
  }
}

static void softmax_backward(int64_t rows, int64_t columns, float scale,
                             const float *restrict probabilities, float *restrict d) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict p = probabilities + row * columns;
    float *restrict dx = d + row * columns;
    float mean = 0;
    for (int64_t j = 0; j < columns; j++) mean += p[j] * dx[j];
    for (int64_t j = 0; j < columns; j++) dx[j] = scale * p[j] * (dx[j] - mean);
  }
}

static void attention_contexts(int64_t queries, int64_t keys, int64_t width,
                               const float *restrict a, const float *restrict values,
                               float *restrict contexts) {
  for (int64_t i = 0; i < queries; i++) {
    float *restrict y = contexts + i * width;
    for (int64_t c = 0; c < width; c++) y[c] = 0;
    for (int64_t j = 0; j < keys; j++) {
      const float *restrict v = values + j * width;
      float weight = a[i * keys + j];
      for (int64_t c = 0; c < width; c++) y[c] += weight * v[c];
    }
  }
}

static void attention_scatter(int64_t queries, int64_t keys, int64_t width,
                              const float *restrict a, const float *restrict x,
                              float *restrict values) {
  for (int64_t j = 0; j < keys; j++) {
    float *restrict v = values + j * width;
    for (int64_t i = 0; i < queries; i++) {
      const float *restrict from = x + i * width;
      float weight = a[i * keys + j];
      for (int64_t c = 0; c < width; c++) v[c] += weight * from[c];
    }
  }
}
