// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define KERNEL_SET avx512
#define HAS_FMA
#define HAS_INT16_MADD
#define VECTOR_BYTES 64
#define TILE_VECTORS 4
#define TILE_HEIGHT 6
#include "kernels_body.h"
#pragma clang attribute pop

#endif
