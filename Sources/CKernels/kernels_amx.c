// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512vnni,avx512bf16,amx-tile,amx-bf16,avx2,fma"))), apply_to = function)
#define KERNEL_SET amx
#define HAS_FMA
#define VECTOR_BYTES 64
#define TILE_VECTORS 4
#define TILE_HEIGHT 6
#define HAS_VNNI
#define HAS_BFLOAT16
#define HAS_AMX
#include "kernels_body.h"
#pragma clang attribute pop

#endif
