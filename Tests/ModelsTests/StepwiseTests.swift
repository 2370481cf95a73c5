// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// Search computes step by step what training computes at once.
@Suite struct StepwiseTests {
  /// Lengths around 256, the number of words encoded at a time.
  @Test(arguments: [
    [1], [255], [256], [257], [513], [129, 128, 127, 65, 64, 63, 2, 1], [300, 1], [128, 128],
  ])
  func chunkedStatesAreThoseOfForward(_ lengths: [Int]) {
    let toy = ToyModel(hidden: 7)
    let workspace = toy.workspace
    let weights = Weights(toy.parameters, packing: toy.model.packedForTranslating)
    let inputs = toy.pairs(lengths.map { ($0 - 1, 0) })
      .map { markers.encoderInput($0.source, reversed: false) }
    let tokens = PackedTokens(inputs, numbers: inputs.indices.map(UInt32.init))
    let expected = toy.model.encoder.forward(tokens, Pass(weights, workspace)).finalStates
    let found = InferenceSession(toy.model, Pass(weights, workspace)).encode(inputs).layers
    for (layer, (found, expected)) in zip(found, expected).enumerated() {
      expectSameBits(found.hidden.elements, expected.hidden.elements, "hidden \(layer)")
      expectSameBits(found.cell.elements, expected.cell.elements, "cell \(layer)")
    }
  }

  @Test func theNextWordsAreThoseOfForward() {
    let words = expectNextWordsOfForward(
      ToyModel(vocabulary: (9, 30), hidden: 17, layers: 3))
    #expect(Set(words).count > 2, "not one word throughout")
  }

  @Test(arguments: ArchitectureCase.all)
  func theNextWordsAreThoseOfForward(_ architecture: ArchitectureCase) {
    expectNextWordsOfForward(
      ToyModel(
        vocabulary: (30, 30), embedding: 18, hidden: 18, layers: 2, architecture.change))
  }

  @discardableResult
  private func expectNextWordsOfForward(_ toy: ToyModel) -> [Int32] {
    let (model, workspace) = (toy.model, toy.workspace)
    let weights = Weights(toy.parameters, packing: model.packedForTranslating)
    let pairs = toy.pairs([(3, 6), (1, 4), (5, 2), (0, 2)])
    let batch = TranslationBatch(pairs)
    let decoded = model.decoded(batch, Pass(weights, workspace))
    let expected = model.decoder.output.mostProbable(decoded.output, Pass(weights, workspace))
    let losses = model.decoder.output.losses(
      decoded.output, targets: batch.targets, Pass(weights, workspace))

    let lengths = batch.decoderInput.lengths
    let session = InferenceSession(model, Pass(weights, workspace))
    let inputs = pairs.map { markers.encoderInput($0.source, reversed: false) }
    let encoded = session.encode(longestFirst(inputs.map(\.count)).map { inputs[$0] })
    var state = session.gathering(batch.encoderRows, of: encoded)
    var found: [Int32] = []
    var foundLosses: [Float] = []
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      state = session.gathering((0..<rows.count).map { Int32($0) }, of: state)
      let step = session.advance(state, after: Array(batch.decoderInput.ids[rows]))
      found += session.mostProbableNext(step)
      let distribution = session.distribution(step)
      foundLosses += rows.enumerated().map {
        -distribution.logProbability(of: batch.targets[$1], row: $0)
      }
    }
    #expect(found == expected)
    expectClose(foundLosses, losses, relative: 1e-6, "losses")
    return found
  }

  /// The products of frequent words' embeddings are cached, those of rare words are not.
  @Test func repeatedWordsHaveTheSameEncoding() {
    let toy = ToyModel(vocabulary: (9_000, 30), hidden: 33)
    let weights = Weights(toy.parameters, packing: toy.model.packedForTranslating)
    let (fresh, session) = (
      InferenceSession(toy.model, Pass(weights, Workspace())),
      InferenceSession(toy.model, Pass(weights, toy.workspace))
    )
    let expected = fresh.encode([[8_000], [4]]).layers.map(\.hidden.elements)
    for _ in 0..<2 {
      _ = session.encode([[4, 8_999, 4, 7, 8_999, 8_000, 7, 4]])
      let found = session.encode([[8_000], [4]]).layers.map(\.hidden.elements)
      for (found, expected) in zip(found, expected) { expectSameBits(found, expected, "hidden") }
    }
    // The arena must outlive the matrices that it handed out.
    withExtendedLifetime(fresh) {}
  }
}
