// SPDX-License-Identifier: Apache-2.0

package import Compute

/// tanh(x · w + b): `torch.nn.Linear` and tanh.
package struct SquashedLinear: Sendable {
  /// `[D, C]`, the transpose of PyTorch's, and `[C]`.
  package let weight: ParameterSlot
  package let bias: ParameterSlot?

  package init(
    _ layout: inout ParameterLayout, name: String, inputSize: Int, outputSize: Int,
    hasBias: Bool = true
  ) {
    weight = layout.claimTransposedMatrix(
      "\(name).weight", rows: outputSize, columns: inputSize)
    bias = hasBias ? layout.claimVector("\(name).bias", count: outputSize) : nil
  }

  package struct Saved {
    let input: MatrixView
    /// `[N, C]`
    package let output: MatrixView
  }

  /// Takes `x` `[N, D]`.
  package func forward(
    _ x: MatrixView, into output: MatrixView, _ weights: Weights, _ workspace: Workspace
  ) -> Saved {
    workspace.products.multiply(x, by: weight, of: weights, into: output)
    workspace.kernels.elmanForward(
      gates: output, bias: bias.map { weights[$0] } ?? zeros(workspace), rectified: false,
      hiddenOut: output)
    return Saved(input: x, output: output)
  }

  package func forward(
    _ x: MatrixView, _ weights: Weights, _ workspace: Workspace
  ) -> Saved {
    let output = workspace.arena.matrix(rows: x.rows, columns: weight.columns)
    return forward(x, into: output, weights, workspace)
  }

  /// Adds to `gradient`, and returns the gradient of x `[N, D]`. `dOutput` `[N, C]` is used up.
  package func backward(
    _ dOutput: MatrixView, _ saved: Saved, _ weights: Weights, into gradient: GradientTerms,
    _ workspace: Workspace
  ) -> MatrixView {
    workspace.kernels.elmanBackward(
      gates: dOutput, rectified: false, hiddenOut: saved.output, dHidden: dOutput)
    gradient.add(.product(x: saved.input, dY: dOutput), to: weight)
    if let bias { gradient.add(.columnSums(dOutput), to: bias) }
    let dX = workspace.arena.matrix(rows: saved.input.rows, columns: weight.rows)
    workspace.products.multiply(dOutput, byTransposeOf: weight, of: weights, into: dX)
    return dX
  }

  private func zeros(_ workspace: Workspace) -> MatrixView {
    workspace.arena.zeros(rows: 1, columns: weight.columns)
  }
}
