// SPDX-License-Identifier: Apache-2.0

import Corpora
import TestSupport
import Testing
import Text

@Suite final class LabelledTokensTests {
  private let directory = TemporaryDirectory()
  private var path: String { directory.path("tokens.tsv") }

  private func read(
    _ text: String, columns: PairColumns? = nil, maximumLength: Int = 5, strict: Bool = false
  ) throws -> LabelledTokens {
    try write(Array(text.utf8), to: path)
    return try LabelledTokens(
      [path], columns: columns, maximumLength: maximumLength, strict: strict)
  }

  /// Returns each sequence as `token/label` words.
  private func sequences(_ tokens: LabelledTokens) -> [String] {
    (0..<tokens.count).map { number in
      zip(tokens.tokens(ofSequence: number), tokens.labels(ofSequence: number))
        .map { "\(tokens.tokens[Int($0)])/\(tokens.labels[Int($1)])" }.joined(separator: " ")
    }
  }

  @Test(arguments: ["\t", " ", "   ", "\u{A0}"])
  func sequencesEndAtBlankLines(_ separator: String) throws {
    let text = "\nThe|DET\ncat|NOUN\n\n \t\nIt|PRON\r\n".replacing("|", with: separator)
    let tokens = try read(text)
    #expect(sequences(tokens) == ["The/DET cat/NOUN", "It/PRON"])
    #expect(tokens.report.read == 2 && tokens.report.kept == 2 && tokens.report.keptSteps == 3)
    #expect(tokens.labelSet(of: [0]).names == ["DET", "NOUN"])
    #expect(tokens.fingerprint.columns == nil)
  }

  private static let conllu = """
    # newdoc
    # text = Can't you?
    1-2\tCan't\t_\t_\t_\t_\t_\t_\t_\t_
    1\tCa\tcan\tAUX\tMD\t_\t0\troot\t_\t_
    2\tn't\tnot\tPART\tRB\t_\t1\tadvmod\t_\t_
    2.1\tgo\tgo\tVERB\t_\t_\t_\t_\t_\t_
    3\t#\tyou\tPRON\tPRP\t_\t1\tnsubj\t_\tSpaceAfter=No

    # text = Yes
    1\tNew York\tyes\tINTJ\tUH\t_\t0\troot\t_\t_

    """

  @Test func conlluIsRead() throws {
    let tokens = try read(Self.conllu)
    #expect(sequences(tokens) == ["Ca/AUX n't/PART #/PRON", "New York/INTJ"])
    #expect(tokens.fingerprint.columns == [2, 4])
  }

  @Test(arguments: ["FORM,XPOS", "form,xpos", "2,5"])
  func columnsOfCoNLLUAreChosen(_ columns: String) throws {
    let tokens = try read(Self.conllu, columns: PairColumns(columns))
    #expect(sequences(tokens) == ["Ca/MD n't/RB #/PRP", "New York/UH"])
  }

  @Test func unknownColumnsOfCoNLLUAreErrors() {
    #expect(throws: CorpusError.self) { try read(Self.conllu, columns: PairColumns("FORM,POS")) }
  }

  private static let conll2003 = """
    -DOCSTART- -X- -X- O

    EU NNP B-NP B-ORG
    rejects VBZ B-VP O

    # NN B-NP O
    """

  @Test func moreColumnsMustBeChosen() throws {
    #expect(
      throws: LabelledTextError.ambiguousColumns(
        path: path, line: 1, cells: ["-DOCSTART-", "-X-", "-X-", "O"])
    ) { try read(Self.conll2003) }
    let tokens = try read(Self.conll2003, columns: PairColumns("1,4"))
    #expect(sequences(tokens) == ["EU/B-ORG rejects/O", "#/O"])
  }

  @Test func headersAreRecognized() throws {
    let tokens = try read("word\ttag\nA\tDET\n")
    #expect(sequences(tokens) == ["A/DET"] && tokens.report.headers == [path])
    let named = try read("id\ttag\tword\n7\tDET\tA\n", columns: PairColumns("word,tag"))
    #expect(sequences(named) == ["A/DET"])
  }

  /// A sequence with a faulty line is left out whole.
  private static let faulty =
    "a\tX\nb\n\nc\t\nd\tX\n\n\tX\n\nn\u{0}\tX\n\n"
    + (1...6).map { "\($0)\tX\n" }.joined() + "\nkept\tY\n\nlabel\tX\textra\n"

  @Test func faultySequencesAreCounted() throws {
    let tokens = try read(Self.faulty)
    #expect(sequences(tokens) == ["kept/Y", "label/X"])
    let report = tokens.report
    #expect(report.read == 7 && report.kept == 2 && report.keptSteps == 2)
    #expect(report.skippedNoLabel.firstLines == [2] && report.skippedBlankLabel.firstLines == [4])
    #expect(report.skippedBlankText.firstLines == [7] && report.skippedNul.firstLines == [9])
    #expect(report.skippedTooLong.count == 1)
    #expect(tokens.labelSet(of: [0, 1]).names == ["X", "Y"])
  }

  @Test(arguments: [
    ("a\tX\nb\n", 2, LabelledTextError.Violation.noLabel), ("a\tX\n\nb\t\n", 3, .blankLabel),
    ("\tX\n", 1, .blankText), ("a\tX\nb\u{0}\tX\n", 2, .nul), ("a\tX\nb\tX\nc\tX\n\n", 3, .tooLong),
  ])
  func aFaultIsAnErrorIfStrict(
    _ text: String, _ line: Int, _ violation: LabelledTextError.Violation
  ) {
    #expect(throws: LabelledTextError.violation(path: path, line: line, violation)) {
      try read(text, maximumLength: 2, strict: true)
    }
  }

  @Test func invalidBytesAreCounted() throws {
    try write(Array("a\tX\n\nb\tX\n\nc\tX\n\n".utf8) + [0x62, 0xFF, 0x09, 0x58, 0x0A], to: path)
    let tokens = try LabelledTokens([path])
    #expect(tokens.count == 3 && tokens.report.skippedInvalidUTF8.firstLines == [7])
  }

  /// The first line decides the form of the file, also if it is no text.
  @Test func aFirstLineThatIsNoTextIsNoTrap() throws {
    for bytes in [[0xE2], [0x61, 0x20, 0xE2], [0xC2, 0x0A, 0x61, 0x09, 0x62]] as [[UInt8]] {
      try write(bytes, to: path)
      #expect(throws: (any Error).self) { try LabelledTokens([path]) }
    }
  }

  @Test(arguments: ["", "\n\n", "# a comment\n", "word\ttag\n", "alone\n"])
  func nothingToReadIsAnError(_ text: String) {
    #expect(throws: LabelledTextError.self) { try read(text) }
  }

  @Test func severalFilesAreReadTogether() throws {
    let other = directory.path("other.conllu")
    try write(Array(Self.conllu.utf8), to: other)
    try write(Array("a X\n".utf8), to: path)
    let tokens = try LabelledTokens([path, other])
    #expect(sequences(tokens) == ["a/X", "Ca/AUX n't/PART #/PRON", "New York/INTJ"])
  }
}
