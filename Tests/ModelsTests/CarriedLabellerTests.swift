// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// Labellers that read streams in windows and carry their states on.
@Suite struct CarriedLabellerTests {
  private static let kinds = SequenceCase.all.filter { $0.encoder().bidirectional == .none }
  private static let streams = 5
  private let workspace = Workspace()

  private func model(_ kind: SequenceCase) -> SequenceLabeller {
    var configuration = LabellerConfiguration()
    (configuration.encoder, configuration.labelCount) = (kind.encoder(), 3)
    return SequenceLabeller(configuration, streams: Self.streams)
  }

  private func examples(
    _ model: SequenceLabeller, _ lengths: [Int]
  ) -> [(sequence: SequenceExample, labels: [Int32])] {
    var toy = ToySequences(lengths, model.configuration.encoder)
    return toy.sequences.map { ($0, toy.labels($0.length, below: 3)) }
  }

  private func loss(
    _ model: SequenceLabeller, _ batch: SequenceLabeller.Batch, _ weights: Weights,
    _ carried: ParameterBuffer, into terms: GradientTerms? = nil
  ) -> Double {
    model.lossAndGradient(
      batch, scale: 1, TrainingObjective(),
      Pass(weights, workspace, into: terms ?? GradientTerms(model.layout)), carried: carried)
  }

  /// Two windows give the loss of the whole sequences.
  @Test(arguments: kinds) func theStateIsCarriedOn(_ kind: SequenceCase) {
    let model = model(kind)
    let weights = Weights(ParameterBuffer.random(model.layout))
    let examples = examples(model, [5, 7, 4])
    func batch(_ steps: (Int) -> Range<Int>, startsAfresh: Bool) -> SequenceLabeller.Batch {
      model.batch(
        examples.enumerated().map { number, example in
          let range = steps(example.sequence.length)
          return SequenceLabeller.Example(
            example.sequence.steps(range), labels: Array(example.labels[range]),
            stream: [4, 0, 2][number], startsAfresh: startsAfresh)
        }, numbers: [0, 1, 2])
    }
    let carried = ParameterBuffer(model.carried)
    // What a stream carried before it starts afresh does not matter.
    for entry in model.carried.entries { carried[entry.slot].fill(3) }
    let parts =
      loss(model, batch({ 0..<($0 - 2) }, startsAfresh: true), weights, carried)
      + loss(model, batch({ ($0 - 2)..<$0 }, startsAfresh: false), weights, carried)
    let whole = SequenceLabeller(model.configuration)
    let expected = loss(
      whole,
      whole.batch(
        examples.map { SequenceLabeller.Example($0.sequence, labels: $0.labels) },
        numbers: [0, 1, 2]), weights, ParameterBuffer(whole.carried))
    expectClose([Float(parts)], [expected], relative: 1e-5, kind.name)
  }

  /// The gradient is that of the window alone: the carried state is a constant.
  @Test(arguments: kinds) func theGradientEndsAtTheWindow(_ kind: SequenceCase) {
    let model = model(kind)
    let parameters = ParameterBuffer.random(model.layout)
    let weights = Weights(parameters)
    let batch = model.batch(
      examples(model, [2, 4, 1, 3]).enumerated().map { number, example in
        SequenceLabeller.Example(
          example.sequence, labels: example.labels, stream: UInt32(4 - number),
          startsAfresh: number == 1)
      }, numbers: [0, 1, 2, 3])
    let start = ParameterBuffer.random(model.carried, seed: 8)
    func run(_ terms: GradientTerms) -> Double {
      let carried = ParameterBuffer(model.carried)
      for entry in model.carried.entries { carried[entry.slot].copy(from: start[entry.slot]) }
      return loss(model, batch, weights, carried, into: terms)
    }
    let terms = GradientTerms(model.layout)
    _ = run(terms)
    let gradient = terms.sum(model.layout, workspace)
    for entry in model.layout.entries {
      let expected = centralDifferences(at: parameters[entry.slot], step: kind.step) {
        workspace.arena.scope { run(GradientTerms(model.layout)) }
      }
      let largest = expected.map(abs).max() ?? 0
      expectClose(
        gradient[entry.slot].elements, expected,
        relative: 4e-4 + 3e-6 / Double(kind.step) / largest, "\(kind.name), \(entry.name)")
    }
  }
}
