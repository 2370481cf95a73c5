#pragma once
// lapacke.h declares the complex types with `_Complex`, which Swift cannot import; declare only what is used.
#include <stdint.h>

/// Eigenvalues (ascending) and eigenvectors of a real symmetric matrix, by divide and conquer.
/// http://www.netlib.org/lapack/explore-html/ (`dsyevd`)
int32_t LAPACKE_dsyevd(int layout, char job, char triangle, int32_t n, double *a, int32_t stride,
                       double *eigenvalues);
