#pragma once
// lapacke.h declares the complex types with `_Complex`, which Swift cannot import; declare only what is used.
#include <stdint.h>

/// LAPACK's and BLAS's word for matrices stored column by column.
static const int32_t LAPACK_COLUMN_MAJOR = 102;
/// CBLAS's words for an operand as it is, an operand transposed, and the upper triangle.
static const int32_t CBLAS_AS_IS = 111, CBLAS_TRANSPOSED = 112, CBLAS_UPPER = 121;

/// Eigenvalues (ascending) and eigenvectors of a real symmetric matrix, by divide and conquer.
/// http://www.netlib.org/lapack/explore-html/ (`dsyevd`)
int32_t LAPACKE_dsyevd(int32_t layout, char job, char triangle, int32_t n, double *a, int32_t stride,
                       double *eigenvalues);

/// `c ← alpha·a·aᵀ + beta·c`, one triangle of `c` `[n, n]` only; `a` is `[n, k]`.
/// http://www.netlib.org/blas/ (`dsyrk`)
void cblas_dsyrk(int32_t layout, int32_t triangle, int32_t transposition, int32_t n, int32_t k, double alpha,
                 const double *a, int32_t a_stride, double beta, double *c, int32_t c_stride);

/// `c ← alpha·a·b + beta·c` for `a` `[m, k]` and `b` `[k, n]`. http://www.netlib.org/blas/ (`dgemm`)
void cblas_dgemm(int32_t layout, int32_t a_transposition, int32_t b_transposition, int32_t m, int32_t n,
                 int32_t k, double alpha, const double *a, int32_t a_stride, const double *b,
                 int32_t b_stride, double beta, double *c, int32_t c_stride);
