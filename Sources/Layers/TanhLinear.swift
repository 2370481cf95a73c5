// SPDX-License-Identifier: Apache-2.0

package import Compute

/// tanh(x · w + b): `torch.nn.Linear` followed by tanh.
package struct TanhLinear: Sendable {
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
    _ x: MatrixView, _ pass: Pass
  ) -> Saved {
    let output = pass.arena.matrix(rows: x.rows, columns: weight.columns)
    let saved = Saved(input: x, output: output)
    forward(saved, pass)
    return saved
  }

  /// Computes the output of `saved` from its input.
  func forward(_ saved: Saved, _ pass: Pass) {
    pass.multiply(saved.input, by: weight, into: saved.output)
    pass.kernels.activationForward(
      saved.output, bias: bias.map { pass[$0] } ?? zeros(pass), .tanh, y: saved.output)
  }

  /// Returns the gradient of x `[N, D]`. `dOutput` `[N, C]` is overwritten with the gradient before
  /// tanh.
  package func backward(
    _ dOutput: MatrixView, _ saved: Saved, _ pass: Pass
  ) -> MatrixView {
    pass.kernels.activationBackward(dOutput, .tanh, y: saved.output, dX: dOutput)
    let dX = pass.arena.matrix(rows: saved.input.rows, columns: weight.rows)
    pass.multiply(dOutput, byTransposeOf: weight, into: dX)
    return dX
  }

  /// Adds the gradient terms of the parameters; `dOutput` is as `backward` left it.
  package func addGradients(
    _ dOutput: MatrixView, _ saved: Saved, _ pass: Pass
  ) {
    pass.add(.product(x: saved.input, dY: dOutput), to: weight)
    if let bias { pass.add(.columnSums(dOutput), to: bias) }
  }

  private func zeros(_ pass: Pass) -> MatrixView {
    pass.arena.zeros(rows: 1, columns: weight.columns)
  }
}
