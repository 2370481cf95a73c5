// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

/// Training text that is missing or bad: one sentence with file and line, and nothing written.
struct WrongCorpusTests {
  private static let flags = "\(ToyCorpus.small) --epochs 1 --checkpoint c"

  private func train(_ flags: String, in directory: String) -> ProcessResult {
    Dragoman.run("train \(Self.flags) \(flags)", in: directory)
  }

  @Test func aMissingFile() throws {
    let directory = TemporaryDirectory()
    #expect(
      train("--source nothing.en --target nothing.fr", in: directory.path)
        == failure(
          66, "Cannot open nothing.en: there is no such file.", "Check the spelling of the path."))
    #expect(try names(in: directory.path).isEmpty)
  }

  @Test func aDirectoryInPlaceOfAFile() throws {
    let directory = TemporaryDirectory()
    mkdir(directory.path("folder"), 0o755)
    #expect(
      train("--pairs folder", in: directory.path)
        == failure(66, "Cannot open folder: it is a directory, not a file."))
    #expect(try names(in: directory.path) == ["folder"])
  }

  @Test func anUnreadableFile() throws {
    let directory = TemporaryDirectory()
    try write("a\tA\n", to: directory.path("locked.tsv"))
    chmod(directory.path("locked.tsv"), 0)
    let result = Dragoman.run(
      through: Dragoman.unprivileged, "train \(Self.flags) --pairs locked.tsv", in: directory.path)
    #expect(result == failure(66, "Cannot open locked.tsv: permission denied."))
  }

  @Test func anEmptyCorpus() throws {
    let directory = TemporaryDirectory()
    try write("", to: directory.path("empty.en"))
    try write("", to: directory.path("empty.fr"))
    #expect(
      train("--source empty.en --target empty.fr", in: directory.path)
        == failure(
          65, "empty.en and empty.fr are empty.",
          "A corpus needs at least one sentence pair."))
    #expect(
      train("--pairs empty.en", in: directory.path)
        == failure(65, "empty.en is empty.", "A corpus needs at least one sentence pair."))
    #expect(try names(in: directory.path) == ["empty.en", "empty.fr"])
  }

  @Test func wordsThatAreAllTooRare() throws {
    try withToyCorpus { directory throws in
      #expect(
        train("\(ToyCorpus.training) --min-frequency 100000", in: directory)
          == failure(
            65,
            "The source vocabulary is empty: no word occurs 100000 times or more "
              + "(--min-frequency).", "Give more text or a lower --min-frequency."))
    }
  }

  @Test func sidesOfUnequalLength() throws {
    let directory = TemporaryDirectory()
    try write("a\nb\nc\n", to: directory.path("s.en"))
    try write("A\nB", to: directory.path("s.fr"))
    #expect(
      train("--source s.en --target s.fr", in: directory.path)
        == failure(
          65, "The two sides differ in length: s.en has 3 lines, s.fr has 2.",
          "Line i of one file must be the translation of line i of the other: look for a "
            + "line that was lost or "
            + "split."))
    #expect(try names(in: directory.path) == ["s.en", "s.fr"])
  }

  @Test func aCorpusOfWhichNothingIsLeft() throws {
    let directory = TemporaryDirectory()
    try write(
      Array("a b c\tA\n\tB\nc\t\nno tab\n\t\n".utf8) + [0xFF] + Array("\tD\n".utf8),
      to: directory.path("p.tsv"))
    #expect(
      train("--pairs p.tsv --max-length 2", in: directory.path)
        == failure(
          65,
          """
          Every pair in p.tsv was skipped (6 pairs):
            1 pair not valid UTF-8 (line 6)
              The invalid lines may be ISO-8859-1. If all of p.tsv is in that encoding, convert it: \
          iconv -f ISO-8859-1 -t UTF-8 p.tsv > p.utf8.tsv
            1 pair without a tab (line 4)
            2 pairs blank on one side (lines 2, 3)
            1 pair blank on both sides (line 5)
            1 pair longer than --max-length (line 1)
          """, "Raise --max-length, or split long lines."))
    #expect(try names(in: directory.path) == ["p.tsv"])
  }

  @Test func oneSideInPlaceOfPairs() throws {
    let directory = TemporaryDirectory()
    try write("a b\nc\n", to: directory.path("s.en"))
    #expect(
      train("--pairs s.en", in: directory.path)
        == failure(
          65,
          """
          Every pair in s.en was skipped (2 pairs):
            2 pairs without a tab (lines 1, 2)
          """,
          "Each line of --pairs needs the source, a tab and the target. If the two sides are "
            + "in separate files, give them with "
            + "--source and --target."))
  }

  @Test func pairsThatAreSkippedAreCounted() throws {
    let directory = TemporaryDirectory()
    let bad = [UInt8](repeating: 0xFF, count: 1) + Array("\tA\n".utf8)
    var text = Array("a b c\tA B\n".utf8)
    for _ in 0..<7 { text += bad }
    text += Array("a\t\n\tB\nd d d d\tD\na\tb\0\n\0\tb\n".utf8)
    for _ in 0..<7 { text += Array("a\tA\n".utf8) }
    try write(text, to: directory.path("p.tsv"))
    let result = train("--pairs p.tsv --max-length 3 --min-frequency 1", in: directory.path)
    #expect(result.status == 0)
    #expect(
      result.error.hasPrefix(
        """
        Training text: p.tsv, 20 pairs, 12 skipped:
          7 pairs not valid UTF-8 (lines 2, 3, 4, 5, 6, …)
            The invalid lines may be ISO-8859-1. If all of p.tsv is in that encoding, convert it: \
        iconv -f ISO-8859-1 -t UTF-8 p.tsv > p.utf8.tsv
          2 pairs with a NUL byte (lines 12, 13)
          2 pairs blank on one side (lines 9, 10)
          1 pair longer than --max-length (line 11)

        """))
  }

  @Test(
    arguments: [
      ([0xFF, 0x09, 0x41], "this is not valid UTF-8"),
      ([0x41, 0x09, 0x41, 0x00], "this contains a NUL byte"),
      ([0x41, 0x42], "there is no tab between source and target"),
      ([0x41, 0x09, 0x20], "one side of this pair is blank, but the other is not"),
    ] as [([UInt8], String)])
  func strictMakesABadPairAnError(line: [UInt8], problem: String) throws {
    let directory = TemporaryDirectory()
    try write(Array("a\tA\n".utf8) + line + [0x0A], to: directory.path("p.tsv"))
    #expect(
      train("--pairs p.tsv --strict", in: directory.path)
        == failure(
          65, "p.tsv, line 2: \(problem).",
          "Fix the line, or omit --strict."))
    #expect(try names(in: directory.path) == ["p.tsv"])
  }
}

/// A model that is too large for any machine, reported once the vocabularies are known.
struct MemoryTests {
  @Test func aModelThatDoesNotFit() throws {
    let directory = TemporaryDirectory()
    try write("a b\tA B\n", to: directory.path("p.tsv"))
    let result = Dragoman.run(
      "train --pairs p.tsv --min-frequency 1 --checkpoint c --embedding-size 8 --hidden-size 65536 "
        + "--layers 1", in: directory.path)
    #expect(result.status == 64)
    #expect(
      result.error.hasSuffix(
        """
        Error: Training this model needs at least 549.84 GB of memory, but the machine has \
        \(machineMemory).
        Give a smaller --hidden-size, --embedding-size or --max-vocabulary.

        """), "\(result.error)")
    #expect(try names(in: directory.path) == ["p.tsv"])
  }
}

/// The memory of this machine, as in `15.60 GB`.
var machineMemory: String {
  let bytes = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
  let hundredths = (bytes + 5_000_000) / 10_000_000
  let decimals = hundredths % 100
  return "\(hundredths / 100).\(decimals < 10 ? "0" : "")\(decimals) GB"
}

/// Invalid vocabulary files.
struct WrongVocabularyTests {
  private static let specials = "<pad>\t0\n<unk>\t0\n<s>\t0\n</s>\t0\n"
  private static let mend = "Fix the line: each line of a vocabulary has a word, a tab and a count."

  @Test(
    arguments: [
      ("a\t2\na\t1\n", "v, line 6: 'a' is already on line 5; list each word once."),
      ("a\ttwo\n", "v, line 5: 'two' is not a count; expected a whole number, 0 or more."),
      ("a\t-1\n", "v, line 5: '-1' is not a count; expected a whole number, 0 or more."),
      ("a 2\n", "v, line 5: there is no tab between word and count."),
      ("\t2\n", "v, line 5: the word before the tab is missing."),
    ])
  func aBadLine(words: String, message: String) throws {
    try withToyCorpus { directory throws in
      try write(Self.specials + words, to: directory + "/v")
      let result = Dragoman.run(
        "train \(ToyCorpus.training) --source-vocabulary v --checkpoint c", in: directory)
      #expect(result == failure(65, message, Self.mend))
      #expect(try !names(in: directory).contains("c"))
    }
  }

  @Test func aMissingSpecial() throws {
    try withToyCorpus { directory throws in
      try write("<pad>\t0\n<unk>\t0\na\t2\n", to: directory + "/v")
      let result = Dragoman.run(
        "train \(ToyCorpus.training) --target-vocabulary v --checkpoint c", in: directory)
      #expect(
        result
          == failure(
            65, "v, line 3: expected the special token '<s>'.",
            "The first four lines must be <pad>, <unk>, <s>, </s>, as in a file that "
              + "'dragoman vocabulary' writes."))
    }
  }
}
