// SPDX-License-Identifier: Apache-2.0

#if defined(__aarch64__)

#include <arm_neon.h>
#include <math.h>

#pragma clang attribute push(__attribute__((target("bf16"))), apply_to = function)
#define KERNEL_SET neonbf16
#define HAS_FMA
#define VECTOR_BYTES 16
#define TILE_VECTORS 4
#define TILE_HEIGHT 6
#define HAS_BFLOAT16
#include "kernels_body.h"
#pragma clang attribute pop

#endif
