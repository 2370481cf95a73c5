// SPDX-License-Identifier: Apache-2.0

import Glibc
import Inference
import Layers
import TestSupport
import Testing

@Suite struct ExplanationTests {
  private static let lines = ["w1 w2 w3", "w7 unheard w7 w9 w30", "w39", "w5 w4 w3 w2 w1 w0"]

  private func translator(
    _ directory: borrowing TemporaryDirectory, _ attention: AttentionKind,
    reverseSource: Bool = true, maximumSourceLength: Int = 100
  ) throws -> Translator {
    try RandomCheckpoint.write(
      to: directory.path, attention: attention, reverseSource: reverseSource)
    var options = Translator.Options()
    options.maximumLength = 12
    options.maximumSourceLength = maximumSourceLength
    // Explanations are of greedy search, whatever the options for `translate`.
    options.threads = 2
    return try Translator(checkpoint: directory.path, options: options)
  }

  @Test(arguments: [AttentionKind.none, .dot, .general, .additive, .scaledDot])
  func chosenWordsAreThoseOfGreedySearch(_ attention: AttentionKind) throws {
    let directory = TemporaryDirectory()
    let translator = try translator(directory, attention)
    let translations = translator.translate(Self.lines)
    #expect(translations.contains { $0.tokens.count > 3 })
    for (line, translation) in zip(Self.lines, translations) {
      let explanation = translator.explain(line)
      #expect(explanation.text == translation.text)
      #expect(explanation.isCut == translation.isCut)
      let said = explanation.steps.map(\.chosen.text)
      #expect(said == translation.tokens + (translation.isCut ? [] : ["</s>"]))
      #expect(explanation.source.filter(\.isUnknown).count == translation.unknownWords)
      #expect((explanation.attention == nil) == (attention == .none))
    }
  }

  /// For every word in turn, even where `translate` would have chosen another.
  @Test(arguments: [AttentionKind.none, .general])
  func probabilitiesAreThoseOfForcedScoring(_ attention: AttentionKind) throws {
    let directory = TemporaryDirectory()
    let translator = try translator(directory, attention)
    var compared = 0
    for line in Self.lines {
      let explanation = translator.explain(line, best: 44)
      let words = explanation.steps.map(\.chosen.text).prefix { $0.hasPrefix("w") }
      let forced = translator.scores(
        sources: [line], references: [words.joined(separator: " ")])[0]
      let expected = forced.logProbabilities.prefix(words.count).map { exp(Double($0)) }
      let found = explanation.steps.prefix(words.count).map(\.chosen.probability)
      expectClose(found, expected, relative: 1e-5, "probabilities")
      compared += words.count
      for step in explanation.steps {
        let probabilities = step.best.map(\.probability)
        // All ids except padding and start, which have the rest of the probability.
        #expect(Set(step.best.map(\.id)) == Set(0..<44).subtracting([0, 2]))
        #expect(probabilities == probabilities.sorted(by: >))
        #expect(probabilities.count == 42 && probabilities.reduce(0, +) < 1)
      }
      let fewer = translator.explain(line, best: 3)
      #expect(
        fewer.steps.map(\.best) == explanation.steps.map { Array($0.best.prefix(3)) })
    }
    #expect(compared > 10)
  }

  @Test func rowsOfAttentionSumToOne() throws {
    let directory = TemporaryDirectory()
    let translator = try translator(directory, .general)
    for line in Self.lines {
      let explanation = translator.explain(line)
      let attention = try #require(explanation.attention)
      #expect(attention.count == explanation.steps.count)
      for row in attention {
        #expect(row.count == explanation.source.count)
        #expect(row.allSatisfy { $0 >= 0 && $0 < 1 })
        expectClose([row.reduce(0, +)], [1], relative: 1e-5, "row")
      }
    }
  }

  /// Two models with the same weights, one of which reads in reverse, attend to the same words of a
  /// sentence and of the reversed sentence.
  @Test func attentionIsInTheOrderOfTheLine() throws {
    let backward = TemporaryDirectory()
    let forward = TemporaryDirectory()
    let first = try translator(backward, .general).explain("w1 w2 w3 w4 w5")
    let second = try translator(forward, .general, reverseSource: false).explain("w5 w4 w3 w2 w1")
    #expect(first.text == second.text)
    #expect(first.source.map(\.text) == ["w1", "w2", "w3", "w4", "w5", "</s>"])
    #expect(second.source.map(\.text) == ["w5", "w4", "w3", "w2", "w1", "</s>"])
    let turned = second.attention?.map { row in Array(row.dropLast().reversed()) + row.suffix(1) }
    #expect(first.attention == turned)
    #expect(first.attention != second.attention)
  }

  @Test func unknownWordsStayAsTheyWereWritten() throws {
    let directory = TemporaryDirectory()
    let source = try translator(directory, .none).explain("w3 Strange, w4").source
    #expect(source.map(\.text) == ["w3", "Strange", "￭,", "w4", "</s>"])
    #expect(source.map(\.isUnknown) == [false, true, true, false, false])
    #expect(source.map { $0.id == 1 } == source.map(\.isUnknown))
    #expect(source.last?.id == 3)
  }

  @Test func blankAndLongLines() throws {
    let directory = TemporaryDirectory()
    let translator = try translator(directory, .dot, maximumSourceLength: 2)
    for line in ["", " \t "] {
      let explanation = translator.explain(line)
      #expect(explanation.source.isEmpty && explanation.steps.isEmpty)
      #expect(explanation.attention == nil && explanation.text.isEmpty)
      #expect(!explanation.isCut && !explanation.isSourceCut)
    }
    let cut = translator.explain("w1 w2 w3")
    let whole = translator.explain("w1 w2")
    #expect(cut.isSourceCut && !whole.isSourceCut)
    #expect(cut.steps == whole.steps && cut.source == whole.source)
  }

  @Test func anEnsembleOfOneModelTwiceIsThatModel() throws {
    let directory = TemporaryDirectory()
    let one = try translator(directory, .additive)
    let two = try Translator(
      ensemble: [one.checkpoint, one.checkpoint], options: one.options)
    let (first, second) = (one.explain(Self.lines[0]), two.explain(Self.lines[0]))
    #expect(first.text == second.text && first.source == second.source)
    expectClose(
      second.attention?.flatMap(\.self) ?? [], first.attention?.flatMap(\.self) ?? [],
      relative: 1e-5, "attention")
  }
}
