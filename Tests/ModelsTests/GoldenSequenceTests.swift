// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Layers
import Models
import TestSupport
import Testing

/// Compares the loss, every gradient and the first training losses of classifiers and labellers with
/// PyTorch.
@Suite struct GoldenSequenceTests {
  @Test(arguments: SequenceCase.golden, Pooling.allCases)
  func classifiersAgree(_ kind: SequenceCase, _ pooling: Pooling) throws {
    let golden = try GoldenSequences(kind)
    var configuration = ClassifierConfiguration()
    (configuration.encoder, configuration.pooling) = (kind.encoder(), pooling)
    configuration.labelCount = GoldenSequences.labels
    let model = SequenceClassifier(configuration)
    let batch = model.batch(
      try golden.sequences.enumerated().map { number, sequence in
        SequenceClassifier.Example(sequence, label: try golden.labels(number, "label")[0])
      }, numbers: golden.numbers)
    let group = pooling.rawValue
    try golden.file.expect(model, batch, loss: group + ".loss", gradient: group)
    if pooling == .last {
      try golden.file.expectTenSteps(model, batch, losses: group + ".losses")
    }
  }

  @Test(arguments: SequenceCase.golden) func labellersAgree(_ kind: SequenceCase) throws {
    let golden = try GoldenSequences(kind)
    var configuration = LabellerConfiguration()
    configuration.encoder = kind.encoder()
    configuration.labelCount = GoldenSequences.labels
    let model = SequenceLabeller(configuration)
    let batch = model.batch(
      try golden.sequences.enumerated().map { number, sequence in
        SequenceLabeller.Example(sequence, labels: try golden.labels(number, "labels"))
      }, numbers: golden.numbers)
    try golden.file.expect(model, batch, loss: "labels.loss", gradient: "labels")
    try golden.file.expectTenSteps(model, batch, losses: "labels.losses")
  }
}

/// The sequences, the weights and the results of a golden file.
struct GoldenSequences {
  static let labels = 3

  let file: Golden
  let sequences: [SequenceExample]
  var numbers: [UInt32] { sequences.indices.map { UInt32($0) } }

  init(_ kind: SequenceCase) throws {
    let file = try Golden("sequences/" + kind.name)
    self.file = file
    let encoder = kind.encoder()
    sequences = try (0..<4).map { number in
      let name = "sequence\(number)."
      if encoder.vectorSize > 0 {
        let vectors = try file.floats(name + "vectors")
        return SequenceExample(vectors: vectors, length: vectors.count / encoder.vectorSize)
      }
      let tokens = try file.integers(name + "tokens").map(Int32.init)
      guard encoder.characterCount > 0 else { return SequenceExample(tokens: tokens) }
      var characters = try file.integers(name + "character_ids").map(Int32.init)[...]
      let spellings = try file.integers(name + "character_counts").map { count in
        defer { characters = characters.dropFirst(count) }
        return Array(characters.prefix(count))
      }
      return SequenceExample(tokens: tokens, spellings: spellings)
    }
  }

  func labels(_ number: Int, _ name: String) throws -> [Int32] {
    try file.integers("sequence\(number).\(name)").map(Int32.init)
  }
}
