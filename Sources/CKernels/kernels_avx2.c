// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define KERNEL_SET avx2
#define HAS_FMA
#define HAS_INT16_MADD
#define VECTOR_BYTES 32
#define TILE_VECTORS 2
#define TILE_HEIGHT 6
#include "kernels_body.h"
#pragma clang attribute pop

#endif
