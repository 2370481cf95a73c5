// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Inference
import Models
import TestSupport
import Testing
import Threads

/// Compares completions with all possible ones.
@Suite struct CompleterTests {
  private static let tokens: [Int32] = [0, 1, 2, 3, 4]

  private func settings(
    _ extent: CompletionSettings.Extent, _ count: Int,
    _ change: (inout CompletionSettings) -> Void = { _ in }
  ) -> CompletionSettings {
    var settings = CompletionSettings(extent, count: count)
    settings.beamSize = 700
    change(&settings)
    return settings
  }

  /// Expects the best of `all`, which are completions and their log-probabilities. Rounding may
  /// change the order of those that are equally probable.
  private func expect(
    _ found: [Completion], bestOf all: [(tokens: [Int32], logProbability: Double)], _ count: Int
  ) {
    let best = all.map(\.logProbability).sorted(by: >).prefix(count)
    expectClose(found.map(\.logProbability), Array(best), relative: 1e-5, "log-probabilities")
    let expected = Dictionary(all.map { ($0.tokens, $0.logProbability) }) { first, _ in first }
    expectClose(
      found.map(\.logProbability), found.map { expected[$0.tokens] ?? .nan }, relative: 1e-5,
      "log-probabilities of \(found.map(\.tokens))")
    #expect(Set(found.map(\.tokens)).count == found.count)
  }

  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func tokensAreTheMostProbableOnes(_ kind: TinyLanguageModel.Kind) {
    let model = TinyLanguageModel(kind)
    for prefix in [[], [2], [4, 1, 3]] as [[Int32]] {
      for length in 1...3 {
        let all = allSequences(length, of: Self.tokens).map {
          ($0, model.logProbability(of: $0, after: prefix))
        }
        for count in [1, 4, 20] {
          let completer = Completer(model.predictor(), settings(.tokens(length), count))
          expect(completer.completions(of: prefix), bestOf: all, count)
        }
      }
    }
  }

  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func theEndTokenIsTheLast(_ kind: TinyLanguageModel.Kind) {
    let model = TinyLanguageModel(kind)
    let others: [Int32] = [0, 1, 3]
    let beginnings: [[Int32]] = (0...2).flatMap { allSequences($0, of: others) }
    let ended: [[Int32]] = beginnings.map { $0 + [2] }
    let all = (ended + allSequences(3, of: others)).map {
      ($0, model.logProbability(of: $0, after: [3]))
    }
    let completer = Completer(
      model.predictor(), settings(.tokens(3), 30) { ($0.end, $0.forbidden) = (2, [4]) })
    expect(completer.completions(of: [3]), bestOf: all, 30)
  }

  private static func place(_ token: Int32) -> CompletionSettings.Place {
    token == 0 || token == 4 ? .after : .inside
  }

  /// Returns the words of up to `longest` letters, and the log-probability that each comes after
  /// `prefix` and one of `ends` follows.
  private func words(
    _ longest: Int, of letters: [Int32] = [1, 2, 3], ends: [Int32] = [0, 4],
    after prefix: [Int32], _ model: TinyLanguageModel
  ) -> [(tokens: [Int32], logProbability: Double)] {
    (1...longest).flatMap { allSequences($0, of: letters) }.map { word in
      let sum = ends.reduce(0) { $0 + exp(model.logProbability(of: word + [$1], after: prefix)) }
      return (word, log(sum))
    }
  }

  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func wordsAreTheMostProbableOnes(_ kind: TinyLanguageModel.Kind) {
    let model = TinyLanguageModel(kind)
    for prefix in [[], [1, 0], [3, 3]] as [[Int32]] {
      for longest in [1, 3] {
        let all = words(longest, after: prefix, model)
        for count in [1, 5, 200] {
          let settings = settings(.word(maximumLength: longest, place: Self.place), count)
          expect(
            Completer(model.predictor(), settings).completions(of: prefix), bestOf: all, count)
        }
      }
    }
  }

  @Test func forbiddenTokensEndNoWord() {
    let model = TinyLanguageModel(.lstm)
    let all = words(3, of: [1, 3], ends: [4], after: [2], model)
    let settings = settings(.word(maximumLength: 3, place: Self.place), 8) {
      $0.forbidden = [0, 2]
    }
    expect(Completer(model.predictor(), settings).completions(of: [2]), bestOf: all, 8)
  }

  /// Tokens 3 and 4 are last in their words, as subwords that end a word are.
  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func lastTokensBelongToTheirWords(_ kind: TinyLanguageModel.Kind) {
    let model = TinyLanguageModel(kind)
    let beginnings: [[Int32]] = (0...2).flatMap { allSequences($0, of: [0, 1, 2]) }
    let words: [[Int32]] = beginnings.flatMap { [$0 + [3], $0 + [4]] }
    let all = words.map {
      ($0, model.logProbability(of: $0, after: [1]))
    }
    let settings = settings(.word(maximumLength: 3, place: { $0 < 3 ? .inside : .last }), 12)
    expect(Completer(model.predictor(), settings).completions(of: [1]), bestOf: all, 12)
  }

  /// Key 1 has the letters 1 and 2, key 2 the letter 3.
  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func keysRankTheWordsThatTheyMaySpell(_ kind: TinyLanguageModel.Kind) {
    let model = TinyLanguageModel(kind)
    let letters: [Int: [Int32]] = [1: [1, 2], 2: [3]]
    for keys in [[1], [2], [1, 1], [1, 2, 1], [2, 1, 1, 1]] {
      func isTyped(_ word: [Int32]) -> Bool {
        word.count == keys.count
          && zip(word, keys).allSatisfy { letters[$1, default: []].contains($0) }
      }
      let all = words(keys.count, after: [2, 0], model).filter { isTyped($0.tokens) }
      let completer = Completer(
        model.predictor(), settings(.word(maximumLength: keys.count, place: Self.place), 5))
      let found = completer.completions(of: [2, 0]) { word, next in
        word.count < keys.count
          ? letters[keys[word.count], default: []].contains(next) : [0, 4].contains(next)
      }
      expect(found, bestOf: all, 5)
    }
  }

  /// As with whole words for tokens, of which those that begin with the typed letters are left.
  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func theBeginningOfAWordLimitsTheWords(_ kind: TinyLanguageModel.Kind) {
    let model = TinyLanguageModel(kind)
    let words = ["a", "an", "of", "and", "on"]
    for typed in ["", "a", "an", "o", "x"] {
      let all = Self.tokens.filter { words[Int($0)].hasPrefix(typed) }.map {
        (tokens: [$0], logProbability: model.logProbability(of: [$0], after: [2]))
      }
      let completer = Completer(model.predictor(), settings(.tokens(1), 3))
      let found = completer.completions(of: [2]) { _, next in words[Int(next)].hasPrefix(typed) }
      expect(found, bestOf: all, 3)
      #expect(found.count == min(3, all.count))
    }
  }

  /// A narrow beam finds some completions, with their right probabilities.
  @Test func aNarrowBeamIsRightAboutWhatItFinds() {
    let model = TinyLanguageModel(.residual)
    let settings = settings(.word(maximumLength: 6, place: Self.place), 5) { $0.beamSize = 2 }
    let found = Completer(model.predictor(), settings).completions(of: [1])
    #expect(!found.isEmpty && Set(found.map(\.tokens)).count == found.count)
    #expect(found.map(\.logProbability) == found.map(\.logProbability).sorted(by: >))
    for completion in found {
      let sum = [0, 4].reduce(0) {
        $0 + exp(model.logProbability(of: completion.tokens + [$1], after: [1]))
      }
      expectClose([completion.probability], [sum], relative: 1e-5, "\(completion.tokens)")
    }
  }

  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func typingOnIsTheSameAsStartingAnew(_ kind: TinyLanguageModel.Kind) throws {
    let model = TinyLanguageModel(kind)
    let settings = settings(.word(maximumLength: 3, place: Self.place), 4)
    let prefixes: [[Int32]] = [
      [], [1], [1, 2], [1, 2], [1, 2, 0, 3, 1], [1, 2, 0], [1, 3], [], [4], [4, 4, 4],
    ]
    let expected = prefixes.map { Completer(model.predictor(), settings).completions(of: $0) }
    let completer = Completer(model.predictor(), settings)
    #expect(prefixes.map { completer.completions(of: $0) } == expected)
    let pool = PredictorPool(try WorkerPool(count: 3)) { model.predictor() }
    let found = pool.map(below: prefixes.count) { predictor, index in
      Completer(predictor, settings).completions(of: prefixes[index])
    }
    #expect(found == expected)
  }
}
