// SPDX-License-Identifier: Apache-2.0

package import Compute

/// tanh(x · w + b): `torch.nn.Linear` followed by tanh.
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

    func rows(_ range: Range<Int>) -> Saved {
      Saved(input: input.rows(range), output: output.rows(range))
    }
  }

  /// Computes the output of `x` `[N, D]`.
  package func forward(
    _ x: MatrixView, _ weights: Weights, _ workspace: Workspace
  ) -> Saved {
    let output = workspace.arena.matrix(rows: x.rows, columns: weight.columns)
    let saved = Saved(input: x, output: output)
    forward(saved, weights, workspace)
    return saved
  }

  /// Computes the output of `saved` from its input.
  func forward(_ saved: Saved, _ weights: Weights, _ workspace: Workspace) {
    workspace.products.multiply(saved.input, by: weight, of: weights, into: saved.output)
    workspace.kernels.elmanForward(
      gates: saved.output, bias: bias.map { weights[$0] } ?? zeros(workspace), rectified: false,
      hiddenOut: saved.output)
  }

  /// Returns the gradient of x `[N, D]`. `dOutput` `[N, C]` is overwritten with the gradient before
  /// tanh.
  package func backward(
    _ dOutput: MatrixView, _ saved: Saved, _ weights: Weights, _ workspace: Workspace
  ) -> MatrixView {
    workspace.kernels.elmanBackward(
      gates: dOutput, rectified: false, hiddenOut: saved.output, dHidden: dOutput)
    let dX = workspace.arena.matrix(rows: saved.input.rows, columns: weight.rows)
    workspace.products.multiply(dOutput, byTransposeOf: weight, of: weights, into: dX)
    return dX
  }

  /// Adds the gradient terms of the parameters; `dOutput` is as `backward` left it.
  package func addGradients(
    _ dOutput: MatrixView, _ saved: Saved, into gradient: GradientTerms
  ) {
    gradient.add(.product(x: saved.input, dY: dOutput), to: weight)
    if let bias { gradient.add(.columnSums(dOutput), to: bias) }
  }

  private func zeros(_ workspace: Workspace) -> MatrixView {
    workspace.arena.zeros(rows: 1, columns: weight.columns)
  }
}
