// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// File names that are not valid UTF-8, such as old ones.
struct ArgumentTests {
  /// Runs a shell command in which `dragoman` is the program.
  private func run(_ command: String, in directory: borrowing TemporaryDirectory) -> ProcessResult {
    let command = command.replacing("dragoman", with: Dragoman.path)
    return ChildProcess(["bash", "-c", command], directory: directory.path).finish()
  }

  /// The last name is that of a valid character that stands for a byte in other names.
  @Test(arguments: [
    #"caf\xE9.txt"#, #"\xFF"#, #"a b\xC3"#, #"\x27\x5C\xE9"#, #"d\x9F/\xC3\xA9.tsv"#,
    #"\xED\xA0\x80"#, #"\xF4\x8F\xBA\x80"#,
  ])
  func namesAreKept(word: String) throws {
    let directory = TemporaryDirectory()
    let name = "$'\(word)'"
    let result = run(
      """
      mkdir $'d\\x9F'; printf 'a a\\n' > \(name) \
      && dragoman vocabulary --language fr --output v\(name) --input \(name) && tail -n 1 v\(name)
      """, in: directory)
    #expect(result.status == 0)
    #expect(result.output == "a\t2\n")
    #expect(result.error.hasPrefix("Wrote v"))
  }

  @Test func messagesNameTheBytes() throws {
    let directory = TemporaryDirectory()
    let result = run("dragoman describe $'caf\\xE9' 2> error; cat error | xxd -p", in: directory)
    #expect(result.output.replacing("\n", with: "").contains("636166e9"))
  }

  @Test func suggestedCommandsQuoteTheBytes() throws {
    let directory = TemporaryDirectory()
    try write([0xE9, 0x0A], to: directory.path("t"))
    let result = run(
      "mv t $'caf\\xE9 \\'t'; dragoman vocabulary --language fr --output v --input $'caf\\xE9 \\'t'",
      in: directory)
    #expect(result.status == 65)
    #expect(result.error.contains(#"$'caf\351 \'t'"#), "\(result.error)")
  }

  @Test func aCheckpointMayHaveSuchAName() throws {
    let directory = TemporaryDirectory()
    try write("a\tb\nc\td\n", to: directory.path("pairs"))
    let result = run(
      """
      dragoman train --pairs pairs --source-language en --target-language fr --epochs 1 --min-frequency 1 \
      --embedding-size 4 --hidden-size 4 --layers 1 --checkpoint $'k\\xE9/m' \
      && echo a | dragoman translate $'k\\xE9/m' | wc -l && ls $'k\\xE9/m' | wc -l
      """, in: directory)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output == "1\n6\n")
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
