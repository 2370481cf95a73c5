// SPDX-License-Identifier: Apache-2.0
//
// The kernels themselves, written so that the compiler can vectorize them. Included once per
// instruction set, named by KERNEL_SET. Sums use LANES partial sums, in an order that does not
// depend on the vector width of the instruction set.

#include "kernels.h"

#include <math.h>

#include "vector_math.h"

#pragma clang fp contract(fast)

#define LANES 16

#define JOINED_(a, b) a##b
#define JOINED(a, b) JOINED_(a, b)
#define QUOTED_(text) #text
#define QUOTED(text) QUOTED_(text)

// Asserts that the iterations of the loop are independent, even if output and input are the same.
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")

INLINE float sum_lanes(const float *lanes) {
  float sum = 0;
  for (int l = 0; l < LANES; l++) sum += lanes[l];
  return sum;
}

#include "kernels_cells.h"
#include "kernels_formula.h"
#include "kernels_norm.h"
#include "kernels_attention.h"

INLINE float largest_logit(int64_t classes, const float *restrict logits,
                           const float *restrict bias) {
  float lanes[LANES];
  for (int l = 0; l < LANES; l++) lanes[l] = -__builtin_inff();
  int64_t j = 0;
  for (; j + LANES <= classes; j += LANES)
    for (int l = 0; l < LANES; l++) {
      float x = logits[j + l] + bias[j + l];
      lanes[l] = x > lanes[l] ? x : lanes[l];
    }
  float largest = -__builtin_inff();
  for (; j < classes; j++) {
    float x = logits[j] + bias[j];
    largest = x > largest ? x : largest;
  }
  for (int l = 0; l < LANES; l++) largest = lanes[l] > largest ? lanes[l] : largest;
  return largest;
}

static double softmax_cross_entropy(int64_t rows, int64_t classes, float *restrict logits,
                                    const float *restrict bias, const int32_t *restrict targets,
                                    float scale, float smoothing) {
  double total = 0;
  float floor = scale * smoothing / (float)classes;
  for (int64_t row = 0; row < rows; row++) {
    float *restrict x = logits + row * classes;
    float largest = largest_logit(classes, x, bias);
    float target_logit = x[targets[row]] + bias[targets[row]];
    float lanes[LANES] = {0}, sum = 0;
    int64_t j = 0;
    for (; j + LANES <= classes; j += LANES)
      for (int l = 0; l < LANES; l++) {
        float e = fast_exp(x[j + l] + bias[j + l] - largest);
        x[j + l] = e;
        lanes[l] += e;
      }
    for (; j < classes; j++) {
      x[j] = fast_exp(x[j] + bias[j] - largest);
      sum += x[j];
    }
    sum += sum_lanes(lanes);
    total += (double)largest + log((double)sum) - (double)target_logit;
    float factor = scale / sum;
    for (int64_t k = 0; k < classes; k++) x[k] = x[k] * factor - floor;
    x[targets[row]] -= scale * (1.0f - smoothing);
  }
  return total;
}

static void cross_entropy(int64_t rows, int64_t classes, const float *restrict logits,
                          const float *restrict bias, const int32_t *restrict targets,
                          float *restrict losses) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict x = logits + row * classes;
    float largest = largest_logit(classes, x, bias);
    float lanes[LANES] = {0}, sum = 0;
    int64_t j = 0;
    for (; j + LANES <= classes; j += LANES)
      for (int l = 0; l < LANES; l++) lanes[l] += fast_exp(x[j + l] + bias[j + l] - largest);
    for (; j < classes; j++) sum += fast_exp(x[j] + bias[j] - largest);
    sum += sum_lanes(lanes);
    losses[row] = logf(sum) + (largest - (x[targets[row]] + bias[targets[row]]));
  }
}

static void add_bias(int64_t rows, int64_t classes, float *restrict logits,
                     const float *restrict bias, float *restrict normalizers) {
  for (int64_t row = 0; row < rows; row++) {
    float *restrict x = logits + row * classes;
    float largest = largest_logit(classes, x, bias);
    float lanes[LANES] = {0}, sum = 0;
    int64_t j = 0;
    for (; j + LANES <= classes; j += LANES)
      for (int l = 0; l < LANES; l++) {
        x[j + l] += bias[j + l];
        lanes[l] += fast_exp(x[j + l] - largest);
      }
    for (; j < classes; j++) {
      x[j] += bias[j];
      sum += fast_exp(x[j] - largest);
    }
    normalizers[row] = largest + logf(sum + sum_lanes(lanes));
  }
}

static void add_probabilities(int64_t rows, int64_t classes, const float *restrict logits,
                              const float *restrict normalizers, float *restrict sum) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict x = logits + row * classes;
    float *restrict y = sum + row * classes;
    for (int64_t j = 0; j < classes; j++) {
      float a = x[j] - normalizers[row], b = y[j];
      float larger = a > b ? a : b, smaller = a > b ? b : a;
      float both = larger + log_of_one_plus(fast_exp(smaller - larger));
      y[j] = smaller == -__builtin_inff() ? larger : both;
    }
  }
}

static void argmax(int64_t rows, int64_t classes, const float *restrict logits,
                   const float *restrict bias, int32_t *restrict indices) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict x = logits + row * classes;
    float largest = largest_logit(classes, x, bias);
    int32_t index = 0;
    while (index + 1 < classes && x[index] + bias[index] != largest) index++;
    indices[row] = index;
  }
}

enum { SEARCH_BLOCK = 64 };

INLINE int is_any_above(float limit, const float *restrict x) {
  int any = 0;
  for (int l = 0; l < SEARCH_BLOCK; l++) any |= x[l] > limit;
  return any;
}

/// Skips blocks, which are nearly all, in which nothing exceeds the smallest of the largest
/// elements so far.
static void largest(int64_t rows, int64_t classes, const float *restrict matrix, int64_t count,
                    int32_t *restrict indices) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict x = matrix + row * classes;
    int32_t *restrict best = indices + row * count;
    float limit = -__builtin_inff();
    int64_t found = 0;
    for (int64_t start = 0; start < classes; start += SEARCH_BLOCK) {
      int64_t end = start + SEARCH_BLOCK < classes ? start + SEARCH_BLOCK : classes;
      if (end - start == SEARCH_BLOCK && !is_any_above(limit, x + start)) continue;
      for (int64_t j = start; j < end; j++) {
        if (!(x[j] > limit)) continue;
        int64_t place = found < count ? found++ : count - 1;
        for (; place > 0 && x[best[place - 1]] < x[j]; place--) best[place] = best[place - 1];
        best[place] = (int32_t)j;
        if (found == count) limit = x[best[count - 1]];
      }
    }
    for (; found < count; found++) best[found] = -1;
  }
}

/// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, SC 2011).
INLINE void philox(const uint32_t key[2], uint32_t counter[4]) {
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)0xD2511F53u * counter[0];
    uint64_t p1 = (uint64_t)0xCD9E8D57u * counter[2];
    uint32_t next0 = (uint32_t)(p1 >> 32) ^ counter[1] ^ k0;
    uint32_t next2 = (uint32_t)(p0 >> 32) ^ counter[3] ^ k1;
    counter[1] = (uint32_t)p1;
    counter[3] = (uint32_t)p0;
    counter[0] = next0;
    counter[2] = next2;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

/// The eight 16-bit halves of the words at counter (q, time, sentence, tensor), low half first, are
/// for the columns q, q+E, … q+7E, where E is an eighth of the columns. Neighbouring lanes then use
/// neighbouring counters.
static void dropout(int64_t rows, int64_t columns, const float *input, const uint32_t *sentences,
                    const uint32_t *times, const ck_dropout *settings, float *output) {
  enum { BLOCK = 32 };
  uint32_t halves[8][BLOCK];
  int64_t eighth = (columns + 7) / 8;
  const uint32_t threshold = settings->threshold;
  const float scale = settings->scale;
  for (int64_t row = 0; row < rows; row++) {
    const float *x = input + row * columns;
    float *y = output + row * columns;
    for (int64_t start = 0; start < eighth; start += BLOCK) {
      int64_t count = eighth - start < BLOCK ? eighth - start : BLOCK;
      for (int64_t q = 0; q < BLOCK; q++) {
        uint32_t counter[4] = {(uint32_t)(start + q), times[row], sentences[row],
                               settings->tensor};
        philox(settings->key, counter);
        for (int w = 0; w < 4; w++) {
          halves[2 * w][q] = counter[w] & 0xFFFF;
          halves[2 * w + 1][q] = counter[w] >> 16;
        }
      }
      for (int part = 0; part < 8; part++) {
        int64_t first = part * eighth + start;
        int64_t end = columns - first < count ? columns - first : count;
        INDEPENDENT
        for (int64_t q = 0; q < end; q++)
          y[first + q] = halves[part][q] < threshold ? 0.0f : x[first + q] * scale;
      }
    }
  }
}

static void add_column_sums(int64_t rows, int64_t columns, const float *restrict matrix,
                            float *restrict sum) {
  for (int64_t row = 0; row < rows; row++)
    for (int64_t j = 0; j < columns; j++) sum[j] += matrix[row * columns + j];
}

static void add(int64_t count, const float *restrict x, float *restrict y) {
  for (int64_t j = 0; j < count; j++) y[j] += x[j];
}

static double sum_of_squares(int64_t count, const float *restrict x) {
  double lanes[LANES] = {0}, sum = 0;
  int64_t j = 0;
  for (; j + LANES <= count; j += LANES)
    for (int l = 0; l < LANES; l++) lanes[l] += (double)x[j + l] * (double)x[j + l];
  for (; j < count; j++) sum += (double)x[j] * (double)x[j];
  for (int l = 0; l < LANES; l++) sum += lanes[l];
  return sum;
}

static void move_toward(int64_t count, float share, const float *restrict x, float *restrict y) {
  for (int64_t j = 0; j < count; j++) y[j] += share * (x[j] - y[j]);
}

static void keep_maxima(int64_t count, const float *restrict x, int32_t place,
                        float *restrict maxima, int32_t *restrict places) {
  for (int64_t j = 0; j < count; j++) {
    int larger = x[j] > maxima[j];
    places[j] = larger ? place : places[j];
    maxima[j] = larger ? x[j] : maxima[j];
  }
}

static void adam(int64_t count, float *restrict weights, const float *restrict gradient,
                 float *restrict mean, float *restrict variance, const ck_adam_step *step) {
  const float rate = step->learning_rate / step->correction1, scale = step->gradient_scale;
  const float beta1 = step->beta1, beta2 = step->beta2, epsilon = step->epsilon;
  const float decay = step->weight_decay, root = step->root_correction2;
  const float kept = step->kept_weights;
  for (int64_t j = 0; j < count; j++) {
    float g = gradient[j] * scale + decay * weights[j];
    float m = beta1 * mean[j] + (1.0f - beta1) * g;
    float v = beta2 * variance[j] + (1.0f - beta2) * g * g;
    mean[j] = m;
    variance[j] = v;
    weights[j] = kept * weights[j] - rate * m / (__builtin_elementwise_sqrt(v) / root + epsilon);
  }
}

static void sgd(int64_t count, float *restrict weights, const float *restrict gradient,
                float *restrict velocity, const ck_sgd_step *step) {
  const float rate = step->learning_rate, scale = step->gradient_scale;
  const float decay = step->weight_decay, momentum = step->momentum, kept = step->kept_weights;
  for (int64_t j = 0; j < count; j++) {
    float v = momentum * velocity[j] + gradient[j] * scale + decay * weights[j];
    velocity[j] = v;
    // Two statements, so that only the second becomes a fused multiply-add.
    float w = kept * weights[j];
    weights[j] = w - rate * v;
  }
}

static void adagrad(int64_t count, float *restrict weights, const float *restrict gradient,
                    float *restrict squares, const ck_adagrad_step *step) {
  const float rate = step->learning_rate, scale = step->gradient_scale;
  const float decay = step->weight_decay, epsilon = step->epsilon;
  for (int64_t j = 0; j < count; j++) {
    float g = gradient[j] * scale + decay * weights[j];
    float sum = squares[j] + g * g;
    squares[j] = sum;
    weights[j] -= rate * g / (__builtin_elementwise_sqrt(sum) + epsilon);
  }
}

/// Keeps the whole tile in registers.
static void add_panel_product(int64_t inner, const double *restrict a, const double *restrict b,
                              double *restrict tile) {
  typedef double row __attribute__((vector_size(8 * sizeof(double)), aligned(sizeof(double))));
  row sums[8];
  memcpy(sums, tile, sizeof sums);
  for (int64_t k = 0; k < inner; k++) {
    row right = *(const row *)(b + 8 * k);
    for (int i = 0; i < 8; i++) sums[i] += a[8 * k + i] * right;
  }
  memcpy(tile, sums, sizeof sums);
}

#include "kernels_vectors.h"
#include "kernels_transpose.h"
#include "kernels_float32.h"
#include "kernels_bfloat16.h"
#include "kernels_int8.h"

static void exponential(int64_t count, const float *restrict x, float *restrict y) {
  for (int64_t j = 0; j < count; j++) y[j] = fast_exp(x[j]);
}

static void hyperbolic_tangent(int64_t count, const float *restrict x, float *restrict y) {
  for (int64_t j = 0; j < count; j++) y[j] = fast_tanh(x[j]);
}

const ck_kernels JOINED(ck_kernels_, KERNEL_SET) = {
    .name = QUOTED(KERNEL_SET),
#if defined(HAS_BFLOAT16)
    .has_bfloat16 = 1,
#endif
    .lstm_forward = lstm_forward,
    .lstm_backward = lstm_backward,
    .lstm_output_forward = lstm_output_forward,
    .lstm_output_backward = lstm_output_backward,
    .gru_forward = gru_forward,
    .gru_backward = gru_backward,
    .formula_forward = formula_forward,
    .formula_backward = formula_backward,
    .activation_forward = activation_forward,
    .activation_backward = activation_backward,
    .layer_norm_forward = layer_norm_forward,
    .layer_norm_backward = layer_norm_backward,
    .attention_scores = attention_scores,
    .additive_scores = additive_scores,
    .additive_scores_backward = additive_scores_backward,
    .softmax = softmax,
    .softmax_backward = softmax_backward,
    .attention_contexts = attention_contexts,
    .attention_scatter = attention_scatter,
    .softmax_cross_entropy = softmax_cross_entropy,
    .cross_entropy = cross_entropy,
    .add_bias = add_bias,
    .add_probabilities = add_probabilities,
    .argmax = argmax,
    .largest = largest,
    .dropout = dropout,
    .add_column_sums = add_column_sums,
    .add = add,
    .sum_of_squares = sum_of_squares,
    .move_toward = move_toward,
    .keep_maxima = keep_maxima,
    .adam = adam,
    .sgd = sgd,
    .adagrad = adagrad,
    .add_panel_product = add_panel_product,
    .float32_transpose = float32_transpose,
    .float32 = {float32_pack, float32_pack_transposed, float32_product},
    .bfloat16_convert = bfloat16_convert,
    .bfloat16_convert_transposed = bfloat16_convert_transposed,
    .bfloat16 = {bfloat16_pack, bfloat16_pack_transposed, bfloat16_product},
    .int8_pack = int8_pack,
    .int8_quantize = int8_quantize,
    .int8_product = int8_product,
    .exponential = exponential,
    .hyperbolic_tangent = hyperbolic_tangent,
};
