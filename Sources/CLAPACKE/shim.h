#pragma once
// lapacke.h declares the complex types with `_Complex`, which Swift cannot import; declare only
// what is used.
#include <stdint.h>

/// LAPACK's constant for matrices stored column by column.
static const int32_t LAPACK_COLUMN_MAJOR = 102;

/// Computes eigenvalues (ascending) and eigenvectors of a real symmetric matrix: all, or the
/// `first`th to the `last`th, from 1. `a` is overwritten; `eigenvalues` has n elements, `support`
/// two per vector. http://www.netlib.org/lapack/explore-html/ (`dsyevr`)
int32_t LAPACKE_dsyevr(int32_t layout, char job, char range, char triangle, int32_t n, double *a,
                       int32_t stride, double above, double up_to, int32_t first, int32_t last,
                       double tolerance, int32_t *found, double *eigenvalues, double *vectors,
                       int32_t vectors_stride, int32_t *support);

/// Solves linear equations with a positive definite matrix `a` [n, n], of which it reads one triangle
/// and which is overwritten. `b` [n, count] holds the right-hand sides, and then the solutions.
/// http://www.netlib.org/lapack/explore-html/ (`dposv`)
int32_t LAPACKE_dposv(int32_t layout, char triangle, int32_t n, int32_t count, double *a,
                      int32_t a_stride, double *b, int32_t b_stride);
