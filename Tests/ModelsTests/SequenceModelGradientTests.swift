// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// Compares the gradient of every parameter of classifiers and labellers with central differences,
/// with sequences of different lengths.
@Suite struct SequenceModelGradientTests {
  private static let lengths = [2, 4, 1, 3, 1]

  @Test(arguments: SequenceCase.all, Pooling.allCases)
  func ofClassifiers(_ kind: SequenceCase, _ pooling: Pooling) {
    let model = Self.classifier(kind, pooling)
    // The largest of several outputs changes with the step.
    let step = pooling == .max ? min(kind.step, 0x1p-9) : kind.step
    expectGradient(model, Self.batch(of: model, kind), step: step, kind.name)
  }

  @Test(arguments: SequenceCase.all) func ofClassifiersWithDropout(_ kind: SequenceCase) {
    let model = Self.classifier(kind, .mean, dropout: 0.3)
    expectGradient(model, Self.batch(of: model, kind), step: kind.step, kind.name)
  }

  @Test(arguments: SequenceCase.all, [0, 0.3] as [Float])
  func ofLabellers(_ kind: SequenceCase, dropout: Float) {
    var configuration = LabellerConfiguration()
    configuration.encoder = kind.encoder(dropout: dropout)
    configuration.labelCount = 3
    let model = SequenceLabeller(configuration)
    var toy = ToySequences(Self.lengths, configuration.encoder)
    let batch = model.batch(
      toy.sequences.map { sequence in
        SequenceLabeller.Example(sequence, labels: toy.labels(sequence.length, below: 3))
      }, numbers: [5, 0, 7, 2, 3])
    expectGradient(model, batch, step: kind.step, kind.name)
  }

  /// Equal tokens of a batch share a row of the embedding. A single sequence does not have enough of
  /// them for that.
  @Test(arguments: SequenceCase.all, Pooling.allCases)
  func sequencesTogetherGiveTheSumOfEach(_ kind: SequenceCase, _ pooling: Pooling) {
    let model = Self.classifier(kind, pooling)
    var toy = ToySequences([5, 3, 4, 5, 2, 3, 4], kind.encoder())
    let examples = toy.sequences.map {
      SequenceClassifier.Example($0, label: toy.labels(1, below: 3)[0])
    }
    let weights = Weights(ParameterBuffer.random(model.layout))
    func gradient(_ batches: [[SequenceClassifier.Example]]) -> (Double, ParameterBuffer) {
      let (workspace, terms) = (Workspace(), GradientTerms(model.layout))
      let losses = batches.map { examples in
        model.lossAndGradient(
          model.batch(examples, numbers: examples.indices.map { UInt32($0) }), scale: 1,
          TrainingObjective(), Pass(weights, workspace, into: terms),
          carried: ParameterBuffer(model.carried))
      }
      return (losses.reduce(0, +), terms.sum(model.layout, workspace))
    }
    let (together, each) = (gradient([examples]), gradient(examples.map { [$0] }))
    expectClose([together.0], [each.0], relative: 1e-6, "loss")
    for entry in model.layout.entries {
      expectClose(
        together.1[entry.slot].elements, each.1[entry.slot].elements.map(Double.init),
        relative: 1e-5, entry.name)
    }
  }

  private static func classifier(
    _ kind: SequenceCase, _ pooling: Pooling, dropout: Float = 0
  ) -> SequenceClassifier {
    var configuration = ClassifierConfiguration()
    configuration.encoder = kind.encoder(dropout: dropout)
    (configuration.pooling, configuration.labelCount) = (pooling, 3)
    return SequenceClassifier(configuration)
  }

  private static func batch(
    of model: SequenceClassifier, _ kind: SequenceCase
  ) -> SequenceClassifier.Batch {
    var toy = ToySequences(lengths, model.configuration.encoder)
    let labels = toy.labels(lengths.count, below: 3)
    return model.batch(
      zip(toy.sequences, labels).map { SequenceClassifier.Example($0, label: $1) },
      numbers: [5, 0, 7, 2, 3])
  }
}
