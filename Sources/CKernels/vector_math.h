// SPDX-License-Identifier: Apache-2.0
//
// exp, tanh and the logistic function without branches or calls, so that loops over them vectorize.
// Included once per instruction set.

#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

INLINE float power_of_two(int32_t n) {
  uint32_t bits = (uint32_t)(n + 127) << 23;
  float result;
  memcpy(&result, &bits, sizeof result);
  return result;
}

/// 2^n · e^r for x = n · ln2 + r, |r| ≤ ln2/2. Returns e^r, from a polynomial of degree 7 (Taylor,
/// error below 1 ulp there); the caller scales it by 2^`n`. `n` is undefined if x is NaN.
INLINE float reduced_exp(float x, int32_t *n) {
  // Adding and subtracting 1.5·2^23 rounds to the nearest integer.
  float shifted = x * 1.44269504088896341f + 12582912.0f;
  float rounded = shifted - 12582912.0f;
  float r = x - rounded * 0.693359375f;
  r = r + rounded * 2.12194440e-4f;
  float p = 1.0f / 5040;
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  // The low bits of 1.5·2^23 + n are those of 1.5·2^23, plus n.
  uint32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  *n = (int32_t)(bits - 0x4B400000u);
  return p * r * r + r + 1.0f;
}

/// e^x; 0 below −87.3, where the result would be subnormal, and +infinity above 88.7.
INLINE float fast_exp(float x) {
  int32_t n;
  float p = reduced_exp(x < -88.0f ? -88.0f : (x > 89.0f ? 89.0f : x), &n);
  // Two factors, because 2^n itself overflows at the upper end.
  int32_t half = n >> 1;
  float y = p * power_of_two(half) * power_of_two(n - half);
  y = x < -87.33654f ? 0.0f : y;
  y = x > 88.72283f ? __builtin_inff() : y;
  return x != x ? x : y;
}

/// log(1 + x) for 0 ≤ x ≤ 1, by the series of 2 · artanh(x / (2 + x)).
INLINE float log_of_one_plus(float x) {
  float s = x / (2.0f + x), z = s * s;
  float p = 1.0f / 13;
  p = p * z + 1.0f / 11;
  p = p * z + 1.0f / 9;
  p = p * z + 1.0f / 7;
  p = p * z + 1.0f / 5;
  p = p * z + 1.0f / 3;
  return 2.0f * (s + s * z * p);
}

/// e^x for |x| ≤ 87, and the value at the nearest bound beyond, without a branch.
INLINE float bounded_exp(float x) {
  int32_t n;
  float p = reduced_exp(x < -87.0f ? -87.0f : (x > 87.0f ? 87.0f : x), &n);
  return p * power_of_two(n);
}

/// 1 / x for 1 ≤ x < 2^126. With fused multiply-add, an estimate from the bits and three Newton
/// steps, the last of which rounds well, take a quarter of the time of a division.
INLINE float reciprocal(float x) {
#if defined(HAS_FMA)
  int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  bits = 0x7EF311C7 - bits;
  float y;
  memcpy(&y, &bits, sizeof y);
  y = y * (2.0f - x * y);
  y = y * (2.0f - x * y);
  return y + y * (1.0f - x * y);
#else
  return 1.0f / x;
#endif
}

/// 1 / (1 + e^−x); 0 if that would be subnormal.
INLINE float fast_sigmoid(float x) {
  float y = reciprocal(1.0f + bounded_exp(-x));
  return x < -87.0f ? 0.0f : y;
}

/// tanh: for small |x|, where the exponential form would cancel, by its odd power series
/// (coefficients of Cephes, Moshier 1992); otherwise by e^(2|x|).
INLINE float fast_tanh(float x) {
  float magnitude = __builtin_fabsf(x);
  float large = 1.0f - 2.0f * reciprocal(bounded_exp(2.0f * magnitude) + 1.0f);
  float z = x * x;
  float p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  float small = p * z * magnitude + magnitude;
  return __builtin_copysignf(magnitude < 0.625f ? small : large, x);
}
