// SPDX-License-Identifier: Apache-2.0
//
// The choice of kernels. A table, not `target_clones`, whose resolver runs before the thread
// sanitizer is ready and crashes under it.

#include <stdlib.h>
#include <string.h>

#include "kernels.h"

extern const ck_kernels ck_kernels_plain;

static int always(void) { return 1; }

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
#elif defined(__aarch64__)
#include <sys/auxv.h>

extern const ck_kernels ck_kernels_neon;
extern const ck_kernels ck_kernels_neonbf16;

static int has_neonbf16(void) { return (getauxval(AT_HWCAP2) & HWCAP2_BF16) != 0; }
#endif

/// The best first.
static const struct {
  const ck_kernels *kernels;
  int (*are_supported)(void);
} sets[] = {
#if defined(__x86_64__)
    {&ck_kernels_avx512bf16, has_avx512bf16},
    {&ck_kernels_avx512vnni, has_avx512vnni},
    {&ck_kernels_avx512, has_avx512},
    {&ck_kernels_avx2, has_avx2},
#elif defined(__aarch64__)
    {&ck_kernels_neonbf16, has_neonbf16},
    {&ck_kernels_neon, always},
#endif
    {&ck_kernels_plain, always},
};

enum { SETS = sizeof sets / sizeof *sets };

const ck_kernels *ck_named(const char *name) {
  for (int i = 0; i < SETS; i++)
    if (strcmp(sets[i].kernels->name, name) == 0)
      return sets[i].are_supported() ? sets[i].kernels : NULL;
  return NULL;
}

const ck_kernels *ck_best(void) {
  const char *wanted = getenv("DRAGOMAN_KERNELS");
  const ck_kernels *kernels = wanted ? ck_named(wanted) : NULL;
  for (int i = 0; !kernels; i++)
    if (sets[i].are_supported()) kernels = sets[i].kernels;
  return kernels;
}
