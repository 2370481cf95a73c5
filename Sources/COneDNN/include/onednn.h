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

/// oneDNN's version, as in 2.6.3.
void odnn_version(int *major, int *minor, int *patch);

#pragma clang assume_nonnull end
