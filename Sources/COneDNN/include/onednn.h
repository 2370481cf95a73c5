// SPDX-License-Identifier: Apache-2.0
//
// Single-threaded matrix products through oneDNN; compiles against its versions 2 and 3.
// Functions that return `int` return 0, or oneDNN's own status when it refused.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Keeps oneDNN to the calling thread, for all products that this thread will ask for.
void odnn_use_one_thread(void);

/// c [m, n] = op(a) · op(b) + beta · c, row-major.
int odnn_product(bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k,
                 const float *a, int64_t a_stride, const float *b, int64_t b_stride, float beta,
                 float *c, int64_t c_stride);

/// The layout in which oneDNN wants a [k, n] matrix that many products share.
typedef struct odnn_layout odnn_layout;

int odnn_layout_create(int64_t k, int64_t n, odnn_layout *_Nullable *_Nonnull layout);
void odnn_layout_destroy(odnn_layout *layout);
/// The bytes of a packed matrix.
int64_t odnn_layout_size(const odnn_layout *layout);

/// Packs the [k, n] matrix at `source`, or the transpose of the [n, k] one.
int odnn_pack(const odnn_layout *layout, const float *source, bool transpose, float *packed);

/// A product [m, k] · packed [k, n] of one `m`. For one thread at a time.
typedef struct odnn_packed_product odnn_packed_product;

int odnn_packed_product_create(const odnn_layout *layout, int64_t m, bool accumulate,
                               odnn_packed_product *_Nullable *_Nonnull product);
void odnn_packed_product_destroy(odnn_packed_product *product);
/// y [m, n] = x [m, k] · packed, or y += where the product accumulates; rows are contiguous.
int odnn_packed_product_run(odnn_packed_product *product, const float *x, const float *packed,
                            float *y);

/// oneDNN's version, as in 2.6.3.
void odnn_version(int *major, int *minor, int *patch);

#pragma clang assume_nonnull end
