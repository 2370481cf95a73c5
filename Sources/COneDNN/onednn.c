// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "onednn.h"

#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.h>

void odnn_use_one_thread(void) {
  // Not linked directly: builds of oneDNN without OpenMP have no such function.
  void (*set_threads)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  if (set_threads) set_threads(1);
}

void odnn_version(int *major, int *minor, int *patch) {
  const dnnl_version_t *version = dnnl_version();
  *major = version->major;
  *minor = version->minor;
  *patch = version->patch;
}

int odnn_product(bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k,
                 const float *a, int64_t a_stride, const float *b, int64_t b_stride, float beta,
                 float *c, int64_t c_stride) {
  return dnnl_sgemm(transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, 1.0f, a, a_stride, b,
                    b_stride, beta, c, c_stride);
}
