// SPDX-License-Identifier: Apache-2.0

#if defined(__aarch64__)

#include <math.h>

#define KERNEL_SET neon
#define HAS_FMA
#define VECTOR_BYTES 16
#define TILE_VECTORS 4
#define TILE_HEIGHT 6
#include "kernels_body.h"

#endif
