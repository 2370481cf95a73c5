// SPDX-License-Identifier: Apache-2.0

import Inference
import Layers
import TestSupport
import Testing

/// The alignments of translations to source words. The checkpoint reads sentences in reverse.
@Suite struct AlignmentTests {
  private func translations(
    _ lines: [String], attention: AttentionKind = .general, reverseSource: Bool = true,
    _ change: (inout Translator.Options) -> Void
  ) throws -> [Translation] {
    let directory = TemporaryDirectory()
    try RandomCheckpoint.write(
      to: directory.path, attention: attention, reverseSource: reverseSource)
    var options = Translator.Options()
    options.maximumLength = 20
    change(&options)
    return try Translator(checkpoint: directory.path, options: options).translate(lines)
  }

  private let lines = [
    "w1 w2 w3 w4 w5", "w7", "", "w3 unheard w9 w10", "w11 w12 w13 w14 w15 w16 w17",
  ]

  @Test func eachUnitPaysAttentionToTheWholeSource() throws {
    for beam in [1, 3] {
      let found = try translations(lines) {
        ($0.computesAttention, $0.beamSize, $0.hypotheses) = (true, beam, beam)
      }
      for translation in found where translation.sourceTokens > 0 {
        #expect(translation.sourceUnits.count == translation.sourceTokens)
        for hypothesis in translation.hypotheses {
          let steps = hypothesis.tokens.count + (hypothesis.isCut ? 0 : 1)
          #expect(hypothesis.attention.count == steps)
          for row in hypothesis.attention {
            #expect(row.count == translation.sourceTokens + 1)
            #expect(abs(row.reduce(0, +) - 1) < 1e-5)
          }
        }
      }
      #expect(found[2].hypotheses.isEmpty)
    }
    #expect(try translations(lines) { _ in }[0].hypotheses[0].attention.isEmpty)
    let without = try translations(lines, attention: .none) { $0.computesAttention = true }
    #expect(without[0].hypotheses[0].attention.isEmpty)
  }

  /// Reading w1 w2 w3 w4 in reverse is the same as reading w4 w3 w2 w1 forwards.
  @Test func attentionIsInTheOrderOfTheText() throws {
    let backwards = try translations(["w1 w2 w3 w4"]) { $0.computesAttention = true }[0]
    let forwards = try translations(["w4 w3 w2 w1"], reverseSource: false) {
      $0.computesAttention = true
    }[0]
    #expect(backwards.sourceUnits == ["w1", "w2", "w3", "w4"])
    #expect(backwards.tokens == forwards.tokens && !backwards.tokens.isEmpty)
    let mirrored = forwards.hypotheses[0].attention.map { row in
      [row[3], row[2], row[1], row[0], row[4]]
    }
    #expect(backwards.hypotheses[0].attention == mirrored)
    let cut = try translations(["w1 w2 w3 w4"]) {
      ($0.computesAttention, $0.maximumSourceLength) = (true, 3)
    }[0]
    #expect(cut.sourceUnits == ["w1", "w2", "w3"])
    #expect(cut.hypotheses[0].attention.allSatisfy { $0.count == 4 })
  }

  private func pairs(
    _ attention: [[Float]], _ sourceUnitCounts: [Int], _ targetUnitCounts: [Int]
  ) -> [[Int]] {
    Alignment(
      attention, sourceUnitCounts: sourceUnitCounts, targetUnitCounts: targetUnitCounts
    ).pairs.map { [$0.source, $0.target] }
  }

  @Test func theAlignmentIsTheLargestAttention() {
    let attention: [[Float]] = [
      [0.1, 0.7, 0.2], [0.6, 0.3, 0.1], [0.1, 0.1, 0.8], [0.4, 0.4, 0.2], [1, 0, 0],
    ]
    #expect(
      pairs(attention, [1, 1], [1, 1, 1, 1]) == [[1, 0], [0, 1], [0, 3]],
      "the end is not aligned, nor is what attends to it")
    #expect(
      pairs(attention, [1, 1], [1, 1, 1, 1, 1]).last == [0, 4], "the last word of one that is cut")
    #expect(pairs([], [1], []).isEmpty)
  }

  @Test func theAttentionOfATokenIsTheSumOverItsUnits() {
    let attention: [[Float]] = [
      // The first source token consists of three units, the second of one.
      [0.2, 0.2, 0.2, 0.3, 0.1], [0, 0, 0.1, 0.5, 0.4], [0.1, 0.1, 0.1, 0.6, 0.1],
      [0.1, 0.2, 0.1, 0.1, 0.5], [0, 0, 0, 0, 1],
    ]
    #expect(
      pairs(attention, [3, 1], [1, 2, 1]) == [[0, 0], [1, 1]], "the last looks at the end")
    #expect(pairs(attention, [3, 1], [3, 1]) == [[1, 0]])
    // The source was cut off within its second token, after two of its four units.
    #expect(pairs(attention, [1, 4], [1, 1]) == [[1, 0], [1, 1]])
  }

  @Test func alignmentsOfUnitsCountTokens() throws {
    let directory = TemporaryDirectory()
    try RandomCheckpoint.write(to: directory.path, attention: .general, merges: 12)
    var options = Translator.Options()
    (options.computesAttention, options.computesScores) = (true, true)
    options.maximumLength = 30
    let found = try Translator(checkpoint: directory.path, options: options).translate(lines)
    for translation in found where translation.sourceTokens > 0 {
      let hypothesis = translation.hypotheses[0]
      #expect(translation.sourceUnits.count > translation.sourceTokens)
      #expect(try #require(hypothesis.score).units.count > hypothesis.tokens.count)
      #expect(!hypothesis.alignment.isEmpty)
      for pair in hypothesis.alignment {
        #expect(pair.source < translation.sourceTokens && pair.target < hypothesis.tokens.count)
      }
    }
  }

  /// A high temperature makes unknown words likely enough to occur.
  @Test func sourceWordsReplaceUnknownWords() throws {
    for attention in [AttentionKind.none, .general] {
      let lines = (0..<40).map { "w\($0) unheard w\($0 / 2) strange w3" }
      func texts(_ change: (inout Translator.Options) -> Void) throws -> [[String]] {
        try translations(lines, attention: attention) {
          ($0.sampling, $0.computesAttention) = (Sampling(), true)
          $0.sampling?.temperature = 5
          change(&$0)
        }.map(\.tokens)
      }
      let plain = try texts { _ in }
      let replaced = try texts { $0.replacesUnknownWords = true }
      let translated = try texts {
        ($0.replacesUnknownWords, $0.dictionary) = (true, [" strange ": "seltsam"])
      }
      #expect(plain.joined().contains("<unk>"))
      #expect(!replaced.joined().contains("<unk>"))
      for (line, (plain, replaced)) in zip(plain, replaced).enumerated() {
        #expect(plain.count == replaced.count)
        for (plain, replaced) in zip(plain, replaced) {
          if plain == "<unk>" {
            #expect(lines[line].split(separator: " ").map(String.init).contains(replaced))
          } else {
            #expect(plain == replaced)
          }
        }
      }
      #expect(translated == replaced.map { $0.map { $0 == "strange" ? "seltsam" : $0 } })
      if attention == .none {
        let made = zip(plain.joined(), replaced.joined()).filter { $0.0 == "<unk>" }.map(\.1)
        #expect(Set(made) == ["unheard", "strange"], "rather what the model does not know")
      }
    }
  }

  @Test func missingCoverageLowersScores() throws {
    let found = try translations(lines) {
      ($0.beamSize, $0.coveragePenalty, $0.computesAttention) = (3, 5, true)
      // Shorter than the source.
      $0.maximumLength = 4
    }
    let penalties = try found.flatMap(\.hypotheses).map { hypothesis in
      let score = try #require(hypothesis.score)
      let divisor = Translator.Options().lengthPenalty.divisor(words: score.logProbabilities.count)
      let penalty = CoveragePenalty(weight: 5).score(hypothesis.attention)
      #expect(abs(score.total - score.logProbability / divisor - penalty) < 1e-4)
      return penalty
    }
    #expect(penalties.contains { $0 < -0.01 }, "\(penalties)")
  }
}
