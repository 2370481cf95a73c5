// SPDX-License-Identifier: Apache-2.0

import Glibc
import Models
import TestSupport
import Testing

@Suite struct NGramModelTests {
  /// The text "a b a c" with a = 0, b = 1 and c = 2.
  @Test func aTextOfFourTokensByHand() {
    let model = NGramModel(order: 2, vocabularySize: 3, sequences: [[0, 1, 0, 2]])
    #expect(model.discounts.map(\.values) == [[0.5, 1, 1.5], [0.5, 1, 1.5]])
    #expect(model.discounts.map(\.isFallback) == [true, true])
    func expect(after context: [Int32], _ expected: [Double]) {
      let found = model.distribution(after: model.context(after: context))
      expectClose(found, expected, relative: 1e-6, "after \(context)")
    }
    // "a" follows "b" and begins the text; "b" and "c" follow "a". Half of the 4 goes to 1/3.
    let unigrams = [5.0 / 12, 7.0 / 24, 7.0 / 24]
    expect(after: [], unigrams)
    expect(after: [0], [5.0 / 24, 19.0 / 48, 19.0 / 48])
    expect(after: [1], [17.0 / 24, 7.0 / 48, 7.0 / 48])
    expect(after: [2], unigrams)
    expect(after: [2, 1], [17.0 / 24, 7.0 / 48, 7.0 / 48])
  }

  @Test func orderOneIsTheDiscountedFrequency() {
    // 10 tokens once, 4 twice, 2 three times, 1 four times; token 17 never.
    let counts = [Int](repeating: 1, count: 10) + [2, 2, 2, 2, 3, 3, 4]
    var generator = SeededGenerator(seed: 1)
    let text = counts.enumerated().flatMap { token, count in
      [Int32](repeating: Int32(token), count: count)
    }.shuffled(using: &generator)
    let model = NGramModel(order: 1, vocabularySize: 18, sequences: [text[...]])
    let discounts = [5.0 / 9, 7.0 / 6, 17.0 / 9]
    expectClose(model.discounts[0].values, discounts, relative: 1e-12, "discounts")
    #expect(!model.discounts[0].isFallback)
    let taken = 10 * discounts[0] + 4 * discounts[1] + 3 * discounts[2]
    let expected = (counts + [0]).map { count in
      let kept = count == 0 ? 0 : Double(count) - discounts[min(count, 3) - 1]
      return kept / 28 + taken / 28 / 18
    }
    let found = model.distribution(after: model.context(after: [3, 4]))
    expectClose(found, expected, relative: 1e-6, "probabilities")
  }

  @Test(arguments: 1...6, [[], [0], [1, 1, 1]] as [[Int32]])
  func everyDistributionSumsToOne(order: Int, beginning: [Int32]) {
    withEvery("vocabulary", in: [1, 2, 3, 7, 40]) { vocabulary in
      withEvery("sequences", in: [0, 1, 2, 12]) { count in
        guard beginning.allSatisfy({ $0 < vocabulary }) else { return }
        var generator = SeededGenerator(seed: UInt64(100 * vocabulary + count))
        let sequences = randomSequences(count, vocabulary, &generator)
        let model = NGramModel(
          order: order, vocabularySize: vocabulary, beginning: beginning, sequences: sequences)
        var contexts = vocabulary < 4 ? allContexts(vocabulary, longest: min(order, 4)) : []
        contexts += (0..<15).map { _ in
          (0..<order).map { _ in Int32.random(in: 0..<Int32(vocabulary), using: &generator) }
        }
        for sequence in sequences where !sequence.isEmpty {
          contexts.append(beginning + sequence.prefix(Int.random(in: 0...6, using: &generator)))
        }
        for context in contexts { expectDistribution(model, after: context) }
      }
    }
  }

  /// Expects probabilities above 0 that sum to 1 and agree with `logProbability`.
  private func expectDistribution(_ model: NGramModel, after context: [Int32]) {
    let distribution = model.distribution(after: model.context(after: context))
    #expect(distribution.count == model.vocabularySize)
    #expect(distribution.allSatisfy { $0 > 0 }, "\(labelled()) after \(context)")
    let sum = distribution.reduce(0) { $0 + Double($1) }
    #expect(abs(sum - 1) < 1e-6, "\(labelled()) after \(context): \(sum)")
    let each = distribution.indices.map {
      exp(model.logProbability(of: Int32($0), after: context))
    }
    expectClose(distribution, each, relative: 1e-6, "after \(context)")
  }

  private func randomSequences(
    _ count: Int, _ vocabulary: Int, _ generator: inout SeededGenerator
  ) -> [ArraySlice<Int32>] {
    (0..<count).map { _ in
      let length = Int.random(in: 0...30, using: &generator)
      // Half of the tokens are 0, so that some n-grams are frequent.
      return (0..<length).map { _ in
        Bool.random(using: &generator)
          ? 0 : Int32.random(in: 0..<Int32(vocabulary), using: &generator)
      }[...]
    }
  }

  private func allContexts(_ vocabulary: Int, longest: Int) -> [[Int32]] {
    var contexts: [[Int32]] = [[]]
    var last = contexts
    for _ in 0..<longest {
      last = last.flatMap { context in (0..<Int32(vocabulary)).map { context + [$0] } }
      contexts += last
    }
    return contexts
  }

  @Test func onlyTheLastTokensMatter() {
    var generator = SeededGenerator(seed: 3)
    let sequences = randomSequences(20, 5, &generator)
    withEvery("order", in: [1, 2, 3, 5, 8, 16]) { order in
      let model = NGramModel(order: order, vocabularySize: 5, sequences: sequences)
      for sequence in sequences {
        var context = model.context(after: [])
        for (index, token) in sequence.enumerated() {
          let read = sequence.prefix(index)
          #expect(context == model.context(after: read), "\(labelled())")
          #expect(context == model.context(after: read.suffix(order - 1)), "\(labelled())")
          model.append(token, to: &context)
        }
      }
    }
  }

  /// The beginning is context, and is not predicted.
  @Test func theBeginningIsContextOnly() {
    let lines: [ArraySlice<Int32>] = [[4, 5, 3], [4, 6, 3], [4, 3], [5, 3]]
    let model = NGramModel(order: 3, vocabularySize: 8, beginning: [2], sequences: lines)
    let first = model.distribution(after: model.start)
    // "4" begins three lines of four, "5" one.
    #expect(first[4] > 0.4 && first[5] > 0.1 && first[6] < 0.1)
    // 2 is as improbable as a token that is not in the text.
    for context: [Int32] in [[], [2], [2, 4], [2, 2], [5]] {
      let distribution = model.distribution(after: model.context(after: context))
      #expect(distribution[2] == distribution[7], "after \(context)")
    }
    let losses = model.losses(of: [4, 5] as [Int32])
    let expected = [
      -model.logProbability(of: 4, after: [2]), -model.logProbability(of: 5, after: [2, 4]),
    ]
    expectClose(losses, expected, relative: 1e-6, "losses")
  }

  /// A text is one sequence, whatever the number of tokens that the order needs before it.
  @Test func aLongerBeginningThanTheOrderNeedsIsCut() {
    let lines: [ArraySlice<Int32>] = [[4, 5, 3], [4, 6, 3]]
    let models = [[2, 2], [5, 2, 2], [2, 2, 2, 2]].map {
      NGramModel(order: 3, vocabularySize: 8, beginning: $0, sequences: lines)
    }
    #expect(models[0] == models[1] && models[0] == models[2])
  }

  @Test func aRepeatedTokenIsExpectedAgain() {
    let model = NGramModel(
      order: 16, vocabularySize: 3, sequences: [[Int32](repeating: 1, count: 5000)[...]])
    let context = model.context(after: [Int32](repeating: 1, count: 15))
    #expect(model.logProbability(of: 1, after: context) > log(0.999))
    expectDistribution(model, after: [Int32](repeating: 1, count: 15))
    expectDistribution(model, after: [0, 2])
  }

  /// What does not continue a repeated line can be too improbable for a float.
  @Test func afterARepeatedLineEveryTokenRemainsPossible() {
    let line = [Int32](repeating: 0, count: 16)
    let model = NGramModel(
      order: 16, vocabularySize: 2, sequences: repeatElement(line[...], count: 3000))
    let context = model.context(after: line.dropLast())
    #expect(model.logProbability(of: 0, after: context) > log(0.999))
    // A context of 15 tokens leaves 1.5 of 3000; each shorter one also counts for the token before
    // it.
    let expected =
      log(1.5 / 3000) + 14 * log(1.5 / 3001) + model.logProbability(of: 1, after: [])
    expectClose(
      [model.logProbability(of: 1, after: context)], [expected], relative: 1e-6, "unseen")
    #expect(model.distribution(after: context)[1] == 0)
  }

  /// A text without tokens gives every token the same probability.
  @Test(arguments: 1...3) func nothingIsKnownFromNothing(order: Int) {
    for sequences in [[], [[]]] as [[ArraySlice<Int32>]] {
      let model = NGramModel(
        order: order, vocabularySize: 5, beginning: [2, 2], sequences: sequences)
      expectClose(
        model.distribution(after: model.start), [Double](repeating: 0.2, count: 5),
        relative: 1e-7, "probabilities")
    }
  }
}
