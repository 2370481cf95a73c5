// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Text in an encoding other than UTF-8: the number of lines, and the command that converts it.
struct EncodingTests {
  private static let french = [
    "Où est la bibliothèque ?", "Ça va très bien, merci.", "L'élève a été puni hier.",
  ]
  private static let russian = ["Где находится библиотека?", "Мой брат читает книгу каждый день."]
  private static let polish = [
    "Gdzie jest biblioteka? Źródło żółtej łódki.",
    "Mój brat czyta książkę codziennie. Zażółć gęślą jaźń.",
  ]
  private static let japanese = ["図書館はどこですか。", "私の兄は毎日本を読みます。"]

  /// Returns the text in another encoding.
  private func encode(_ text: String, as encoding: String) throws -> [UInt8] {
    let directory = TemporaryDirectory()
    try write(text, to: directory.path("utf8"))
    let iconv = ChildProcess(
      ["sh", "-c", "iconv -f UTF-8 -t \(encoding) utf8 > encoded"], directory: directory.path)
    #expect(iconv.finish() == ProcessResult(status: 0, output: "", error: ""))
    return try contents(of: directory.path("encoded"))
  }

  /// The detected encoding is right, and the advised command restores the text.
  @Test(arguments: [
    ("ISO-8859-1", "ISO-8859-1", french),
    ("WINDOWS-1252", "windows-1252", ["Cela coûte 5 € – c’est “trop” cher.", "Où est l’œuvre ?"]),
    ("WINDOWS-1252", "windows-1252", ["Er sagte: „Schöne Grüße“ und ging.", "Für 3 €?"]),
    ("WINDOWS-1251", "windows-1251", russian), ("KOI8-R", "KOI8-R", russian),
    ("ISO-8859-5", "ISO-8859-5", russian), ("ISO-8859-2", "ISO-8859-2", polish),
    ("WINDOWS-1250", "windows-1250", polish),
    (
      "ISO-8859-7", "ISO-8859-7",
      ["Πού είναι η βιβλιοθήκη;", "Ο αδελφός μου διαβάζει ένα βιβλίο κάθε μέρα."]
    ),
    (
      "ISO-8859-9", "ISO-8859-9",
      [
        "Kütüphane nerede? Kardeşim her gün kitap okuyor.",
        "İstanbul çok güzel bir şehir, değil mi?",
      ]
    ),
    ("ISO-8859-8", "ISO-8859-8", ["איפה הספרייה?", "אחי קורא ספר כל יום."]),
    ("WINDOWS-1256", "windows-1256", ["أين المكتبة؟", "أخي يقرأ كتابا كل يوم."]),
    ("SHIFT_JIS", "CP932", japanese), ("CP932", "CP932", japanese + ["①髙島屋～へ行く。"]),
    ("EUC-JP", "EUC-JP", japanese),
    ("EUC-KR", "CP949", ["도서관이 어디에 있습니까?", "형은 매일 책을 읽습니다."]),
    ("BIG5", "Big5", ["圖書館在哪裡?", "我的哥哥每天都讀書。"]),
    ("GB18030", "GB18030", ["图书馆在哪里？", "我的哥哥每天都看书。"]),
  ])
  func isRecognized(encoding: String, name: String, lines: [String]) throws {
    let directory = TemporaryDirectory()
    let text = lines.joined(separator: "\n") + "\n"
    try write(encode(text, as: encoding), to: directory.path("t"))
    let advice = "iconv -f \(name) -t UTF-8 t > t.utf8"
    #expect(
      Dragoman.run("vocabulary --input t --language und --output v", in: directory.path)
        == failure(
          65, "t is not UTF-8: none of its \(lines.count) lines is valid.",
          "It looks like \(name). Convert it: \(advice)"))
    let iconv = ChildProcess(["sh", "-c", advice], directory: directory.path).finish()
    #expect(iconv == ProcessResult(status: 0, output: "", error: ""))
    #expect(
      String(decoding: try contents(of: directory.path("t.utf8")), as: UTF8.self) == text)
  }

  private static let half = french + ["Bonjour.", "Merci."]

  /// Three of five lines are invalid, in each file that a command reads.
  @Test(
    arguments: [
      ("train \(ToyCorpus.small) --checkpoint c --source t --target ascii", "t"),
      ("train \(ToyCorpus.small) --checkpoint c --source ascii --target t", "t"),
      ("train \(ToyCorpus.small) --checkpoint c --source t --target t", "t"),
      ("train \(ToyCorpus.small) --checkpoint c --pairs p", "p"),
      ("train \(ToyCorpus.small) --checkpoint c --source ascii --target ascii --dev-pairs p", "p"),
      (
        "train \(ToyCorpus.small) --checkpoint c --source ascii --target ascii --dev-source ascii "
          + "--dev-target t", "t"
      ),
      ("vocabulary --input t --language fr --output v", "t"),
      ("bpe learn --input t --merges 2 --output v", "t"),
      ("bpe learn --input ascii t --language fr --merges 2 --output v", "t"),
      ("evaluate --hypothesis t --reference ascii", "t"),
      ("evaluate --hypothesis ascii --reference t", "t"),
      ("score \(TrainedCheckpoint.directory)/model --pairs p", "p"),
      ("translate \(TrainedCheckpoint.directory)/model --replace-unknown --dictionary p", "p"),
    ])
  func ofMostLines(command: String, path: String) throws {
    let directory = TemporaryDirectory()
    let text = try encode(Self.half.joined(separator: "\n") + "\n", as: "ISO-8859-1")
    let pairs = try encode(Self.half.map { "\($0)\ta\n" }.joined(), as: "ISO-8859-1")
    try write(text, to: directory.path("t"))
    try write(pairs, to: directory.path("p"))
    try write("a\nb\nc\nd\ne\n", to: directory.path("ascii"))
    #expect(
      Dragoman.run(command, in: directory.path)
        == failure(
          65,
          "\(path) is not UTF-8: 3 of its 5 lines are not valid (the first is line 1).",
          "It looks like ISO-8859-1. Convert it: iconv -f ISO-8859-1 -t UTF-8 \(path) > \(path).utf8"
        ))
    #expect(try names(in: directory.path) == ["ascii", "p", "t"])
  }

  /// Bytes without a probable encoding.
  @Test func isUnknown() throws {
    let directory = TemporaryDirectory()
    try write([0xFF, 0x0A], to: directory.path("t"))
    #expect(
      Dragoman.run("bpe learn --input t --merges 2 --output v", in: directory.path)
        == failure(
          65, "t is not UTF-8: its only line is not valid.",
          "It may be ISO-8859-1. Convert it: iconv -f ISO-8859-1 -t UTF-8 t > t.utf8"))
  }

  /// Invalid lines are skipped if they are at most half of all lines.
  @Test func ofSomeLines() throws {
    let directory = TemporaryDirectory()
    let source = try encode(Self.french.map { $0 + "\n" }.joined(), as: "ISO-8859-1")
    let ascii = String(repeating: "a b c\n", count: 3)
    try write(source + Array(ascii.utf8), to: directory.path("s"))
    try write(ascii + ascii, to: directory.path("t"))
    let result = Dragoman.run(
      "train \(ToyCorpus.small) --epochs 1 --min-frequency 1 --checkpoint c --source s --target t",
      in: directory.path)
    #expect(result.status == 0)
    #expect(
      result.error.hasPrefix(
        """
        Training text: s and t, 6 pairs, 3 skipped:
          3 pairs not valid UTF-8 (lines 1, 2, 3)
            The invalid lines look like ISO-8859-1. If all of s is in that encoding, convert it: \
        iconv -f ISO-8859-1 -t UTF-8 s > s.utf8
        No dev set
        """), "\(result.error)")
    #expect(
      Dragoman.run("evaluate --hypothesis t --reference s", in: directory.path)
        == failure(
          65, "s is not entirely UTF-8: 3 of its 6 lines are not valid (the first is line 1).",
          "The invalid lines look like ISO-8859-1. If all of s is in that encoding, convert it: "
            + "iconv -f ISO-8859-1 -t UTF-8 s > s.utf8"))
  }

  /// A single invalid line in a hundred counts as an accident.
  @Test func ofALine() throws {
    let directory = TemporaryDirectory()
    let ascii = Array(String(repeating: "a\n", count: 99).utf8)
    try write(ascii + [0xE9, 0x0A], to: directory.path("t"))
    #expect(
      Dragoman.run("vocabulary --input t --language fr --output v", in: directory.path)
        == ProcessResult(
          status: 0, output: "",
          error: """
            t: skipped 1 line with invalid UTF-8: line 100.
            Wrote v: 1 word; 0.0 % of the text's 99 words are unknown.

            """))
    #expect(
      Dragoman.run("evaluate --hypothesis t --reference t", in: directory.path)
        == failure(
          65, "t is not entirely UTF-8: 1 of its 100 lines is not valid (line 100).",
          "Fix the lines."))
  }

  /// Every line is answered. Of many invalid lines, the first five are reported individually.
  @Test(arguments: [
    ("translate model --quiet", "translate"), ("tokenize --language fr", "tokenize"),
    ("bpe apply --undo", "bpe apply"), ("explain model", "explain"),
  ])
  func onStandardInput(command: String, name: String) throws {
    let lines = Self.french + Self.french + Self.french + ["a"]
    let result = Dragoman.run(
      command, in: TrainedCheckpoint.directory,
      bytes: try encode(lines.map { $0 + "\n" }.joined(), as: "ISO-8859-1"))
    #expect(result.status == 0)
    if name != "explain" { #expect(result.output.utf8.count { $0 == 0x0A } == 10) }
    let notes = (1...5).map {
      "standard input, line \($0): not valid UTF-8; the invalid bytes are read as U+FFFD.\n"
    }
    #expect(
      result.error
        == notes.joined() + """
          standard input: 9 lines were not valid UTF-8; the first 5 are listed above.
          The invalid lines look like ISO-8859-1. If all of the input is in that encoding, convert it: \
          iconv -f ISO-8859-1 -t UTF-8 FILE | dragoman \(name) …

          """)
  }
}
