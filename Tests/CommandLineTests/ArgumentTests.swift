// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Arguments that are not valid UTF-8, such as old file names.
struct ArgumentTests {
  @Test(arguments: [
    #"caf\xE9.txt"#, #"\xFF"#, #"a b\xC3"#, #"\x27\x5C\xE9"#, #"d\x9F/\xC3\xA9.tsv"#,
  ])
  func areNamed(word: String) throws {
    let directory = TemporaryDirectory()
    let result = ChildProcess(
      ["bash", "-c", "\(Dragoman.path) vocabulary --language fr --output v --input $'\(word)'"],
      directory: directory.path
    ).finish()
    #expect(
      result
        == failure(
          64, "The argument $'\(word)' is not valid UTF-8.",
          "If it is a file name, make a link with a valid name: ln -s $'\(word)' NAME"))
  }

  /// The advised command makes the file readable.
  @Test func theAdviceHelps() throws {
    let directory = TemporaryDirectory()
    let commands = """
      printf 'a a\\n' > $'caf\\xE9' && ln -s $'caf\\xE9' NAME \
      && \(Dragoman.path) vocabulary --language fr --output v --input NAME
      """
    let result = ChildProcess(["bash", "-c", commands], directory: directory.path).finish()
    #expect(
      result
        == ProcessResult(
          status: 0, output: "",
          error: "Wrote v: 1 word; 0.0 % of the text's 2 words are unknown.\n"))
  }

  @Test func otherNamesAreReadAsTheyAre() throws {
    let directory = TemporaryDirectory()
    for name in ["\u{FFFD}", "e\u{301}", "\u{E9}", "日本"] {
      try write("a a\n", to: directory.path(name))
      let result = Dragoman.run(
        "vocabulary --language fr --output v --input \(name)", in: directory.path)
      #expect(result.status == 0, "\(result.error)")
    }
  }
}
