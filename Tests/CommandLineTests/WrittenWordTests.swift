// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// Words can be looked up as the user writes them: in embeddings, word lists and dictionaries.
struct WrittenWordTests {
  private static let small =
    "--embedding-size 8 --hidden-size 8 --layers 1 --threads 1 --max-steps 20 --min-frequency 1"

  /// Trains a checkpoint `c` on sentences and their translations.
  private func trained(
    _ pairs: [(String, String)], _ flags: String, in directory: borrowing TemporaryDirectory
  ) throws {
    try write(
      pairs.map { "\($0)\t\($1)\n" }.joined(), to: directory.path("p"))
    let result = Dragoman.run(
      "train --pairs p --checkpoint c \(Self.small) \(flags)", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
  }

  private func neighbors(
    _ words: String, _ side: String = "target", in directory: borrowing TemporaryDirectory
  ) -> ProcessResult {
    Dragoman.run("embeddings neighbors c --side \(side) --count 1 \(words)", in: directory.path)
  }

  // MARK: - Embeddings

  @Test(arguments: [
    ("zh", "我喜欢猫。", "喜欢", "￭喜欢"), ("ja", "私は猫が好きです。", "猫", "￭猫"), ("th", "ฉันชอบแมว", "แมว", "￭แมว"),
    ("fr", "Vive l'eau.", "l'", "l'￭"), ("en", "He said: no!", "!", "￭!"),
    ("en", "He (John) left", "(", "(￭"),
    ("lo", "ຂ້ອຍມັກແມວ", "ແມວ", "￭ແມວ"),
  ])
  func aTokenIsFoundByItsSpelling(
    language: String, text: String, word: String, token: String
  ) throws {
    let directory = TemporaryDirectory()
    try trained([("a b", text), ("b a", text)], "--target-language \(language)", in: directory)
    let vocabulary = String(
      decoding: try contents(of: directory.path("c/target.vocab")), as: UTF8.self)
    #expect(vocabulary.contains("\n\(token)\t2\n"), "\(vocabulary)")
    let written = neighbors(word, in: directory)
    #expect(written.status == 0 && written.error.isEmpty, "\(written.error)")
    let joined = neighbors(token, in: directory)
    #expect(written.output == joined.output.replacing("\(token)\t", with: "\(word)\t"))
    let analogy = Dragoman.run(
      "embeddings analogy c --side target \(word) \(word) \(token) --count 1", in: directory.path)
    #expect(analogy.status == 0)
  }

  /// If a vocabulary has a word with and without a joiner, the one without is found, however rare
  /// it is.
  @Test func theWordByItselfComesFirst() throws {
    let directory = TemporaryDirectory()
    try trained(
      [("a", "我喜欢猫"), ("b", "他喜欢猫"), ("c", "猫喜欢我"), ("d", "狗喜欢猫")], "--target-language zh",
      in: directory)
    let plain = neighbors("猫", in: directory)
    #expect(plain.status == 0)
    #expect(plain.output != neighbors("￭猫", in: directory).output.replacing("￭猫\t", with: "猫\t"))
  }

  @Test func aWordIsReadAsTheTextIs() throws {
    let directory = TemporaryDirectory()
    try trained([("Tom slept", "Élan vital"), ("Tom", "Élan")], "--lowercase", in: directory)
    let expected = neighbors("élan", in: directory).output
    #expect(expected.hasPrefix("élan\tvital\t"))
    for word in ["Élan", "ÉLAN", "E\u{301}LAN"] {
      #expect(
        neighbors(word, in: directory).output.unicodeScalars.elementsEqual(
          expected.replacing("élan\t", with: "\(word)\t").unicodeScalars))
    }
  }

  @Test(arguments: [
    ("en", "Wi-Fi", "Wi ￭-￭ Fi"), ("fr", "l'eau", "l'￭ eau"), ("zh", "喜欢猫", "喜欢 ￭猫"),
    ("en", "50%", "50 ￭%"), ("en", "1/2", "1 ￭/￭ 2"), ("th", "ชอบแมว", "ชอบ ￭แมว"),
  ])
  func severalTokensAreNamed(language: String, word: String, tokens: String) throws {
    let directory = TemporaryDirectory()
    try trained([("a b", "c d"), ("b", "d")], "--target-language \(language)", in: directory)
    let message = "'\(word)' consists of several tokens (\(tokens))"
    #expect(
      neighbors(word, in: directory) == failure(65, message + ".", "Use one of them instead."))
    try write("c\n\(word)\nd\n", to: directory.path("w"))
    let components = Dragoman.run(
      "embeddings pca c --side target --words w --output t --components 1", in: directory.path)
    #expect(components.status == 0)
    #expect(components.error.hasPrefix("w, line 2: \(message); skipped.\n"), "\(components.error)")
  }

  @Test func severalUnitsAreNamed() throws {
    let directory = TemporaryDirectory()
    try trained(
      [("low lower", "low lower"), ("lowest low", "lowest low"), ("low", "low")],
      "--subwords 3 --target-language en", in: directory)
    #expect(neighbors("low", in: directory).status == 0)
    #expect(
      neighbors("lowest", in: directory)
        == failure(
          65, "'lowest' consists of several units (lo@@ we@@ s@@ t).", "Use one of them instead."))
    #expect(neighbors("lo@@", in: directory).status == 0)
    #expect(
      neighbors("zzz", in: directory)
        == failure(
          65, "'zzz' is not in the vocabulary.",
          "The checkpoint's .vocab file lists its words."))
  }

  @Test func aListOfWordsIsReadByHand() throws {
    let directory = TemporaryDirectory()
    let pairs = ["汤姆", "玛丽"].flatMap { name in
      ["猫", "狗"].map { ("\(name.count) b", "\(name)喜欢\($0)。") }
    }
    try trained(pairs, "--target-language zh", in: directory)
    try write("汤姆\t人\n喜欢\t动\n猫\t动物\n￭猫\t动物\n猪\t动物\n狗\t动物\n", to: directory.path("w"))
    let result = Dragoman.run(
      "embeddings pca c --side target --words w --output t", in: directory.path)
    #expect(result.status == 0)
    #expect(
      result.error.hasPrefix(
        """
        w, line 4: '￭猫' is already on line 3; skipped.
        w, line 5: '猪' is not in the vocabulary; skipped.

        """), "\(result.error)")
    let table = String(decoding: try contents(of: directory.path("t")), as: UTF8.self)
    #expect(
      Set(table.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "\t" } })
        == ["汤姆", "￭喜欢", "￭猫", "￭狗"])
  }

  // MARK: - Dictionaries

  /// Trains a model that knows no words and writes unknown ones up to the maximum length.
  private func unknowing(_ flags: String, in directory: borrowing TemporaryDirectory) throws {
    let sides = ["x", "u"].map { side in
      (0..<12).map { line in (0..<8).map { "\(side)\(line)\($0)a" }.joined(separator: " ") }
    }
    try trained(
      Array(zip(sides[0], sides[1])), "--max-vocabulary 1 --learning-rate 0.05 \(flags)",
      in: directory)
  }

  /// Translates the input with a dictionary.
  private func translated(
    _ input: String, _ dictionary: String, words: Int, in directory: borrowing TemporaryDirectory
  ) throws -> String {
    try write(dictionary, to: directory.path("d"))
    let result = Dragoman.run(
      "translate c --quiet --max-length \(words) --min-length \(words) --replace-unknown "
        + "--dictionary d", in: directory.path, input: input + "\n")
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    return result.output
  }

  @Test func keysOfSeveralTokensMatch() throws {
    let directory = TemporaryDirectory()
    try unknowing("--source-language en --target-language es", in: directory)
    for (input, dictionary, words, expected) in [
      ("Tom visits New York", "New York\tNueva York\nTom\tTomás\n", 4, "Tomás visits Nueva York"),
      ("Tom uses Wi-Fi", "Wi-Fi\tla wifi\n", 5, "Tom uses la wifi"),
      ("Wi - Fi", "Wi-Fi\tla wifi\n", 3, "Wi - Fi"),
      (
        "in New York City now",
        "New\tNueva\nNew York\tNueva York\nNew York City\tla Gran Manzana\n", 5,
        "in la Gran Manzana now"
      ),
      ("New York New York", "New York\tNueva York\n", 4, "Nueva York Nueva York"),
      ("so New Yorks", "New York\tNueva York\nNew\tNueva\n", 3, "so Nueva Yorks"),
      ("rock 'n' roll", "'n'\ty\nrock 'n' roll\trocanrol\n", 5, "rocanrol"),
      ("a  b", "a b\tc\n", 2, "c"), ("café au lait", "cafe\u{301} au\tcon\n", 3, "con lait"),
      ("C++ is", "C++\tCeMasMas\n", 4, "CeMasMas is"), ("a b", "c\td\n", 2, "a b"),
    ] {
      #expect(try translated(input, dictionary, words: words, in: directory) == expected + "\n")
    }
  }

  @Test func keysAreLowercasedAsTheSourceIs() throws {
    let directory = TemporaryDirectory()
    try unknowing("--lowercase --source-language en", in: directory)
    #expect(
      try translated(
        "TOM in NEW YORK", "New York\tNueva York\ntom\tTomás\n", words: 4, in: directory)
        == "Tomás in Nueva York\n")
  }

  @Test(arguments: [
    ("fr", "en", "de l'eau fraîche", "l'eau\twater\nl'\tthe\n", 4, "de water fraîche"),
    ("zh", "en", "我喜欢猫", "喜欢\tlike\n猫\tcats\n我\tI\n", 3, "I like cats"),
    ("zh", "en", "我喜欢猫", "喜欢猫\tam a cat lover\n我\tI\n", 3, "I am a cat lover"),
    ("th", "en", "ฉันชอบแมว", "แมว\tcats\nชอบ\tlike\nฉัน\tI\n", 3, "I like cats"),
    ("zh", "en", "我喜欢猫", "我\tI\n", 3, "I 喜欢 猫"),
    ("en", "zh", "I like cats", "I\t我\nlike\t喜欢\ncats\t猫\n", 3, "我喜欢猫"),
    ("en", "ja", "I like New York", "I\t私は\nlike\t好き\n", 4, "私は好きNew York"),
    ("zh", "ja", "我喜欢猫", "喜欢\t好き\n", 3, "我好き猫"),
    ("en", "ko", "I like cats", "I\t나는\ncats\t고양이\n", 3, "나는 like 고양이"),
  ])
  func wordsAreJoinedAsTheTargetLanguageJoinsThem(
    source: String, target: String, input: String, dictionary: String, words: Int, expected: String
  ) throws {
    let directory = TemporaryDirectory()
    try unknowing("--source-language \(source) --target-language \(target)", in: directory)
    #expect(try translated(input, dictionary, words: words, in: directory) == expected + "\n")
  }

  private struct Record: Decodable {
    let translation: String
    let tokens: [String]
    let alignment: [[Int]]
  }

  /// A phrase is one word of the translation, aligned with the words that it replaced.
  @Test func aPhraseIsOneWordOfTheTranslation() throws {
    let directory = TemporaryDirectory()
    try unknowing("--attention general", in: directory)
    try write("New York\tNueva York\n", to: directory.path("d"))
    let result = Dragoman.run(
      "translate c --quiet --max-length 4 --min-length 4 --replace-unknown --dictionary d --alignments "
        + "--json", in: directory.path, input: "New York\n")
    let record = try JSONDecoder().decode(Record.self, from: Data(result.output.utf8))
    #expect(record.tokens == ["Nueva York"], "\(result.output)")
    #expect(record.translation == "Nueva York")
    #expect(record.alignment.allSatisfy { $0.last == 0 })
  }
}
