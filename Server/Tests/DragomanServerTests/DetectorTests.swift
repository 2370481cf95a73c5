// SPDX-License-Identifier: Apache-2.0

import Dragoman
import FoundationEssentials
import TestSupport
import Testing

@testable import DragomanServer

struct LanguageDetectorTests {
  private func detector(_ texts: [String: String]) throws -> LanguageDetector {
    let directory = TemporaryDirectory()
    var vocabularies: [ServedLanguage: Vocabulary] = [:]
    for (code, text) in texts {
      let words = Set(text.split(separator: " ")).sorted()
      let lines = Vocabulary.Special.tokens.map { "\($0)\t0" } + words.map { "\($0)\t9" }
      let path = directory.path(code)
      try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: path))
      vocabularies[ServedLanguage(tag: code)] = try Vocabulary(contentsOf: path)
    }
    return LanguageDetector(vocabularies)
  }

  private let texts = [
    "en": "the brother of my friend lives in the house with a garden and this is what they think",
    "fr": "le frère de mon ami habite dans la maison avec un jardin et c est ce qu ils pensent",
    "el": "ο αδελφός του φίλου μου μένει στο σπίτι με κήπο και αυτό σκέφτονται",
  ]

  @Test(
    arguments: [
      ("my friend thinks", "en"), ("mes amis habitent la maison", "fr"), ("ο φίλος μου", "el"),
      ("FRÈRE", "fr"),
    ])
  func wordsTellTheirLanguage(text: String, code: String) throws {
    let guesses = try detector(texts).guesses(text)
    #expect(guesses[0].language.code == code && guesses[0].confidence > 0.5)
    #expect(guesses.count == 3 && guesses.map(\.confidence).reduce(0, +) <= 1 + 1e-9)
  }

  @Test(arguments: ["", "123 !?", "漢字", "ъыьэюя щшчц"])
  func otherTextsHaveNoLanguage(text: String) throws {
    #expect(try detector(texts).guesses(text).allSatisfy { $0.confidence < 0.1 })
  }

  /// With joint subwords, both languages have one vocabulary.
  @Test func languagesWithTheSameVocabularyAreAsProbable() throws {
    let text = (texts["en"] ?? "") + " " + (texts["fr"] ?? "")
    let guesses = try detector(["en": text, "fr": text]).guesses("mon ami")
    #expect(guesses[0].logProbability == guesses[1].logProbability)
    #expect(guesses.allSatisfy { abs($0.confidence - 0.5) < 0.01 })
  }

  @Test func aDetectorOfOneLanguageKnowsWhatIsNot() throws {
    let guesses = try detector(["en": texts["en"] ?? ""]).guesses("αυτό σκέφτονται")
    #expect(guesses.map(\.language.code) == ["en"] && guesses[0].confidence < 0.1)
  }
}
