// SPDX-License-Identifier: Apache-2.0
//
// The choice of kernels. A table is used instead of `target_clones`, because the resolver of the
// latter runs before the thread sanitizer is ready and crashes under it.

// Declares `syscall`.
#define _DEFAULT_SOURCE

#include <stdlib.h>
#include <string.h>

#include "kernels.h"

extern const ck_kernels ck_kernels_plain;

static int always(void) { return 1; }

#if defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

extern const ck_kernels ck_kernels_avx2;
extern const ck_kernels ck_kernels_avx512;
extern const ck_kernels ck_kernels_avx512vnni;
extern const ck_kernels ck_kernels_avx512bf16;
extern const ck_kernels ck_kernels_amx;

static int has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

static int has_avx512(void) {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}

static int has_avx512vnni(void) { return has_avx512() && __builtin_cpu_supports("avx512vnni"); }

static int has_avx512bf16(void) {
  return has_avx512vnni() && __builtin_cpu_supports("avx512bf16");
}

/// Asks Linux for permission to use the tile registers; it grants this once for all threads of a
/// process, or refuses if it cannot.
static int may_use_tiles(void) {
  enum { ARCH_REQ_XCOMP_PERM = 0x1023, XFEATURE_XTILEDATA = 18 };
  return syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) == 0;
}

static int has_amx(void) {
  enum { AMX_BF16 = 1 << 22, AMX_TILE = 1 << 24 };
  unsigned a, b, c, features = 0;
  return has_avx512bf16() && __get_cpuid_count(7, 0, &a, &b, &c, &features) &&
         (features & AMX_BF16) && (features & AMX_TILE) && may_use_tiles();
}
#elif defined(__aarch64__)
#include <sys/auxv.h>

extern const ck_kernels ck_kernels_neon;
extern const ck_kernels ck_kernels_neonbf16;

static int has_neonbf16(void) { return (getauxval(AT_HWCAP2) & HWCAP2_BF16) != 0; }
#endif

/// The best ones first.
static const struct {
  const ck_kernels *kernels;
  int (*are_supported)(void);
} sets[] = {
#if defined(__x86_64__)
    {&ck_kernels_amx, has_amx},
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
