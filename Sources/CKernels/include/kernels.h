// SPDX-License-Identifier: Apache-2.0
//
// The kernels of training and search, compiled once per instruction set. Matrices are row-major;
// `rows × hidden` means that many contiguous floats.
#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

/// The settings of one step of an optimizer. `gradient_scale` includes clipping.
typedef struct {
  float learning_rate;
  float gradient_scale;
  float weight_decay;
  /// The factor of the weights before the step; less than 1 for decoupled weight decay.
  float kept_weights;
  float beta1, beta2, epsilon;
  /// 1 - beta1^t and sqrt(1 - beta2^t) at step t.
  float correction1, root_correction2;
} ck_adam_step;

typedef struct {
  float learning_rate;
  float gradient_scale;
  float weight_decay;
  /// The factor of the weights before the step; less than 1 for decoupled weight decay.
  float kept_weights;
  float momentum;
} ck_sgd_step;

typedef struct {
  float learning_rate;
  float gradient_scale;
  float weight_decay;
  float epsilon;
} ck_adagrad_step;

/// Philox4x32-10 with this key; the counter of a row is (column block, time, sentence, tensor).
typedef struct {
  uint32_t key[2];
  uint32_t tensor;
  /// An element is dropped if its 16 random bits are below this.
  uint32_t threshold;
  /// 1 / (1 - threshold / 65536).
  float scale;
} ck_dropout;

/// The number of output columns in a panel of packed weights.
enum { CK_FLOAT32_PANEL = 64 };

/// The same for 8-bit weights, and the number of rows whose bytes are adjacent.
enum { CK_INT8_PANEL = 64, CK_INT8_QUAD = 4 };

/// Products with a packed right factor, in one precision. Each of its 32-bit words holds one or
/// more neighbours in the inner dimension.
typedef struct {
  /// Packs `weights` [inner, outer], whose rows start `stride` floats apart, one panel of columns
  /// after another: [⌈outer / PANEL⌉, words of the inner dimension, PANEL].
  void (*pack)(int64_t inner, int64_t outer, int64_t stride, const float *weights, void *packed);

  /// Packs the transpose of `weights` [outer, inner], whose rows start `stride` floats apart.
  void (*pack_transposed)(int64_t inner, int64_t outer, int64_t stride, const float *weights,
                          void *packed);

  /// y [rows, outer] = x [rows, inner] · packed, or y += if `accumulate`; `inner` counts words. The
  /// rows of `x` and `y` start `x_stride` words and `y_stride` floats apart.
  void (*product)(int64_t rows, int64_t inner, int64_t outer, int64_t x_stride, const void *x,
                  const void *packed, int accumulate, int64_t y_stride, float *y);
} ck_products;

/// tanh(x), max(0, x) or 1 / (1 + e^−x).
typedef enum { CK_TANH, CK_RELU, CK_SIGMOID } ck_activation;

/// An operation of a cell's formula. The operand of the first three is the gate `first`; that of
/// the states is none; those of the others are the values of earlier operations.
typedef enum {
  /// The products of a gate with the input and with the hidden state, and their biases.
  CK_GATE_SUM,
  /// One of the two products and its bias.
  CK_GATE_INPUT,
  CK_GATE_HIDDEN,
  /// The states of the step before.
  CK_HIDDEN_STATE,
  CK_CELL_STATE,
  CK_APPLY_TANH,
  CK_APPLY_RELU,
  CK_APPLY_SIGMOID,
  /// 1 − first
  CK_COMPLEMENT,
  CK_ADD,
  CK_MULTIPLY
} ck_operation_kind;

typedef struct {
  ck_operation_kind kind;
  int32_t first, second;
} ck_operation;

/// The formula of a recurrent cell.
typedef struct {
  int64_t count, gates;
  const ck_operation *operations;
  /// The operations whose values are the new states; `cell` is −1 without a cell state.
  int64_t hidden, cell;
} ck_formula;

typedef struct {
  const char *name;
  /// 1 if the instruction set multiplies bfloat16 numbers faster than float32.
  int has_bfloat16;

  /// One step of an LSTM cell, gate order i, f, g, o. `gates` [rows, 4·hidden]: in, the products
  /// without bias; out, the activated gates. `cell_out` may be `cell_in`.
  void (*lstm_forward)(int64_t rows, int64_t hidden, float *gates, const float *bias,
                       const float *cell_in, float *cell_out, float *hidden_out);

  /// `gates` [rows, 4·hidden]: in, the activated gates; out, the gradient of their products.
  /// `d_cell`: in, the gradient of `cell_out` from later steps; out, the gradient of `cell_in`.
  void (*lstm_backward)(int64_t rows, int64_t hidden, float *gates, const float *cell_in,
                        const float *cell_out, const float *d_hidden, float *d_cell);

  /// The output of an LSTM whose cell state is normalized first: hidden_out = o · tanh(squashed),
  /// where o is the output gate in the activated `gates`. `squashed` [rows, hidden] is overwritten
  /// with its tanh.
  void (*lstm_output_forward)(int64_t rows, int64_t hidden, const float *gates, float *squashed,
                              float *hidden_out);

  /// `squashed`: in, the tanh; out, the gradient of its argument. `d_hidden`: in, the gradient of
  /// `hidden_out`; out, that of the output gate's products.
  void (*lstm_output_backward)(int64_t rows, int64_t hidden, const float *gates, float *squashed,
                               float *d_hidden);

  /// One step of a GRU cell, gate order r, z, n. `gates` [rows, 3·hidden]: in, the products with
  /// the input; out, the activated gates. `products` [rows, 3·hidden]: in, the products with
  /// `hidden_in`; out, the last third includes its bias.
  void (*gru_forward)(int64_t rows, int64_t hidden, float *gates, const float *bias,
                      float *products, const float *hidden_bias, const float *hidden_in,
                      float *hidden_out);

  /// `gates` and `products`: in, as `gru_forward` left them; out, the gradients of the products.
  /// `d_hidden_in`: out, the part of `hidden_in`'s gradient that does not pass through the
  /// products.
  void (*gru_backward)(int64_t rows, int64_t hidden, float *gates, float *products,
                       const float *hidden_in, const float *d_hidden, float *d_hidden_in);

  /// One step of a cell with a formula. `gates` and `products` [rows, gates·hidden] are the products
  /// with the input and with `hidden_in`; `products` is NULL if they are already added to `gates`.
  /// `scratch` has room for the values of all operations: [count, hidden]. `cell_out` may be
  /// `cell_in`, and `hidden_out` may be `hidden_in`. Without a cell state, `cell_in` and `cell_out`
  /// are not used.
  void (*formula_forward)(int64_t rows, int64_t hidden, const ck_formula *formula,
                          const float *gates, const float *bias, const float *_Nullable products,
                          const float *_Nullable hidden_bias, const float *hidden_in,
                          const float *cell_in, float *cell_out, float *hidden_out,
                          float *scratch);

  /// `gates` and `products`: in, as `formula_forward` had them; out, the gradients of the products.
  /// `d_cell`: in, the gradient of `cell_out` from later steps; out, the gradient of `cell_in`.
  /// `d_hidden_in`: out, the part of `hidden_in`'s gradient that does not pass through the
  /// products. `scratch` is [2·count, hidden].
  void (*formula_backward)(int64_t rows, int64_t hidden, const ck_formula *formula, float *gates,
                           const float *bias, float *_Nullable products,
                           const float *_Nullable hidden_bias, const float *hidden_in,
                           const float *cell_in, const float *d_hidden, float *d_hidden_in,
                           float *d_cell, float *scratch);

  /// y = f(x + bias) for the activation f; [rows, columns]. `y` may be `x`.
  void (*activation_forward)(int64_t rows, int64_t columns, ck_activation activation,
                             const float *x, const float *bias, float *y);

  /// Writes the gradient of x to `dx`, which may be `dy`.
  void (*activation_backward)(int64_t rows, int64_t columns, ck_activation activation,
                              const float *y, const float *dy, float *dx);

  /// y = gain · normalized, where `normalized` is each row of `x` [rows, columns] minus its mean,
  /// divided by its standard deviation (ε 1e-5). `y` may be `x`.
  void (*layer_norm_forward)(int64_t rows, int64_t columns, const float *x, const float *gain,
                             float *normalized, float *inverse_deviations, float *y);

  /// `normalized`: in, as `layer_norm_forward` left it; out, each row's term of the gradient of
  /// `gain`. `d_x` may be `d_y`.
  void (*layer_norm_backward)(int64_t rows, int64_t columns, const float *gain, float *normalized,
                              const float *inverse_deviations, const float *d_y, float *d_x);

  /// scores [queries, keys] = scale · q · kᵀ, for q [queries, width] and k [keys, width].
  void (*attention_scores)(int64_t queries, int64_t keys, int64_t width, float scale,
                           const float *q, const float *k, float *scores);

  /// scores [queries, keys] = vector · tanh(q + k) for each query and key.
  void (*additive_scores)(int64_t queries, int64_t keys, int64_t width, const float *vector,
                          const float *q, const float *k, float *scores);

  /// Adds to the gradients of `vector`, `q` and `k`.
  void (*additive_scores_backward)(int64_t queries, int64_t keys, int64_t width,
                                   const float *vector, const float *q, const float *k,
                                   const float *d_scores, float *d_vector, float *d_q,
                                   float *d_k);

  /// Replaces each row of `x` [rows, columns] by its softmax.
  void (*softmax)(int64_t rows, int64_t columns, float *x);

  /// `d`: in, the gradient of the softmax `probabilities`; out, `scale` times that of its argument.
  void (*softmax_backward)(int64_t rows, int64_t columns, float scale,
                           const float *probabilities, float *d);

  /// contexts [queries, width] = a [queries, keys] · values [keys, width].
  void (*attention_contexts)(int64_t queries, int64_t keys, int64_t width, const float *a,
                             const float *values, float *contexts);

  /// values [keys, width] += aᵀ · x, for a [queries, keys] and x [queries, width].
  void (*attention_scatter)(int64_t queries, int64_t keys, int64_t width, const float *a,
                            const float *x, float *values);

  /// `logits` [rows, classes]: in, without bias; out, the gradient of `scale` times the summed
  /// loss, where the target has the probability 1 − `smoothing` and all classes share the rest
  /// evenly. Returns the sum of the rows' negative log-likelihoods, without smoothing.
  double (*softmax_cross_entropy)(int64_t rows, int64_t classes, float *logits, const float *bias,
                                  const int32_t *targets, float scale, float smoothing);

  /// Writes each row's negative log-likelihood; does not change `logits`.
  void (*cross_entropy)(int64_t rows, int64_t classes, const float *logits, const float *bias,
                        const int32_t *targets, float *losses);

  /// logits += bias; writes log(Σ exp(logits)) of each row.
  void (*add_bias)(int64_t rows, int64_t classes, float *logits, const float *bias,
                   float *normalizers);

  /// sum = log(exp(sum) + exp(logits - normalizer)), elementwise, with a normalizer for each row.
  void (*add_probabilities)(int64_t rows, int64_t classes, const float *logits,
                            const float *normalizers, float *sum);

  /// The index of the largest of `logits + bias` in each row, the lowest among equals.
  void (*argmax)(int64_t rows, int64_t classes, const float *logits, const float *bias,
                 int32_t *indices);

  /// The indices of the `count` largest elements of each row, `indices` [rows, count], in
  /// decreasing order of the elements; ties are in order of the indices. -1 if fewer are above
  /// -infinity.
  void (*largest)(int64_t rows, int64_t classes, const float *x, int64_t count, int32_t *indices);

  /// output[r, c] = dropped ? 0 : input[r, c] · scale. `output` may be `input`.
  void (*dropout)(int64_t rows, int64_t columns, const float *input, const uint32_t *sentences,
                  const uint32_t *times, const ck_dropout *dropout, float *output);

  /// sum[c] += Σ_r matrix[r, c]
  void (*add_column_sums)(int64_t rows, int64_t columns, const float *matrix, float *sum);

  /// y += x
  void (*add)(int64_t count, const float *x, float *y);

  /// y += share (x - y)
  void (*move_toward)(int64_t count, float share, const float *x, float *y);

  /// Where x > maxima: maxima = x, places = place.
  void (*keep_maxima)(int64_t count, const float *x, int32_t place, float *maxima, int32_t *places);

  double (*sum_of_squares)(int64_t count, const float *x);

  /// Updates the weights from the gradient.
  void (*adam)(int64_t count, float *weights, const float *gradient, float *mean, float *variance,
               const ck_adam_step *step);

  /// Updates the weights from the gradient.
  void (*sgd)(int64_t count, float *weights, const float *gradient, float *velocity,
              const ck_sgd_step *step);

  /// Updates the weights and the sum of squares from the gradient.
  void (*adagrad)(int64_t count, float *weights, const float *gradient, float *squares,
                  const ck_adagrad_step *step);

  /// tile [8, 8] += aᵀ · b, for a and b [inner, 8].
  void (*add_panel_product)(int64_t inner, const double *a, const double *b, double *tile);

  /// y [columns, rows] = the transpose of x [rows, columns]; their rows start `x_stride` and
  /// `y_stride` floats apart.
  void (*float32_transpose)(int64_t rows, int64_t columns, int64_t x_stride, const float *x,
                            int64_t y_stride, float *y);

  ck_products float32;

  /// Rounds each row of `x` [rows, columns], whose rows start `stride` floats apart, to bfloat16.
  /// Each word is a pair of neighbours, the first in the lower half: [rows, ⌈columns / 2⌉], padded
  /// with a zero if the number is odd.
  void (*bfloat16_convert)(int64_t rows, int64_t columns, int64_t stride, const float *x,
                           uint32_t *pairs);

  /// The same for the transpose of `x` [rows, columns]: [columns, ⌈rows / 2⌉].
  void (*bfloat16_convert_transposed)(int64_t rows, int64_t columns, int64_t stride, const float *x,
                                      uint32_t *pairs);

  /// Factors rounded to bfloat16, sums in float32; words are pairs of neighbours.
  ck_products bfloat16;

  /// Rounds `weights` [outer, inner] to 8 bits, each row with its own scale: w ≈ (byte − 128) ·
  /// scale. `packed` holds one panel of columns of the transpose after another, [⌈outer / PANEL⌉,
  /// ⌈inner / QUAD⌉, PANEL, QUAD]. The caller fills it with 128, a weight of zero, for the padding.
  void (*int8_pack)(int64_t outer, int64_t inner, const float *weights, uint8_t *packed,
                    float *scales);

  /// Rounds each row of `x` [rows, columns] to 8 bits with its own scale: x ≈ byte · scale.
  /// `quantized` is [rows, stride], padded with zeros; `sums` are the sums of each row's bytes.
  void (*int8_quantize)(int64_t rows, int64_t columns, int64_t stride, const float *x,
                        int8_t *quantized, float *scales, int32_t *sums);

  /// y [rows, outer] = x · packed, or y += if `accumulate`, for the results of `int8_quantize` and
  /// `int8_pack`. The stride of `x` [rows, stride] is at least the inner size, rounded up to a
  /// multiple of QUAD. The rows of `y` start `y_stride` floats apart.
  void (*int8_product)(int64_t rows, int64_t inner, int64_t outer, int64_t stride, const int8_t *x,
                       const float *x_scales, const int32_t *x_sums, const uint8_t *packed,
                       const float *w_scales, int accumulate, int64_t y_stride, float *y);

  /// y = exp(x) and y = tanh(x), as the kernels above compute them; for tests of their accuracy.
  void (*exponential)(int64_t count, const float *x, float *y);
  void (*hyperbolic_tangent)(int64_t count, const float *x, float *y);
} ck_kernels;

/// Tells the processor that this is a spin-wait loop.
static inline void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

/// The best kernels for this CPU. The environment variable DRAGOMAN_KERNELS (plain, avx2, avx512,
/// avx512vnni, avx512bf16, amx; neon, neonbf16) selects others.
const ck_kernels *ck_best(void);

/// The kernels called `name`; NULL if there are none of that name or the CPU does not support them.
const ck_kernels *_Nullable ck_named(const char *name);

#pragma clang assume_nonnull end
