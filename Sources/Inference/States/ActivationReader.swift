// SPDX-License-Identifier: Apache-2.0

import Compute
package import Corpora
import Layers
package import Models
import Threads

/// Reads texts with a trained recurrent model of any task, and keeps its states and gates at each
/// step. A translator reads with its encoder. Use from one thread at a time.
package final class ActivationReader {
  /// The numbers that are kept of each step.
  package let columns: [ActivationColumn]
  private let model: ReadingModel
  private let pass: Pass
  /// The states after the lines so far, if the next one continues them.
  private var carried: [RecurrentState]?
  private var memory = (Arena(), Arena())

  /// Reads the checkpoint in `directory`.
  ///
  /// - Throws: `ActivationError` if the model has no such column; `SentenceEncoderError` if it has
  ///   no states; the errors of the checkpoint.
  package init(checkpoint directory: String, _ choice: ActivationChoice) throws {
    let pool = try WorkerPool(count: 1)
    model = try ReadingModel(directory: directory, pool)
    columns = try model.network.columns(choice)
    pass = Pass(model.weights, Workspace())
  }

  /// The tokens of a text, and the values of the columns after each, `[tokens, columns]`.
  package struct Reading: Sendable {
    package let tokens: [ReadToken]
    /// True if the first token is the start of the text, which is not part of it.
    package let hasStart: Bool
    package let values: [Float]
  }

  /// The number of values in each vector that the model reads; 0 if it reads text.
  package var inputSize: Int { model.inputSize }

  /// True if each line continues those before it: the model was trained on continuous text.
  package var readsContinuousText: Bool { model.readsContinuousText }

  /// True if each line is read from its last word to its first.
  package var readsInReverse: Bool { model.readsInReverse }

  /// Reads lines of text; a blank line may have no tokens. The model must read text.
  package func read(_ lines: [String]) -> [Reading] {
    readsContinuousText ? readContinuations(lines) : readTexts(lines)
  }

  /// Reads sequences of vectors. The model must read vectors of their size. A vector has no token.
  package func read(_ sequences: VectorSequences, _ range: Range<Int>) -> [Reading] {
    precondition(sequences.size == inputSize, "vectors of another size")
    let examples = range.map { model.sequence(sequences, $0) }
    return values(of: examples).map { values in
      Reading(
        tokens: (0..<values.count / columns.count).map {
          ReadToken(name: "\($0 + 1)", text: " \($0 + 1)")
        },
        hasStart: false, values: values)
    }
  }

  private func readTexts(_ lines: [String]) -> [Reading] {
    let sequences = lines.map(model.reading)
    var values = values(of: sequences.compactMap { $0?.example })[...]
    return sequences.map { sequence in
      guard let sequence else { return Reading(tokens: [], hasStart: false, values: []) }
      return Reading(
        tokens: sequence.tokens, hasStart: sequence.hasStart, values: values.removeFirst())
    }
  }

  private func values(of examples: [SequenceExample]) -> [[Float]] {
    let groups = groups(of: examples.map(\.length))
    var values = [[Float]](repeating: [], count: examples.count)
    for group in groups {
      pass.arena.scope {
        let found = model.network.activations(of: group.map { examples[$0] }, columns, pass)
        for (place, found) in zip(group, found) { values[place] = found }
      }
    }
    return values
  }
}

// MARK: - Continuous text

extension ActivationReader {
  /// Reads each line from the state after the line before it.
  private func readContinuations(_ lines: [String]) -> [Reading] {
    lines.map { line in
      let isFirst = carried == nil
      let (tokens, ids) = model.continuation(line, isFirst: isFirst)
      return Reading(tokens: tokens, hasStart: isFirst, values: values(continuingWith: ids))
    }
  }

  private func values(continuingWith ids: [Int32]) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(ids.count * columns.count)
    for start in stride(from: 0, to: ids.count, by: Self.mostSteps) {
      let part = Array(ids[start..<min(start + Self.mostSteps, ids.count)])
      pass.arena.scope {
        let input = SequenceInput([SequenceExample(tokens: part)], numbers: [0])
        let states = model.network.states(input, from: carried, pass)
        for row in part.indices {
          states.append(row: row, columns, units: model.network.stateSize, to: &values)
        }
        memory = (memory.1, memory.0)
        memory.0.reset()
        carried = states.final.map { $0.gathering([0], memory.0) }
      }
    }
    return values
  }

  /// The number of steps that are computed together.
  private static let mostSteps = 4096
}
