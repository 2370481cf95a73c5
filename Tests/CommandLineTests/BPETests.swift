// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// `bpe learn` and `bpe apply`.
struct BPETests {
  private static let text = "low low low lower\nnewest newest, newest newest widest\n"

  @Test func mergesAreLearnedAndApplied() throws {
    let directory = TemporaryDirectory()
    try write(Array(Self.text.utf8) + [0xFF, 0x0A], to: directory.path("t.en"))
    let learned = Dragoman.run(
      "bpe learn --input t.en --language en --merges 6 --output bpe/en", in: directory.path)
    #expect(
      learned
        == ProcessResult(
          status: 0, output: "",
          error: """
            t.en: skipped 1 line with invalid UTF-8: line 3.
            The invalid lines may be ISO-8859-1. If all of t.en is in that encoding, convert it: \
            iconv -f ISO-8859-1 -t UTF-8 t.en > t.utf8.en
            Wrote bpe/en: 6 merges from 10 words.

            """))
    #expect(
      String(decoding: try contents(of: directory.path("bpe/en")), as: UTF8.self)
        == "#version: 0.2\nw e\ns t</w>\nwe st</w>\nn e\nne west</w>\nl o\n")
    let units = Dragoman.run(
      "bpe apply --merges bpe/en --language en", in: directory.path, input: "newest, lowest\n\nx\n")
    #expect(units == ProcessResult(status: 0, output: "newest ￭@@ , lo@@ west\n\nx\n", error: ""))
    #expect(
      Dragoman.run("bpe apply --undo", input: units.output).output == "newest ￭, lowest\n\nx\n")
  }

  @Test func theTextIsNotReplaced() throws {
    let directory = TemporaryDirectory()
    try write(Self.text, to: directory.path("t.en"))
    for command in ["bpe learn --merges 3", "vocabulary"] {
      let result = Dragoman.run(
        "\(command) --input t.en --language en --output ./t.en", in: directory.path)
      #expect(result.status == 64)
      #expect(
        result.error.hasPrefix(
          "Error: --output ./t.en would overwrite --input t.en: give another path.\n"))
    }
    #expect(try contents(of: directory.path("t.en")) == Array(Self.text.utf8))
  }

  @Test func tokenizedTextIsTakenAsItIs() throws {
    let directory = TemporaryDirectory()
    try write("a@b a@b  c\n a@b\n", to: directory.path("t"))
    let learned = Dragoman.run(
      "bpe learn --input t t --merges 50 --output m", in: directory.path)
    #expect(
      learned.error
        == "Wrote m: 2 merges from 8 words, fewer than requested, because no other pair occurs twice.\n"
    )
    #expect(
      Dragoman.run("bpe apply --merges m", in: directory.path, input: "  a@b  ba@b@ c \n   \n")
        .output
        == "  a@b b@@ a@@@ b@@ @ c \n   \n")
  }

  @Test func dropoutDependsOnTheSeedAlone() throws {
    let directory = TemporaryDirectory()
    try write(Self.text, to: directory.path("t"))
    #expect(
      Dragoman.run("bpe learn --input t --merges 20 --output m", in: directory.path).status == 0)
    func apply(_ seed: Int) -> String {
      Dragoman.run(
        "bpe apply --merges m --dropout 0.5 --seed \(seed)", in: directory.path, input: Self.text
      ).output
    }
    #expect(apply(1) == apply(1))
    #expect(apply(1) != apply(2))
    #expect(Dragoman.run("bpe apply --undo", input: apply(1)).output == Self.text)
  }

  @Test func unitsComeLineByLine() throws {
    let directory = TemporaryDirectory()
    try write("#version: 0.2\n", to: directory.path("m"))
    let process = Dragoman.start("bpe apply --merges m", in: directory.path)
    process.send("ab\n")
    #expect(process.readLine() == "a@@ b")
    process.closeInput()
    #expect(process.finish() == ProcessResult(status: 0, output: "", error: ""))
  }

  @Test(
    arguments: [
      (
        "", "m, line 1: expected '#version: 0.2', found nothing.",
        "Give a file written by 'dragoman bpe learn', or by subword-nmt 0.2 or later."
      ),
      (
        "<pad>\t0\n", "m, line 1: expected '#version: 0.2' before the merges.",
        "Give a file written by 'dragoman bpe learn', or by subword-nmt 0.2 or later."
      ),
      (
        "#version: 0.1\na b\n",
        "m, line 1: the version of the merges is 0.1; expected '#version: 0.2'.",
        "Give a file written by 'dragoman bpe learn', or by subword-nmt 0.2 or later."
      ),
      (
        "#version: 0.2\na b\na b c\n", "m, line 3: a merge must be two units separated by a space.",
        "Fix the line, or learn the merges again with 'dragoman bpe learn'."
      ),
      (
        "#version: 0.2\n\na b\n", "m, line 2: this line is blank.",
        "Fix the line, or learn the merges again with 'dragoman bpe learn'."
      ),
    ])
  func aFileOfAnotherFormatIsRefused(text: String, message: String, advice: String) throws {
    let directory = TemporaryDirectory()
    try write(text, to: directory.path("m"))
    #expect(
      Dragoman.run("bpe apply --merges m", in: directory.path, input: "a\n")
        == failure(65, message, advice))
  }

  @Test(
    arguments: [
      (
        "learn --input t --merges -1 --output m",
        "--merges is -1, but must be from 0 to 10000000."
      ),
      (
        "learn --input a b c --language de en --merges 1 --output m",
        "--language names 2 languages for 3 texts: give one for all, or one for each."
      ),
      (
        "learn --input t --normalization none --merges 1 --output m",
        "--normalization needs --language: without a language, the text must already be tokenized."
      ),
      (
        "learn --input t --lowercase --merges 1 --output m",
        "--lowercase needs --language: its rules depend on the language."
      ),
      ("apply", "Give --merges or --undo."),
      ("apply --merges m --undo", "--undo takes no other options: omit them."),
      ("apply --merges m --dropout 1", "--dropout is 1.0, but must be at least 0 and below 1."),
      ("apply --merges m --dropout nan", "--dropout is nan, but must be at least 0 and below 1."),
    ])
  func wrongOptionsAreNamed(command: String, message: String) {
    let result = Dragoman.run("bpe \(command)")
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("Error: \(message)\n"), "\(result.error)")
  }

  @Test func missingFilesAreNamed() {
    #expect(
      Dragoman.run("bpe apply --merges /nonexistent")
        == failure(
          66, "Cannot open /nonexistent: there is no such file.",
          "Check the spelling of the path."))
  }
}
