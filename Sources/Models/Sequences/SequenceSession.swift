// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers
package import Threads

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
  /// directions start from zeros, and `partner` computes one of them.
  func run(
    _ input: SequenceInput, from initial: [RecurrentState]? = nil, with partner: Partner? = nil
  ) -> Encoded {
    let (stack, lengths) = (encoder.stack, input.rows.lengths)
    let first = firstGates(input)
    var output: MatrixView?
    var states: [RecurrentState] = []
    for (index, layer) in stack.layers.enumerated() {
      let below = output
      let gates: Gates = { direction, pass in
        below.map { layer.directions[direction].inputProducts($0, pass) } ?? first[direction]
      }
      let run =
        layer.isBidirectional
        ? runBothWays(layer, gates, lengths, from: initial?[index], with: partner)
        : layer.run(gates: gates(0, pass), lengths, from: initial?[index], pass)
      output = stack.outputOfLayer(index, run.output, below ?? run.output, pass)
      states.append(run.final)
    }
    guard let output else { preconditionFailure("no layers") }
    return Encoded(output: output, finalStates: states)
  }

  /// Returns the products of a layer's input with the input weights of a direction.
  private typealias Gates = @Sendable (_ direction: Int, Pass) -> MatrixView

  private func runBothWays(
    _ layer: DirectedLayer, _ gates: @escaping Gates, _ lengths: PackedLengths,
    from initial: RecurrentState?, with partner: Partner?
  ) -> DirectedLayer.Run {
    precondition(initial == nil, "two directions start from zeros")
    let run = layer.emptyRun(lengths, pass)
    let passes = Passes(directions: (pass, partner?.pass ?? pass))
    let runDirection: @Sendable (Int) -> Void = { direction in
      let pass = passes[direction]
      pass.arena.scope {
        layer.run(direction: direction, gates: gates(direction, pass), lengths, into: run, pass)
      }
    }
    if let partner {
      partner.pool.forEach(below: 2) { _, direction in runDirection(direction) }
    } else {
      (0..<2).forEach(runDirection)
    }
    return run
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

extension SequenceSession {
  /// A second worker, which computes one of the two directions of each layer.
  package struct Partner {
    let pool: WorkerPool
    let pass: Pass

    /// `pool` has two workers or more, and is idle, as is `session`, which lends its memory.
    package init(_ pool: WorkerPool, _ session: SequenceSession) {
      (self.pool, pass) = (pool, session.pass)
    }
  }

  // Sendable: only the worker that computes a direction uses its pass.
  private struct Passes: @unchecked Sendable {
    let directions: (Pass, Pass)

    subscript(direction: Int) -> Pass { direction == 0 ? directions.0 : directions.1 }
  }
}
