// SPDX-License-Identifier: Apache-2.0

import Compute
import Inference
import Models
import TestSupport
import Testing
import Threads

@Suite struct SequenceScorerTests {
  private static func lines(_ model: TinyLanguageModel) -> [ArraySlice<Int32>] {
    let lengths = [3, 0, 17, 1, 300, 5, 0, 8] + [Int](repeating: 4, count: 40)
    return lengths.enumerated().map { model.text($1, seed: UInt64($0))[...] }
  }

  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func lossesAreThoseOfTraining(_ kind: TinyLanguageModel.Kind) throws {
    let model = TinyLanguageModel(kind)
    let lines = Self.lines(model)
    let expected = lines.map { model.losses(Array($0)) }
    for threads in [1, 3] {
      let pool = try WorkerPool(count: threads)
      for window in [1, 40, 100, 4096] {
        let scorer = model.scorer(workers: threads, window: window)
        let found = scorer.losses(of: lines, pool)
        #expect(found.map(\.count) == lines.map(\.count))
        expectSameBits(found.flatMap { $0 }, expected.flatMap { $0 }, "losses, window \(window)")
        let likelihoods = scorer.likelihoods(of: lines, pool)
        #expect(likelihoods.map(\.tokens) == lines.map(\.count))
        expectClose(
          likelihoods.map(\.negativeLogLikelihood),
          expected.map { $0.reduce(0) { $0 + Double($1) } }, relative: 1e-12, "sums")
      }
    }
    #expect(model.scorer().losses(of: [], try WorkerPool(count: 1)).isEmpty)
  }

  /// Slices do not begin at 0, and texts are longer than a part.
  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func aLongSliceIsScoredInParts(_ kind: TinyLanguageModel.Kind) throws {
    let model = TinyLanguageModel(kind)
    let text = model.text(9_000, seed: 3)
    let pool = try WorkerPool(count: 2)
    let found = model.scorer(workers: 2, window: 512).losses(of: [text[700...]], pool)[0]
    expectSameBits(found, model.losses(Array(text[700...])), "losses")
  }

  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func continuedLinesAreOneText(_ kind: TinyLanguageModel.Kind) throws {
    let model = TinyLanguageModel(kind)
    let (lines, pool) = (Self.lines(model), try WorkerPool(count: 1))
    let continued = model.scorer(window: 16).losses(ofContinued: lines, pool)
    #expect(continued.map(\.count) == lines.map(\.count))
    let whole = Array(lines.joined())
    expectSameBits(continued.flatMap { $0 }, model.losses(whole), "losses")
    let fresh = model.scorer().losses(of: lines, pool)
    #expect(fresh[0] == continued[0] && fresh[2] != continued[2])
  }

  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func scoringEqualsPredictingStepByStep(_ kind: TinyLanguageModel.Kind) throws {
    let model = TinyLanguageModel(kind)
    let text = model.text(60, seed: 8)
    let predictor = model.predictor()
    let stepwise = text.map { token in
      defer { predictor.advance([0], by: [token]) }
      return predictor.workspace.arena.scope {
        -predictor.distribution().logProbability(of: token, row: 0)
      }
    }
    let found = model.scorer(window: 7).losses(of: [text[...]], try WorkerPool(count: 1))[0]
    expectClose(found, stepwise, relative: 1e-5, "losses")
  }

  @Test func likelihoodsAddUp() {
    var likelihood = SequenceLikelihood(losses: [2, 1])
    likelihood += SequenceLikelihood(losses: [4])
    #expect(likelihood == SequenceLikelihood(losses: [4, 2, 1]))
    #expect(likelihood.tokens == 3 && likelihood.negativeLogLikelihood == 7)
  }
}
