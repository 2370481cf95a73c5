// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Layers

/// The gradient in Elman networks whose recurrent matrices are σ times an orthogonal one, so that all
/// their singular values are σ (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent
/// neural networks", 2013).
///
/// In a resting network, whose states are 0, the derivative of tanh is 1, and each step back multiplies
/// the gradient by σ: it vanishes below 1, survives at 1 and explodes above. The states of a driven
/// network, which reads random inputs, are not 0; there tanh makes the gradient smaller.
package struct SigmaSweep: Sendable {
  package struct Series: Sendable {
    package let sigma: Double
    /// The norm of a gradient that is 1 at the last step.
    package let resting, driven: DistanceMeans
  }

  package let series: [Series]

  package static let (units, steps, sequences) = (64, 100, 20)
  /// The standard deviation of a driven network's inputs.
  package static let deviation: Float = 0.1
  /// The values of σ for which the norm fits in single precision at every step.
  package static let sigmas = 0.4...2.4

  package init(_ sigmas: [Double]) {
    let network = ElmanNetwork()
    series = sigmas.map { sigma in
      Series(
        sigma: sigma, resting: network.norms(sigma, inputDeviation: 0),
        driven: network.norms(sigma, inputDeviation: Self.deviation))
    }
  }
}

/// A network without output: its loss is a random direction of the last state.
private struct ElmanNetwork {
  private let layout: ParameterLayout
  private let layer: RecurrentLayer
  /// An orthogonal matrix, `[H, H]`.
  private let directions: [[Double]]
  private let inputs, dLast: [Float]

  init() {
    let size = SigmaSweep.units
    var layout = ParameterLayout()
    layer = RecurrentLayer(
      &layout, name: "rnn", layer: 0, cell: .tanh, inputSize: size, hiddenSize: size)
    self.layout = layout
    var random = Philox(seed: 1, purpose: RandomPurpose.sigmaSweep).sequence
    func normal(_ count: Int) -> [Float] { (0..<count).map { _ in random.nextNormal() } }
    directions = orthonormal((0..<size).map { _ in normal(size).map(Double.init) })
    inputs = normal((SigmaSweep.steps + 1) * SigmaSweep.sequences * size)
    dLast = (0..<SigmaSweep.sequences).flatMap { _ in
      unit(normal(size).map(Double.init)).map { Float($0) }
    }
  }

  /// Returns the norms of the gradient at the distances from 0 on.
  func norms(_ sigma: Double, inputDeviation: Float) -> DistanceMeans {
    let (size, sequences) = (SigmaSweep.units, SigmaSweep.sequences)
    let parameters = ParameterBuffer(layout)
    for row in 0..<size {
      parameters[layer.inputWeight][row, row] = 1
      for column in 0..<size {
        parameters[layer.hiddenWeight][row, column] = Float(sigma * directions[row][column])
      }
    }
    let lengths = PackedLengths([Int](repeating: SigmaSweep.steps + 1, count: sequences))
    let observer = StateGradientObserver(
      [ObservedLayer(number: 1, readsBackward: false, recurrent: layer)], lengths,
      upTo: SigmaSweep.steps)
    let pass = Pass(
      Weights(parameters), Workspace(), observer: observer, into: GradientTerms(layout))
    let input = pass.arena.matrix(rows: lengths.rows, columns: size)
    input.copy(from: inputs.map { $0 * inputDeviation })
    let saved = layer.forward(LayerInput(input), lengths, initial: nil, pass)
    let dState = layer.zeroState(rows: sequences, pass)
    dState.hidden.copy(from: dLast)
    _ = layer.backward(
      pass.arena.zeros(rows: lengths.rows, columns: size), dState, saved, lengths, pass)
    return observer.gradients[0].hidden
  }
}

/// Returns orthonormal vectors of the same span (the Gram–Schmidt process, twice against rounding).
private func orthonormal(_ vectors: [[Double]]) -> [[Double]] {
  var found: [[Double]] = []
  for vector in vectors {
    var rest = vector
    for direction in found + found {
      let share = zip(rest, direction).reduce(0) { $0 + $1.0 * $1.1 }
      for index in rest.indices { rest[index] -= share * direction[index] }
    }
    found.append(unit(rest))
  }
  return found
}

private func unit(_ vector: [Double]) -> [Double] {
  let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return vector.map { $0 / norm }
}
