// SPDX-License-Identifier: Apache-2.0
//
// exp, tanh and the logistic function without branches or calls, so that loops over them vectorize.
// Included once per instruction set.

#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

INLINE float power_of_two(int32_t n) {
  int32_t bits = (n + 127) << 23;
  float result;
  memcpy(&result, &bits, sizeof result);
  return result;
}

/// e^x by reduction to |r| ≤ ln2/2 and a polynomial of degree 7 (Taylor, error below 1 ulp there);
/// 0 below −87.3, where the result would be subnormal, and +infinity above 88.7.
INLINE float fast_exp(float x) {
  float clamped = x < -88.0f ? -88.0f : (x > 89.0f ? 89.0f : x);
  // Adding and subtracting 1.5·2^23 rounds to the nearest integer.
  float shifted = clamped * 1.44269504088896341f + 12582912.0f;
  float n = shifted - 12582912.0f;
  float r = clamped - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.0f / 5040;
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r * r + r + 1.0f;
  // Two factors, since 2^n itself overflows at the upper end.
  int32_t half = (int32_t)n >> 1;
  float y = p * power_of_two(half) * power_of_two((int32_t)n - half);
  y = x < -87.33654f ? 0.0f : y;
  y = x > 88.72283f ? __builtin_inff() : y;
  return x != x ? x : y;
}

INLINE float fast_sigmoid(float x) { return 1.0f / (1.0f + fast_exp(-x)); }

/// tanh by its odd power series for small |x| (coefficients of Cephes, Moshier 1992), where the
/// exponential form would cancel; by e^(2|x|) beyond.
INLINE float fast_tanh(float x) {
  float magnitude = __builtin_fabsf(x);
  float large = 1.0f - 2.0f / (fast_exp(2.0f * magnitude) + 1.0f);
  float z = x * x;
  float p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  float small = p * z * magnitude + magnitude;
  return __builtin_copysignf(magnitude < 0.625f ? small : large, x);
}
