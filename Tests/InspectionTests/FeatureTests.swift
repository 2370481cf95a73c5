// SPDX-License-Identifier: Apache-2.0

import Inspection
import TestSupport
import Testing

/// The features of positions: the labels of a text, character by character.
@Suite struct FeatureTests {
  /// Returns the label of each character: `1` for yes or much, `.` for no or little.
  private func marks(_ name: String, _ text: String) throws -> String {
    let labels = FeatureLabels(try #require(PositionFeature(named: name)), of: table([text]))
    return labels.labels.map { $0 == 1 ? "1" : "." }.joined()
  }

  /// Returns a table whose tokens are the characters of texts, each a text of its own.
  private func table(_ lines: [String], isReversed: Bool = false) -> ActivationTable {
    var table = ActivationTable(units: ["hidden.1"], isReversed: isReversed)
    for (line, text) in lines.enumerated() {
      let steps = (isReversed ? String(text.reversed()) : text).enumerated().map {
        index, character in
        ActivationTable.Step(
          name: String(character), text: String(character), line: line + 1, number: index + 1)
      }
      table.add(steps, steps.map { _ in 0 })
    }
    return table
  }

  @Test func quotationsAreOpenUntilTheirMark() throws {
    #expect(try marks("quotes", "a \"b\nc\" 'd'") == "..1111.....")
    #expect(
      try marks("quotes", "\u{201E}a\u{201C} \u{201C}b\u{201D} \u{AB}c\u{BB}") == "11..11..11.")
    // A blank line closes.
    #expect(try marks("quotes", "\"a\n\nb") == "111..")
  }

  @Test func positionsInLinesAreCut() throws {
    #expect(try marks("line-position", "abcd\nabcd\n") == ".111..111.")
    let labels = FeatureLabels(
      try #require(PositionFeature(named: "line-position")), of: table(["abcd\nabcd\n"]))
    #expect(labels.classes == ["under 2", "2 or more"])
  }

  @Test func bracketsNest() throws {
    #expect(try marks("brackets", "f(a[1], b) c") == ".11111111...")
    #expect(try marks("brackets", ":) (a\n\nb") == "...111..")
  }

  @Test func commentsEndWithTheirLineOrMark() throws {
    #expect(try marks("comment", "a // b\nc") == "...111..")
    #expect(try marks("comment", "a /* b */ c") == "...11111...")
    #expect(try marks("comment", "/*/ b */") == ".111111.")
    #expect(try marks("comment", "\"//\" # b\nc") == "......11..")
  }

  @Test func conditionsOfIf() throws {
    #expect(try marks("if-condition", "if (a(b)) c") == ".1111111...")
    #expect(try marks("if-condition", "if a < b {\n}") == ".11111111...")
    #expect(try marks("if-condition", "elif x: diff") == "............")
    #expect(try marks("if-condition", "if a then b") == ".1111111...")
  }

  @Test func indentationIsThatOfTheWholeLine() throws {
    #expect(try marks("indentation", "a\n  b\nc\n  d\n") == "..1111..1111")
    #expect(try marks("indentation", "\ta\nb\n") == "111..")
  }

  @Test func negationsLastToTheEndOfTheSentence() throws {
    #expect(
      try marks("negation", "I do not go. I do.") == ".......111111....."
    )
    #expect(try marks("negation", "Nothing? It isn't.") == "......111.......11")
    #expect(try marks("negation", "a note") == "......")
  }

  @Test func pluralSubjects() throws {
    func isPlural(_ sentence: String) throws -> Bool {
      try marks("plural-subject", sentence).hasSuffix("1")
    }
    #expect(try isPlural("The dogs bark") && isPlural("They bark") && isPlural("Two sheep sleep"))
    #expect(try !isPlural("The dog barks at cats") && !isPlural("It sees them"))
    #expect(try !isPlural("The bus stops") && isPlural("My children sing"))
    #expect(try marks("plural-subject", "We go. I go.") == ".111111.....")
  }

  @Test func wordsOfASentenceAreCounted() throws {
    #expect(try marks("sentence-position", "a b c d. a b c d.") == "....11111....1111")
  }

  @Test func betweenTwoSymbols() throws {
    #expect(try marks("between", "aXbYcX") == ".11...")
    #expect(try marks("between:ab", "cacbc") == ".11..")
    #expect(PositionFeature(named: "between:") == nil && PositionFeature(named: "x:y") == nil)
  }

  @Test func wordsHaveTheLabelOfTheirLastCharacter() throws {
    var table = ActivationTable(units: ["hidden.1"])
    let tokens = [
      ("\u{FFED}\"", "\""), ("I", "I"), ("do", " do"), ("\u{FFED}\"", "\""), ("</s>", ""),
    ]
    table.add(
      tokens.enumerated().map {
        ActivationTable.Step(name: $1.0, text: $1.1, line: 1, number: $0 + 1)
      }, tokens.map { _ in 0 })
    let labels = FeatureLabels(try #require(PositionFeature(named: "quotes")), of: table)
    #expect(labels.labels == [1, 1, 1, 0, nil])
  }

  /// A model that reads the last word first has the labels of the text.
  @Test func reversedTextsAreReadInTheirOrder() throws {
    let feature = try #require(PositionFeature(named: "between"))
    #expect(
      FeatureLabels(feature, of: table(["aXbYc"], isReversed: true)).labels == [0, 0, 1, 1, 0])
  }

  @Test func linesAreTextsOfTheirOwnUnlessTheyContinue() throws {
    let feature = try #require(PositionFeature(named: "quotes"))
    #expect(FeatureLabels(feature, of: table(["\"a", "b"])).labels == [1, 1, 0])
  }

  // MARK: Files of labels

  private func labels(_ file: String, _ lines: [String]) throws -> [String] {
    let directory = TemporaryDirectory()
    let path = directory.path("labels")
    try write(Array(file.utf8), to: path)
    let labels = try TokenLabels(path: path).labels(of: table(lines))
    return labels.labels.map { $0.map { labels.classes[$0] } ?? "-" }
  }

  private func problem(_ file: String, _ lines: [String]) throws -> TokenLabelsError.Problem? {
    do {
      _ = try labels(file, lines)
      return nil
    } catch let error as TokenLabelsError {
      return error.problem
    }
  }

  @Test func labelsOfLinesAndOfTokens() throws {
    #expect(try labels("x y\n_ x\n", ["ab", "cd"]) == ["x", "y", "-", "x"])
    #expect(try labels("\nx y\n", ["", "ab"]) == ["x", "y"])
    #expect(try labels("a\tx\nb\ty\n\n\nc\tx\n", ["ab", "", "c"]) == ["x", "y", "x"])
    #expect(try labels("x y\n", ["ab\n"]) == ["x", "y", "-"])
  }

  @Test func labelsThatDoNotFitAreRefused() throws {
    #expect(
      try problem("x\n", ["ab"]) == .otherCount(labels: 1, tokens: 2, text: 1))
    #expect(try problem("x y\n", ["ab", "c"]) == .tooFewLines(text: 2))
    #expect(try problem("x y\nx\n", ["ab"]) == .tooManyLines)
    #expect(try problem("a\tx\nb\n", ["ab"]) == .noLabel)
    #expect(try problem("x\n", ["", "a"]) == .otherCount(labels: 1, tokens: 0, text: 1))
  }
}
