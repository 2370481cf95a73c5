// SPDX-License-Identifier: Apache-2.0

import Subwords
import TestSupport
import Testing

@testable import Text

/// Running text as units, and back.
struct TextCodecTests {
  private static let plain = TokenizerConfiguration(language: "en", normalization: .none)

  /// Returns a codec whose vocabulary holds all units of some texts.
  private func codec(
    _ unit: TextUnit, of texts: [String], _ configuration: TokenizerConfiguration = plain
  ) throws -> TextCodec {
    let splitter = try UnitSplitter(unit, configuration)
    var builder = VocabularyBuilder()
    for text in texts { builder.add(splitter.units(of: text)) }
    guard unit == .subword else {
      return try TextCodec(unit, configuration, TokenCodec(builder.build(), merges: nil))
    }
    let merges = BytePairMerges(learning: 200, from: [builder])
    let vocabulary = Vocabulary(
      unitsOf: [builder], BytePairEncoder(merges), minimumFrequency: 0, maximumSize: .max)
    return try TextCodec(unit, configuration, TokenCodec(vocabulary, merges: merges))
  }

  @Test(arguments: TextUnit.allCases)
  func everyTextIsRestored(unit: TextUnit) throws {
    let texts = UnitTexts.all(random: 500, seed: 11)
    let codec = try codec(unit, of: texts)
    for text in texts {
      let units = codec.units(of: text)
      #expect(isSame(codec.text(ofUnits: units), text), "\(text.debugDescription) as \(units)")
      #expect(isSame(codec.text(of: codec.ids(of: text)), text), "\(text.debugDescription)")
      #expect(!codec.ids(of: text).contains(Vocabulary.Special.unknown))
      let hasRaw = units.contains { unit in
        unit.unicodeScalars.contains { $0.properties.isWhitespace || $0.value < 0x20 }
      }
      #expect(!hasRaw && !units.contains(""), "\(units)")
    }
  }

  @Test func charactersAndCodePointsAreThoseOfSwift() throws {
    let texts = UnitTexts.all(random: 500, seed: 12)
    let (characters, scalars) = (try codec(.character, of: []), try codec(.codepoint, of: []))
    for text in texts {
      #expect(characters.units(of: text).count == text.count, "\(text.debugDescription)")
      #expect(scalars.units(of: text).count == text.unicodeScalars.count)
      let same = zip(characters.units(of: text), text).allSatisfy { unit, character in
        isSame(characters.text(ofUnits: [unit]), String(character))
      }
      #expect(same, "\(text.debugDescription)")
    }
  }

  /// The fast test for boundaries agrees with the slow one for each code point that it lets through.
  @Test func simpleCodePointsAreClustersOfTheirOwn() {
    for value in UInt32(0)...0x10FFFF where isSimple(value) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for neighbour: Unicode.Scalar in ["a", "가"] {
        for pair in [[scalar, neighbour], [neighbour, scalar]] {
          var text = String.UnicodeScalarView()
          text.append(contentsOf: pair)
          if String(text).count != 2 { Issue.record("\(pair)") }
        }
      }
    }
  }

  @Test func unitsAreWrittenReadably() throws {
    let text = "if (x) {\n\treturn  \\a;\r\n}\n"
    func units(_ unit: TextUnit) throws -> [String] { try codec(unit, of: []).units(of: text) }
    #expect(
      try units(.word) == [
        "if", "(￭", "x", "￭)", "{", #"\n"#, #"\t"#, "return", #"\s\s"#, #"\\￭"#, "a", "￭;",
        #"\r\n"#,
        "}", #"\n"#,
      ])
    #expect(
      try units(.character) == [
        "i", "f", #"\s"#, "(", "x", ")", #"\s"#, "{", #"\n"#, #"\t"#, "r", "e", "t", "u", "r", "n",
        #"\s"#, #"\s"#, #"\\"#, "a", ";", #"\r\n"#, "}", #"\n"#,
      ])
    #expect(try units(.codepoint).suffix(5) == [";", #"\r"#, #"\n"#, "}", #"\n"#])
    let all = try codec(.codepoint, of: []).units(of: "\0\u{1}\u{85}\u{A0}\u{3000}\u{FFED}\u{FFEE}")
    #expect(
      all == [#"\0"#, #"\u{1}"#, #"\u{85}"#, #"\u{A0}"#, #"\u{3000}"#, #"\u{FFED}"#, "\u{FFEE}"])
    let french = TokenizerConfiguration(language: "fr", normalization: .none)
    #expect(try codec(.word, of: [], french).units(of: "l'homme") == ["l'￭", "homme"])
  }

  @Test func longRunsAndWordsAreCut() throws {
    let codec = try codec(.word, of: [])
    let spaces = codec.units(of: String(repeating: " ", count: 33) + "x")
    #expect(spaces.map(\.count) == [32, 32, 2, 1])
    let letters = codec.units(of: String(repeating: "ACGT", count: 100))
    #expect(letters.map(\.utf8.count) == [128, 131, 131, 19])
  }

  @Test func anyUnitsCanBeJoined() throws {
    let codec = try codec(.word, of: [])
    let cases: [([String], String)] = [
      (["a", "b"], "a b"), (["a", "￭", "b"], "ab"), (["￭"], ""), (["a￭", #"\n"#, "b"], "a\nb"),
      (["a", #"\s"#, "b"], "a b"), ([#"\"#, "b"], #"\ b"#), ([#"\u{110000}"#], #"\u{110000}"#),
      ([#"\u{}"#, #"\x"#, #"\u{41"#], #"\u{} \x \u{41"#), ([#"a\u{1F600}"#], "a😀"),
      (["a￭b"], "ab"), (["a", "￭￭", "b"], "ab"), (["", "a"], "a"),
    ]
    for (units, text) in cases { #expect(codec.text(ofUnits: units) == text, "\(units)") }
  }

  @Test func decodingIdsStreamsAndHasNoTextForSpecialTokens() throws {
    for unit in TextUnit.allCases {
      let codec = try codec(unit, of: ["the other mother\n\tthen\n the"])
      var decoder = TextDecoder(unit, codec.vocabulary)
      let ids: [Int32] =
        [2] + codec.ids(of: "other mother\n then") + [3] + codec.ids(of: "the") + [0]
      let parts = ids.map { decoder.text(adding: $0) }
      #expect(parts.joined() + decoder.remainingText() == "other mother\n thenthe", "\(unit)")
      #expect(codec.text(of: [1]) == "\u{FFFD}")
    }
  }

  @Test(arguments: TextUnit.allCases)
  func vocabularyFilesHoldEveryUnit(unit: TextUnit) throws {
    let directory = TemporaryDirectory()
    let texts = UnitTexts.all(random: 100, seed: 13)
    let codec = try codec(unit, of: texts)
    let path = directory.path("vocabulary.txt")
    try codec.vocabulary.write(to: path)
    let read = try Vocabulary(contentsOf: path)
    #expect(read == codec.vocabulary && read.count > 100)
  }

  @Test func onlyTheConfigurationChangesText() throws {
    let text = "&amp; L\u{2019}\u{200B}ÉTÉ e\u{301}\r\n\tΣΑΣ"
    let lowercase = TokenizerConfiguration(language: "el", lowercase: true, normalization: .none)
    let standard = TokenizerConfiguration(language: "el")
    for unit in [TextUnit.character, .codepoint, .word] {
      func restored(_ configuration: TokenizerConfiguration) throws -> String {
        let codec = try codec(unit, of: [], configuration)
        return codec.text(ofUnits: codec.units(of: text))
      }
      #expect(isSame(try restored(Self.plain), text))
      #expect(isSame(try restored(lowercase), "&amp; l\u{2019}\u{200B}été e\u{301}\r\n\tσας"))
      #expect(isSame(try restored(standard), "& L'ÉTÉ é\r\n\tΣΑΣ"))
    }
  }

  @Test func wordsNeedAKnownLanguage() {
    #expect(throws: TokenizerError.self) {
      try UnitSplitter(.word, TokenizerConfiguration(language: "xx-nonsense"))
    }
  }
}
