// SPDX-License-Identifier: Apache-2.0

package import Compute

/// Layer normalization of rows, with a gain but no bias (Ba, Kiros and Hinton, "Layer
/// normalization", 2016): `torch.nn.LayerNorm(C, bias=False)`.
package struct LayerNorm: Sendable {
  /// `[C]`
  package let gain: ParameterSlot

  package init(_ layout: inout ParameterLayout, name: String, size: Int) {
    gain = layout.claimVector("\(name).weight", count: size)
  }

  /// The values of each row that `forward` keeps for `backward`.
  package struct Saved {
    /// `[N, C]` and `[N, 1]`
    fileprivate let normalized, inverseDeviations: MatrixView

    package func rows(_ range: Range<Int>) -> Saved {
      Saved(
        normalized: normalized.rows(range), inverseDeviations: inverseDeviations.rows(range))
    }
  }

  /// Allocates memory for `rows` rows.
  package func saved(rows: Int, _ pass: Pass) -> Saved {
    Saved(
      normalized: pass.arena.matrix(rows: rows, columns: gain.columns),
      inverseDeviations: pass.arena.matrix(rows: rows, columns: 1))
  }

  /// Normalizes `x` `[N, C]` into `y`, which may be `x`.
  package func forward(
    _ x: MatrixView, into y: MatrixView, _ saved: Saved, _ pass: Pass
  ) {
    pass.kernels.layerNormForward(
      x, gain: pass[gain], normalized: saved.normalized,
      inverseDeviations: saved.inverseDeviations, into: y)
  }

  /// Writes the gradient of x to `dX`, which may be `dY`. The rows in `saved` are overwritten with
  /// terms of the gain's gradient.
  package func backward(
    _ dY: MatrixView, into dX: MatrixView, _ saved: Saved, _ pass: Pass
  ) {
    pass.kernels.layerNormBackward(
      dY, gain: pass[gain], normalized: saved.normalized,
      inverseDeviations: saved.inverseDeviations, into: dX)
  }

  /// Adds the gradient terms that `backward` left in all rows.
  package func addGradient(_ saved: Saved, _ pass: Pass) {
    pass.add(.columnSums(saved.normalized), to: gain)
  }
}
