// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// Real-world text with invisible characters, typographic apostrophes and spaces, and entities.
struct NormalizationTests {
  private static let tiny =
    "--embedding-size 8 --hidden-size 8 --layers 1 --max-steps 1 --threads 1 --min-frequency 1"

  @Test(arguments: [
    ("fr", "L’homme qu’il aime.", "L'￭ homme qu'￭ il aime ￭."),
    ("en", "I&apos;m sure he said &quot; yes &quot; .", "I'm sure he said \" yes \" ."),
    ("en", "\u{FEFF}Yes, co\u{AD}op\u{200B}erate\u{1A}", "Yes ￭, cooperate"),
    ("fr", "Vraiment\u{202F}? 12\u{A0}000", "Vraiment ? 12 000"),
    ("km", "ភាសា\u{200B}ខ្មែរ", "ភាសា ខ្មែរ"),
    ("en", "\u{200B}\u{200E}", ""),
  ])
  func tokenizeNormalizes(language: String, text: String, expected: String) {
    let result = Dragoman.run("tokenize --language \(language)", input: text + "\n")
    #expect(result == ProcessResult(status: 0, output: expected + "\n", error: ""))
  }

  @Test(arguments: [
    "L’homme", "I&apos;m", "co\u{AD}op", "a\u{200B}b", "x\u{FEFF}", "Σ\u{301}\u{323} &amp;lt;",
  ])
  func withoutNormalizationTextComesBack(text: String) {
    let tokens = Dragoman.run("tokenize --normalization none", input: text)
    let back = Dragoman.run("tokenize --detokenize", input: tokens.output)
    #expect(back.output.dropLast() == text)
  }

  @Test func bpeAndVocabularyNormalize() throws {
    let directory = TemporaryDirectory()
    try write("l’an l'an\n\u{200B}l&#39;an\n", to: directory.path("t"))
    let vocabulary = "vocabulary --input t --language en --min-frequency 1 --output"
    _ = Dragoman.run("\(vocabulary) v", in: directory.path)
    _ = Dragoman.run("\(vocabulary) w --normalization none", in: directory.path)
    func words(_ name: String) throws -> String {
      String(decoding: try contents(of: directory.path(name)), as: UTF8.self)
    }
    #expect(try words("v") == "<pad>\t0\n<unk>\t0\n<s>\t0\n</s>\t0\nl'an\t3\n")
    #expect(try words("w").contains("\nl’an\t1\n"))
    _ = Dragoman.run("bpe learn --input t --language en --merges 9 --output m", in: directory.path)
    let units = Dragoman.run(
      "bpe apply --merges m --language en", in: directory.path, input: "l’an\u{200B}\n")
    #expect(units.output == "l'an\n")
  }

  /// Lines that look blank are blank, and changed lines are reported once.
  @Test func trainingSaysWhatItDropped() throws {
    let directory = TemporaryDirectory()
    let lines = [
      "\u{200B}\tNon.", "Yes.\t\u{FEFF}\u{200E}", "\u{AD}\t\u{200B}", "\u{FEFF}Yes.\tOui.",
      "Yes.\tOui.", "I&apos;m\tJe", "No.\tN\u{AD}on.", "AT&T;\tAT", "\u{A0}\tOui.",
      "\u{1A}No.\tNon &amp; oui",
    ]
    try write(lines.joined(separator: "\n") + "\n", to: directory.path("pairs.tsv"))
    let result = Dragoman.run(
      "train --pairs pairs.tsv --checkpoint ck \(Self.tiny)", in: directory.path)
    #expect(result.status == 0)
    #expect(
      result.error.hasPrefix(
        """
        Training text: pairs.tsv, 10 pairs, 4 skipped:
          3 pairs blank on one side (lines 1, 2, 9)
          1 pair blank on both sides (line 3)
          6 pairs contain invisible characters, which were removed (lines 1, 2, 3, 4, 7, …)
          2 pairs contain HTML entities such as &apos;, which were decoded (lines 6, 10)
        No dev set
        """), "\(result.error)")
    let words = String(decoding: try contents(of: directory.path("ck/source.vocab")), as: UTF8.self)
    #expect(words.contains("\nYes\t2\n"))
    let translated = Dragoman.run(
      "translate ck --quiet", in: directory.path, input: "\u{200B}\n\u{FEFF}Yes.\nYes.\n")
    let outputs = translated.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(outputs.count == 4 && outputs[0].isEmpty && outputs[1] == outputs[2])
  }

  /// The target side is normalized, and translations use its most common forms.
  @Test func translationsAreWrittenAsTheTrainingText() throws {
    let directory = TemporaryDirectory()
    let pairs = [
      ("a a", "Vraiment\u{202F}?"), ("b b", "L’homme vient\u{202F}!"),
      ("c c", "12\u{202F}000\u{A0}€"), ("d d", "«\u{A0}Oui\u{A0}» : non"),
    ]
    let text = pairs.map { "\($0)\t\($1)\n" }.joined()
    try write(String(repeating: text, count: 30), to: directory.path("train.tsv"))
    try write(text, to: directory.path("test.tsv"))
    let trained = Dragoman.run(
      "train --pairs train.tsv --dev-pairs test.tsv --checkpoint ck --source-language en "
        + "--target-language fr --embedding-size 16 --hidden-size 32 --layers 1 --batch-size 8 "
        + "--threads 1 --epochs 20 --learning-rate 0.02 --dropout 0",
      in: directory.path)
    try #require(trained.status == 0, "\(trained.error)")
    let sources = pairs.map { $0.0 + "\n" }.joined()
    let targets = pairs.map(\.1)
    func outputs(_ flags: String) -> [String] {
      Dragoman.run("translate ck --quiet \(flags)", in: directory.path, input: sources).output
        .split(separator: "\n").map(String.init)
    }
    #expect(outputs("") == targets)
    #expect(
      outputs("--beam-size 2 --n-best 2").filter { $0.hasPrefix("2\t") }[0].hasSuffix(targets[1]))
    #expect(outputs("--json")[1].contains("\"translation\":\"\(targets[1])\""))
    #expect(outputs("--json")[1].contains("\"L'￭\""))
    // A prefix is normalized like other text.
    let prefixed = Dragoman.run(
      "translate ck --quiet --prefix-column", in: directory.path,
      input: "b b\tL'homme\nb b\tL’homme\n")
    #expect(prefixed.output == "\(targets[1])\n\(targets[1])\n")
    let explained = Dragoman.run("explain ck", in: directory.path, input: "b b\n").output
    #expect(explained.contains("=> \(targets[1])") && explained.contains("L'￭"))
    let evaluated = Dragoman.run(
      "evaluate ck --pairs test.tsv --tokenization none", in: directory.path)
    #expect(evaluated.output.contains("= 100.00"), "\(evaluated.output)")
    let described = Dragoman.run("describe ck", in: directory.path).output
    #expect(
      described.contains(
        """

        normalization  standard
        typography     U+2019 between letters, U+202F between digits, U+202F before ? !, U+00A0 \
        before » €, U+00A0 after «

        """), "\(described)")
    let neighbours = Dragoman.run(
      "embeddings neighbors ck --side target --count 1 O\u{AD}ui\u{200B}", in: directory.path)
    #expect(neighbours.status == 0 && neighbours.output.hasPrefix("O\u{AD}ui\u{200B}\t"))
  }

  @Test func withoutNormalizationNothingIsSaidOrStored() throws {
    let directory = TemporaryDirectory()
    try write(
      String(repeating: "\u{FEFF}a\tL’an\u{202F}?\n", count: 5), to: directory.path("t.tsv"))
    try write("normalization: none\n", to: directory.path("c.yaml"))
    let result = Dragoman.run(
      "train --pairs t.tsv --config c.yaml --checkpoint ck \(Self.tiny)", in: directory.path)
    #expect(result.status == 0 && !result.error.contains("invisible"))
    #expect(result.error.contains("Source: unknown language (und), not normalized, 2 words,"))
    let json = String(decoding: try contents(of: directory.path("ck/config.json")), as: UTF8.self)
    #expect(!json.contains("normalization") && !json.contains("typography"))
    let described = Dragoman.run("describe ck", in: directory.path).output
    #expect(described.contains("\nnormalization  none\nmodel "))
    let resumed = Dragoman.run(
      "train --pairs t.tsv --checkpoint ck --resume --normalization standard", in: directory.path)
    #expect(
      resumed
        == failure(
          64,
          "--normalization cannot be changed when resuming (it was none, now standard): the "
            + "vocabularies "
            + "were built with it.",
          "Omit the flag, or start a new run in another --checkpoint."))
  }

  /// These 400 kB of marks used to take 23 seconds.
  @Test func alternatingMarksTakeNoTimeToSpeakOf() {
    let text = "a" + String(repeating: "\u{301}\u{323}", count: 100_000)
    let result = Dragoman.run("tokenize", input: text + "\n")
    #expect(
      result.output == "ạ" + String(repeating: "\u{323}", count: 99_999)
        + String(repeating: "\u{301}", count: 100_000) + "\n")
  }
}
