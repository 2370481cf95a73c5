// SPDX-License-Identifier: Apache-2.0

import Corpora
import TestSupport
import Testing
import Text

@Suite final class LabelledTextTests {
  private let directory = TemporaryDirectory()

  private func read(
    _ text: String, unit: TextUnit = .character, columns: PairColumns = .firstTwo,
    maximumLength: Int = 5, strict: Bool = false
  ) throws -> LabelledText {
    let path = directory.path("names.tsv")
    try write(Array(text.utf8), to: path)
    return try LabelledText(
      [path], columns: columns, unit, TokenizerConfiguration(language: "en", normalization: .none),
      maximumLength: maximumLength, strict: strict)
  }

  private func units(_ text: LabelledText, _ number: Int) -> [String] {
    text.units(ofText: number).map { text.units[Int($0)] }
  }

  @Test func textsAndLabelsAreRead() throws {
    let text = try read("Abe\tJapanese\n\n O Neil \t Irish \nBo\tIrish\r\n", maximumLength: 6)
    #expect(text.count == 3)
    #expect(units(text, 0) == ["A", "b", "e"])
    // A space inside a text is a unit; the vocabulary writes it as an escape.
    #expect(units(text, 1) == ["O", "\\s", "N", "e", "i", "l"])
    #expect((0..<3).map { text.labels[text.label(ofText: $0)] } == ["Japanese", "Irish", "Irish"])
    #expect(text.labelSet(of: [0, 1, 2]).names == ["Irish", "Japanese"])
    #expect(text.labelSet(of: [0]).names == ["Japanese"])
    #expect(text.report.read == 3 && text.report.kept == 3 && text.report.headers.isEmpty)
    #expect(text.fingerprint.lines == 4)
  }

  @Test(arguments: ["text\tlabel", "Surname\tLanguage", "sentence\tclass\tid"])
  func aHeaderIsLeftOut(_ header: String) throws {
    let text = try read("\(header)\nAbe\tJapanese\n")
    #expect(text.count == 1 && text.report.headers == [directory.path("names.tsv")])
  }

  /// Names of languages are texts and labels, unlike in files of pairs.
  @Test func twoLanguagesAreNoHeader() throws {
    let text = try read("French\tGerman\n", maximumLength: 9)
    #expect(text.count == 1 && text.report.headers.isEmpty)
  }

  @Test func columnsAreChosen() throws {
    let columns = try PairColumns("3,1")
    let text = try read("Irish\t7\tBo\n", columns: columns)
    #expect(units(text, 0) == ["B", "o"] && text.labels[0] == "Irish")
    let named = try read("what\tid\twho\nIrish\t7\tBo\n", columns: try PairColumns("who,what"))
    #expect(units(named, 0) == ["B", "o"] && named.count == 1)
  }

  private static let faulty =
    "Abe\tJapanese\nno tab\n\tIrish\nBo\t\nLonger\tIrish\nN\u{0}\tIrish\nDa\tIrish\n"

  @Test func faultyLinesAreCounted() throws {
    let text = try read(Self.faulty)
    let report = text.report
    #expect(report.read == 7 && report.kept == 2)
    #expect(report.skippedNoLabel.firstLines == [2] && report.skippedBlankText.firstLines == [3])
    #expect(report.skippedBlankLabel.firstLines == [4] && report.skippedTooLong.firstLines == [5])
    #expect(report.skippedNul.firstLines == [6])
  }

  @Test func aFaultyLineIsAnErrorIfStrict() {
    #expect(
      throws: LabelledTextError.violation(path: directory.path("names.tsv"), line: 2, .noLabel)
    ) { try read(Self.faulty, strict: true) }
  }

  @Test func nothingToReadIsAnError() throws {
    for text in ["", "\n\n", "text\tlabel\n", "a\nb\n"] {
      #expect(throws: LabelledTextError.self) { try read(text) }
    }
  }

  @Test func wordsAreUnits() throws {
    let text = try read("Good film!\tpositive\n", unit: .word)
    #expect(units(text, 0).count == 3)
  }
}
