// SPDX-License-Identifier: Apache-2.0

#define KERNEL_SET plain
#include "kernels_body.h"
