// SPDX-License-Identifier: Apache-2.0

import CLAPACKE

/// Solves linear equations with a positive definite matrix `[order, order]`. Returns the solution of
/// each right-hand side, `[count, order]`.
func solution(
  of matrix: consuming [Double], order: Int, _ right: consuming [Double]
) -> [Double] {
  let (n, count) = (Int32(order), Int32(right.count / max(order, 1)))
  let upper = CChar(UInt8(ascii: "U"))
  let code = unsafe LAPACKE_dposv(LAPACK_COLUMN_MAJOR, upper, n, count, &matrix, n, &right, n)
  precondition(code == 0, "a positive definite matrix")
  return right
}
