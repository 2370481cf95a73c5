// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

/// The part of a recurrent network's state that represents a sequence.
public struct StateChoice: Sendable, Equatable {
  public enum State: String, Sendable, CaseIterable {
    case hidden, cell
    /// The hidden state and then the cell state.
    case both
  }

  public enum Pooling: String, Sendable, CaseIterable {
    /// The state after the last step.
    case last
    /// The mean over all steps.
    case mean
  }

  /// The vector has the states of these layers one after another.
  public var layers = LayerChoice.last
  public var state = State.hidden
  public var pooling = Pooling.last

  public init() {}
}

extension StateReader {
  /// The number of values in the vectors of a choice. The layers must exist.
  package func vectorSize(_ choice: StateChoice) -> Int {
    let layers = choice.layers.layers(of: layerCount)?.count ?? 0
    return layers * (choice.state == .both ? 2 * stateSize : stateSize)
  }

  /// Returns the vector of each sequence. The layers must exist, and the state too.
  ///
  /// A network that reads forward reads long sequences in parts, so that its memory does not depend
  /// on their length.
  package func vectors(
    of sequences: [SequenceExample], _ choice: StateChoice, _ pass: Pass
  ) -> [[Float]] {
    let order = longestFirst(sequences.map(\.length))
    var sums = order.map { _ in [Float](repeating: 0, count: vectorSize(choice)) }
    forEachPart(of: order.map { sequences[$0] }, pass) { states, lengths in
      add(states, choice, lengths, to: &sums)
    }
    if choice.pooling == .mean {
      for (place, sequence) in order.enumerated() {
        let scale = 1 / Float(sequences[sequence].length)
        for index in sums[place].indices { sums[place][index] *= scale }
      }
    }
    return inverse(of: order).map { sums[Int($0)] }
  }

  /// Reads sequences, which are sorted longest first, and calls `body` with the states of each part
  /// and the lengths of the sequences in it, which are the first ones. They are valid until it
  /// returns. A network that reads backward reads everything in one part.
  func forEachPart(
    of sequences: [SequenceExample], _ pass: Pass,
    _ body: (SequenceStates, PackedLengths) -> Void
  ) {
    var active = sequences
    var memory = (Arena(), Arena())
    var carried: [RecurrentState]?
    var first = 0
    while !active.isEmpty {
      let count = readsForward ? max(1, rowsAtATime / active.count) : active[0].length
      pass.arena.scope {
        let parts = active.map { $0.steps(first..<min(first + count, $0.length)) }
        let input = SequenceInput(parts, numbers: parts.indices.map { UInt32($0) })
        let states = states(input, from: carried, pass)
        body(states, input.rows.lengths)
        active = active.prefix { $0.length > first + count }
        memory = (memory.1, memory.0)
        memory.0.reset()
        let rows = active.indices.map { Int32($0) }
        carried = states.final.map { $0.gathering(rows, memory.0) }
      }
      first += count
    }
  }

  /// Adds the states of all steps or, for those after the last step, replaces `vectors` by them.
  private func add(
    _ states: SequenceStates, _ choice: StateChoice, _ lengths: PackedLengths,
    to vectors: inout [[Float]]
  ) {
    for (sequence, length) in lengths.lengths.enumerated() {
      switch choice.pooling {
      case .last: vectors[sequence] = values(states.final, row: sequence, choice)
      case .mean:
        for step in 0..<length {
          let row = lengths.row(sentence: sequence, step: step)
          for (index, value) in values(states.steps, row: row, choice).enumerated() {
            vectors[sequence][index] += value
          }
        }
      }
    }
  }

  /// Returns the values of a row, layer by layer. `states` has the state of each layer.
  private func values(
    _ states: [RecurrentState], row: Int, _ choice: StateChoice
  ) -> [Float] {
    let layers = choice.layers.layers(of: layerCount).map(Array.init) ?? []
    return layers.flatMap { layer in
      let state = states[layer - 1]
      return switch choice.state {
      case .hidden: state.hidden.row(row).elements
      case .cell: state.cell.row(row).elements
      case .both: state.hidden.row(row).elements + state.cell.row(row).elements
      }
    }
  }
}

/// The number of steps of all sequences that are read together, if they can be read in parts.
private let rowsAtATime = 4096
