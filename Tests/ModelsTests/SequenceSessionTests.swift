// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing
import Threads

/// Compares runs that keep nothing for a backward pass, and cache the products of tokens, with the
/// forward pass of training.
@Suite struct SequenceSessionTests {
  private static func configuration(of kind: SequenceCase) -> LabellerConfiguration {
    var configuration = LabellerConfiguration()
    (configuration.encoder, configuration.labelCount) = (kind.encoder(), 3)
    return configuration
  }

  @Test(arguments: SequenceCase.all, [true, false])
  func runsGiveTheBitsOfTraining(_ kind: SequenceCase, isPacked: Bool) {
    let model = SequenceLabeller(Self.configuration(of: kind))
    let weights = Weights(
      ParameterBuffer.random(model.layout), packing: isPacked ? model.packedForInference : [])
    let session = SequenceSession(model.encoder, Pass(weights, Workspace()))
    // The second sequences meet products that the first ones left, and new ones.
    for seed in [7, 8] as [UInt64] {
      let toys = ToySequences([1, 5, 3, 5], kind.encoder(), seed: seed)
      let input = SequenceInput(toys.sequences, numbers: [0, 1, 2, 3])
      let pass = Pass(weights, Workspace())
      let expected = model.output.softmax.distribution(
        model.encoder.forward(input, pass).output, pass)
      let found = model.distribution(input, session)
      if isPacked {
        expectSameBits(found.logits.elements, expected.logits.elements, "logits")
      } else {
        expectClose(
          found.logits.elements, expected.logits.elements.map(Double.init), relative: 1e-5,
          "logits")
      }
    }
  }

  @Test(arguments: SequenceCase.all) func aPartnerChangesNoBits(_ kind: SequenceCase) throws {
    let model = SequenceLabeller(Self.configuration(of: kind))
    let weights = Weights(
      ParameterBuffer.random(model.layout), packing: model.packedForInference)
    let (alone, first, second) = (
      SequenceSession(model.encoder, Pass(weights, Workspace())),
      SequenceSession(model.encoder, Pass(weights, Workspace())),
      SequenceSession(model.encoder, Pass(weights, Workspace()))
    )
    let partner = SequenceSession.Partner(try WorkerPool(count: 2), second)
    for seed in [7, 8] as [UInt64] {
      let toys = ToySequences([1, 5, 3, 5], kind.encoder(), seed: seed)
      let input = SequenceInput(toys.sequences, numbers: [0, 1, 2, 3])
      let expected = model.distribution(input, from: nil, alone)
      let found = model.distribution(input, from: nil, first, with: partner)
      expectSameBits(
        found.distribution.logits.elements, expected.distribution.logits.elements, "logits")
      for (found, expected) in zip(found.finalStates, expected.finalStates) {
        expectSameBits(found.hidden.elements, expected.hidden.elements, "final hidden state")
        expectSameBits(found.cell.elements, expected.cell.elements, "final cell state")
      }
    }
  }

  @Test(arguments: SequenceCase.all) func aSequenceDoesNotDependOnTheOthers(_ kind: SequenceCase) {
    let model = SequenceLabeller(Self.configuration(of: kind))
    let weights = Weights(
      ParameterBuffer.random(model.layout), packing: model.packedForInference)
    let sequences = ToySequences([2, 5, 3, 4], kind.encoder()).sequences
    func logits(_ sequences: [SequenceExample], _ session: SequenceSession) -> [[Float]] {
      let input = SequenceInput(sequences, numbers: sequences.indices.map { UInt32($0) })
      let logits = model.distribution(input, session).logits
      return model.byExample((0..<logits.rows).map { logits.row($0).elements }, input)
        .map { $0.flatMap(\.self) }
    }
    let session = SequenceSession(model.encoder, Pass(weights, Workspace()))
    let together = logits(sequences, session)
    for (sequence, expected) in zip(sequences, together) {
      let alone = SequenceSession(model.encoder, Pass(weights, Workspace()))
      expectSameBits(logits([sequence], alone)[0], expected, "logits")
    }
  }
}
