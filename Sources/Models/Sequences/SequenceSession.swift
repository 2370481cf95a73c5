// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

/// A sequence encoder in use for inference, with its scratch memory and its cache. Use from one
/// thread at a time.
package final class SequenceSession {
  let encoder: SequenceEncoder
  package let pass: Pass
  private let inputs: InputProducts
  /// Numbers for the tokens that are read with their characters, in order of appearance.
  private var numbers: [SpelledToken: Int32] = [:]

  private struct SpelledToken: Hashable {
    let id: Int32
    let spelling: [Int32]
  }

  package init(_ encoder: SequenceEncoder, _ pass: Pass) {
    self.encoder = encoder
    self.pass = pass.withoutDropout
    let layers = encoder.stack.layers[0].directions
    // A cached product must not depend on the tokens that it was computed with.
    let isCacheable = layers.allSatisfy { pass.weights.isPrepared($0.inputWeight) }
    inputs = InputProducts(
      layers, vocabularySize: isCacheable ? encoder.tokens?.embedding.weight.rows ?? 0 : 0)
  }

  /// The results of a run.
  struct Encoded {
    /// The output of the last layer, `[N, H]`.
    let output: MatrixView
    /// The final state of each layer, `[B, H]`.
    let finalStates: [RecurrentState]
  }

  /// Runs over `input` from an initial state for each layer, `[B, H]`, or from zeros. Layers with two
  /// directions start from zeros.
  func run(_ input: SequenceInput, from initial: [RecurrentState]? = nil) -> Encoded {
    let (stack, lengths) = (encoder.stack, input.rows.lengths)
    var gates = firstGates(input)
    var output: MatrixView?
    var states: [RecurrentState] = []
    for (index, layer) in stack.layers.enumerated() {
      if let below = output { gates = layer.directions.map { $0.inputProducts(below, pass) } }
      let (hidden, final) = layer.run(gates: gates, lengths, from: initial?[index], pass)
      output = stack.outputOfLayer(index, hidden, output ?? hidden, pass)
      states.append(final)
    }
    guard let output else { preconditionFailure("no layers") }
    return Encoded(output: output, finalStates: states)
  }

  /// Returns the products of the first layer's input with its weights, for each direction.
  private func firstGates(_ input: SequenceInput) -> [MatrixView] {
    inputs.rows(of: keys(of: input), pass) { places in
      encoder.inputs(of: input, places, pass)
    }
  }

  /// Returns numbers that are equal for equal inputs of the first layer, or are negative.
  private func keys(of input: SequenceInput) -> [Int32] {
    if encoder.tokens == nil || encoder.vectorSize > 0 {
      return [Int32](repeating: -1, count: input.rows.lengths.rows)
    }
    if encoder.characters == nil { return input.ids }
    return input.ids.indices.map { number(of: input.ids[$0], input.spellings[$0]) }
  }

  private func number(of id: Int32, _ spelling: [Int32]) -> Int32 {
    let token = SpelledToken(id: id, spelling: spelling)
    if let number = numbers[token] { return number }
    guard numbers.count < inputs.capacity else { return -1 }
    let number = Int32(numbers.count)
    numbers[token] = number
    return number
  }
}
