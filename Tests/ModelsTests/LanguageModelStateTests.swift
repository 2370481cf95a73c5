// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing
import Threads

/// Tests the states that a language model carries from window to window.
@Suite struct LanguageModelStateTests {
  @Test func theCarriedLayoutHasEachLayersStates() {
    var configuration = LanguageModelConfiguration(vocabularySize: 9, hiddenSize: 5, layers: 2)
    func entries() -> [String] {
      LanguageModel(configuration).decoder.stack.carriedLayout(streams: 7).entries.map {
        "\($0.name) \($0.shape)"
      }
    }
    #expect(
      entries() == [
        "hidden_l0 [7, 5]", "cell_l0 [7, 5]", "hidden_l1 [7, 5]", "cell_l1 [7, 5]",
      ])
    configuration.cell = .gru
    #expect(entries() == ["hidden_l0 [7, 5]", "hidden_l1 [7, 5]"])
  }

  @Test(arguments: LanguageModelCase.all)
  func storingWritesTheRowsOfItsStreamsOnly(_ kind: LanguageModelCase) {
    let (toy, arena) = (ToyLanguageModel(kind), Arena())
    func rows() -> [[[Float]]] {
      toy.carried.layout.entries.map { entry in
        (0..<ToyLanguageModel.streams).map { toy.carried[entry.slot].row($0).elements }
      }
    }
    let before = rows()
    toy.model.decoder.stack.store(
      toy.model.decoder.stack.states(of: [6, 1], in: toy.carried, arena), of: [2, 7],
      in: toy.carried)
    for (found, before) in zip(rows(), before) {
      var expected = before
      expected[2] = before[6]
      expected[7] = before[1]
      #expect(found == expected)
    }
  }

  /// Windows of 1, 5 and 2 tokens give the losses of all 8 at once.
  @Test(arguments: LanguageModelCase.all)
  func windowsGiveTheLossesOfTheWholeText(_ kind: LanguageModelCase) {
    let (toy, workspace) = (ToyLanguageModel(kind), Workspace())
    let weights = Weights(toy.parameters, packing: toy.model.packedForInference)
    let pass = Pass(weights, workspace)
    let texts = [1, 2, 3].map { toy.tokens(9, seed: $0) }
    let streams: [UInt32] = [4, 0, 3]
    func batch(_ window: ClosedRange<Int>) -> LanguageModelBatch {
      LanguageModelBatch(
        texts.map { LanguageModelExample($0[window], startsAfresh: window.lowerBound == 0) },
        numbers: streams)
    }
    let whole = batch(0...8)
    let expected = toy.model.losses(whole, pass)
    var found = [[Float]](repeating: [], count: texts.count)
    for window in [0...1, 1...6, 6...8] {
      let batch = batch(window)
      let states = toy.model.decoder.stack.states(
        of: batch.numbers, in: toy.carried, workspace.arena)
      let (losses, finalStates) = toy.model.losses(batch, carried: states, pass)
      toy.model.decoder.stack.store(finalStates, of: batch.numbers, in: toy.carried)
      for text in texts.indices {
        found[text] += batch.targetPlaces(ofExample: text).map { losses[$0] }
      }
    }
    for text in texts.indices {
      expectSameBits(
        found[text], whole.targetPlaces(ofExample: text).map { expected.losses[$0] },
        "losses of text \(text)")
    }
    let carried = toy.model.decoder.stack.states(of: streams, in: toy.carried, workspace.arena)
    for (found, expected) in zip(carried, expected.finalStates) {
      expectSameBits(found.hidden.elements, expected.hidden.elements, "hidden")
      expectSameBits(found.cell.elements, expected.cell.elements, "cell")
    }
  }

  /// Each line is a sequence of its own, whatever else is in the batch.
  @Test(arguments: LanguageModelCase.all)
  func linesDoNotDependOnEachOther(_ kind: LanguageModelCase) {
    let (toy, workspace) = (ToyLanguageModel(kind), Workspace())
    let weights = Weights(toy.parameters, packing: toy.model.packedForInference)
    let lengths = [2, 7, 1, 7, 4]
    let numbers = lengths.indices.map { UInt32($0) }
    let together = toy.batch(lengths, numbers: numbers, fresh: [0, 1, 2, 3, 4])
    #expect(together.tokens.lengths.lengths == [7, 7, 4, 2, 1])
    #expect(together.numbers == [1, 3, 4, 0, 2])
    let found = toy.model.losses(together, Pass(weights, workspace)).losses
    for (line, length) in lengths.enumerated() {
      let alone = LanguageModelBatch(
        [
          LanguageModelExample(
            toy.tokens(length + 1, seed: UInt64(line + 1))[...], startsAfresh: true)
        ], numbers: [0])
      expectSameBits(
        together.targetPlaces(ofExample: line).map { found[$0] },
        toy.model.losses(alone, Pass(weights, workspace)).losses, "line \(line)")
    }
  }

  /// Three windows with dropout, by one worker and by three at once.
  @Test(arguments: LanguageModelCase.all)
  func workersDivideTheStreams(_ kind: LanguageModelCase) throws {
    let (one, three) = (
      try Division(kind, [Array(0..<7)]), try Division(kind, [[4, 0], [1, 6, 2], [5, 3]])
    )
    for window in 0..<3 {
      let (expected, found) = (one.run(window), three.run(window))
      expectClose([found.loss], [expected.loss], relative: 1e-6, "loss")
      for entry in one.toy.model.layout.entries {
        expectClose(
          found.gradient[entry.slot].elements, expected.gradient[entry.slot].elements,
          relative: 5e-6, entry.name)
      }
      expectClose(
        three.toy.carried.elements, one.toy.carried.elements, relative: 1e-6, "states")
    }
  }
}

/// A division of streams between workers.
private struct Division {
  let toy: ToyLanguageModel
  private let streams: [[Int]]
  private let pool: WorkerPool
  private let weights: Weights

  init(_ kind: LanguageModelCase, _ streams: [[Int]]) throws {
    toy = ToyLanguageModel(kind, dropout: 0.3)
    self.streams = streams
    pool = try WorkerPool(count: streams.count)
    weights = Weights(toy.parameters, packing: toy.model.packedForTraining)
  }

  /// Computes a window and carries the states on.
  func run(_ window: Int) -> (loss: Double, gradient: ParameterBuffer) {
    let texts = (0..<7).map { toy.tokens(16, seed: $0 + 1) }
    let results = pool.map(below: streams.count) { [toy, weights, streams] _, worker in
      let (workspace, terms) = (Workspace(), GradientTerms(toy.model.layout))
      let batch = LanguageModelBatch(
        streams[worker].map {
          LanguageModelExample(
            texts[$0][5 * window...5 * window + 5], startsAfresh: window == 0 && $0 != 3)
        }, numbers: streams[worker].map { UInt32($0) })
      let states = toy.model.decoder.stack.states(
        of: batch.numbers, in: toy.carried, workspace.arena)
      let (loss, finalStates) = toy.model.lossAndGradient(
        batch, scale: 1, carried: states,
        Pass(
          weights, workspace, random: Philox(seed: 3, purpose: 2, step: UInt64(window)),
          into: terms))
      toy.model.decoder.stack.store(finalStates, of: batch.numbers, in: toy.carried)
      return (loss, terms.sum(toy.model.layout, workspace))
    }
    let sum = ParameterBuffer(toy.model.layout)
    for (_, gradient) in results { Kernels.best.add(gradient.all, to: sum.all) }
    return (results.reduce(0) { $0 + $1.0 }, sum)
  }
}
