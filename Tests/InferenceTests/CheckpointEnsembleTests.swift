// SPDX-License-Identifier: Apache-2.0

import Inference
import Layers
import TestSupport
import Testing

/// The checkpoints that can form an ensemble, and the attention of the ensemble.
@Suite final class CheckpointEnsembleTests {
  private let directory = TemporaryDirectory()

  private func path(_ name: String) -> String { directory.path(name) }

  private func load(_ names: String...) throws -> [Checkpoint] {
    try names.map { try Checkpoint(directory: path($0)) }
  }

  private func obstacle(_ names: String...) throws -> AttentionObstacle? {
    try Translator(ensemble: names.map { try Checkpoint(directory: path($0)) })
      .attentionObstacle
  }

  /// `l'auto` is one word in an unknown language, and two in French.
  @Test func differentTokensRuleOutAttention() throws {
    try RandomCheckpoint.write(to: path("a"), attention: .general, from: "und")
    try RandomCheckpoint.write(to: path("b"), attention: .general, from: "fr")
    var options = Translator.Options()
    (options.computesAttention, options.replacesUnknownWords) = (true, true)
    options.maximumLength = 12
    options.sampling = Sampling()
    options.sampling?.temperature = 5
    let translator = try Translator(ensemble: load("a", "b"), options: options)
    let lines = ["w1 w2 unheard w4", "l'auto", "w3 w5", "w6 strange w7"]
    let found = translator.translate(lines)
    #expect(!translator.hasAttention)
    #expect(found.allSatisfy { $0.hypotheses[0].attention.isEmpty })
    let requests = lines.enumerated().map { TranslationInput($1, number: $0 + 1) }
    #expect(found == requests.map { translator.translate(inputs: [$0])[0] })
  }

  @Test func modelsWithTheSameUnitsHaveAttentionTogether() throws {
    try RandomCheckpoint.write(to: path("a"), attention: .general)
    try RandomCheckpoint.write(to: path("b"), attention: .dot)
    var options = Translator.Options()
    options.computesAttention = true
    let translator = try Translator(ensemble: load("a", "b"), options: options)
    #expect(translator.hasAttention)
    for translation in translator.translate(["w1 w2 w3", "w4"]) {
      let hypothesis = translation.hypotheses[0]
      #expect(!hypothesis.attention.isEmpty)
      #expect(hypothesis.attention.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-5 })
    }
  }

  @Test func theObstacleIsNamed() throws {
    try RandomCheckpoint.write(to: path("a"), attention: .general)
    try RandomCheckpoint.write(to: path("plain"))
    try RandomCheckpoint.write(to: path("forwards"), attention: .general, reverseSource: false)
    try RandomCheckpoint.write(to: path("und"), attention: .general, from: "und")
    #expect(try obstacle("a", "a") == nil)
    #expect(try obstacle("a", "plain") == .paysNone(checkpoint: path("plain")))
    #expect(
      try obstacle("a", "forwards") == .otherOrder(first: path("a"), other: path("forwards")))
    #expect(try obstacle("a", "und") == .otherUnits(first: path("a"), other: path("und")))
    try RandomCheckpoint.write(to: path("units"), attention: .general, merges: 5)
    try RandomCheckpoint.write(to: path("others"), attention: .general, merges: 5)
    #expect(try obstacle("units", "others") == nil)
  }

  @Test func modelsOfDifferentLanguagesFormNoEnsemble() throws {
    for (name, source, target) in [
      ("de-en", "de", "en"), ("fr-en", "fr", "en"), ("de-fr", "de", "fr"), ("any", "und", "und"),
    ] {
      try RandomCheckpoint.write(to: path(name), from: source, to: target)
    }
    func error(_ first: String, _ other: String, _ languages: LanguagePair) -> EnsembleError {
      EnsembleError(
        first: path(first), other: path(other),
        problem: .languages(first: LanguagePair(source: "de", target: "en"), other: languages))
    }
    let french = LanguagePair(source: "fr", target: "en")
    #expect(throws: error("de-en", "fr-en", french)) {
      try Translator(ensemble: load("de-en", "fr-en"))
    }
    #expect(throws: error("de-en", "de-fr", LanguagePair(source: "de", target: "fr"))) {
      try Translator(ensemble: load("de-en", "de-fr"))
    }
    #expect(throws: error("de-en", "fr-en", french), "a model of any language hides nothing") {
      try Translator(ensemble: load("any", "de-en", "fr-en"))
    }
    #expect(try Translator(ensemble: load("de-en", "any")).translate("w1") != "")
  }
}
