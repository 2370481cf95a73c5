// SPDX-License-Identifier: Apache-2.0
//
// The choice of kernels. A table, not `target_clones`, whose resolver runs before the thread
// sanitizer is ready and crashes under it.

#include <stdlib.h>
#include <string.h>

#include "kernels.h"

extern const ck_kernels ck_kernels_plain;

#if defined(__x86_64__)
extern const ck_kernels ck_kernels_avx2;
extern const ck_kernels ck_kernels_avx512;
extern const ck_kernels ck_kernels_avx512vnni;
extern const ck_kernels ck_kernels_avx512bf16;

static int has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

static int has_avx512(void) {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}

static int has_avx512vnni(void) { return has_avx512() && __builtin_cpu_supports("avx512vnni"); }

static int has_avx512bf16(void) {
  return has_avx512vnni() && __builtin_cpu_supports("avx512bf16");
}
#endif

const ck_kernels *ck_named(const char *name) {
  if (strcmp(name, "plain") == 0) return &ck_kernels_plain;
#if defined(__x86_64__)
  if (strcmp(name, "avx2") == 0 && has_avx2()) return &ck_kernels_avx2;
  if (strcmp(name, "avx512") == 0 && has_avx512()) return &ck_kernels_avx512;
  if (strcmp(name, "avx512vnni") == 0 && has_avx512vnni()) return &ck_kernels_avx512vnni;
  if (strcmp(name, "avx512bf16") == 0 && has_avx512bf16()) return &ck_kernels_avx512bf16;
#endif
  return NULL;
}

const ck_kernels *ck_best(void) {
  const char *wanted = getenv("DRAGOMAN_KERNELS");
  const ck_kernels *kernels = wanted ? ck_named(wanted) : NULL;
  if (!kernels) kernels = ck_named("avx512bf16");
  if (!kernels) kernels = ck_named("avx512vnni");
  if (!kernels) kernels = ck_named("avx512");
  if (!kernels) kernels = ck_named("avx2");
  if (!kernels) kernels = ck_named("plain");
  return kernels;
}
