// SPDX-License-Identifier: Apache-2.0

import Glibc
import Messages
import TestSupport
import Testing

/// Commands that the program prints can be pasted into a shell.
struct PasteTests {
  private static let names = [
    "plain", "My Drive", "it's", "a\"b", "$HOME", "`date`", "a;b", "a&b", "a*b", "~", "#a", "a\\b",
    "été", "日本語", "e\u{301}", "a\u{A0}b", "-n", "--", "a\nb", "tab\there", "\u{1B}[1m", "!", "a(b)",
    "a=b", "😀", "'", "a'\n\\b", "\u{85}",
  ]

  @Test(arguments: names) func aShellReadsThePathBack(name: String) {
    let script = "printf %s " + shellWord(name)
    let expected = name.hasPrefix("-") ? "./" + name : name
    #expect(
      ChildProcess(["bash", "-c", script], directory: "/tmp").finish()
        == ProcessResult(status: 0, output: expected, error: ""))
  }

  @Test func wordsThatNeedNoQuotes() {
    for path in ["a/b.tsv", "été.fr", "日本語", "a_b-c+d,e:f@g%h.1"] {
      #expect(shellWord(path) == path)
    }
    #expect(shellWord("") == "''")
    #expect(shellWord("\u{1B}[1m") == #"$'\033[1m'"#)
  }

  @Test(arguments: ["My Drive", "it's", "$HOME", "été", "a\"b", "-c"])
  func whatToDoNext(name: String) throws {
    try withToyCorpus { directory throws in
      let arguments =
        "train \(ToyCorpus.small) \(ToyCorpus.training) --epochs 1".split(separator: " ")
        .map(String.init) + ["--checkpoint=" + name]
      let result = ChildProcess(
        [Dragoman.path] + arguments, directory: directory, environment: ["NO_COLOR": "1"]
      ).finish()
      let word = shellWord(name)
      #expect(
        result.error.hasSuffix(
          """
          The checkpoint is in \(name). Next:
            echo "…" | dragoman translate \(word)
            dragoman describe \(word)

          """), "\(result.error)")
    }
  }
}

/// A text in place of a checkpoint.
struct TextInPlaceOfACheckpointTests {
  private func run(_ arguments: [String]) throws -> ProcessResult {
    let directory = TemporaryDirectory()
    try write("Good morning\n", to: directory.path("test.txt"))
    try write("Good morning\n", to: directory.path("my text"))
    return ChildProcess(
      [Dragoman.path] + arguments, directory: directory.path, environment: ["NO_COLOR": "1"]
    ).finish()
  }

  @Test(
    arguments: [
      ("translate", "To translate it: dragoman translate CHECKPOINT < test.txt"),
      ("explain", "To explain its lines: dragoman explain CHECKPOINT < test.txt"),
      ("describe", "To translate it: dragoman translate CHECKPOINT < test.txt"),
      ("average other --output o", "To translate it: dragoman translate CHECKPOINT < test.txt"),
      (
        "score --pairs p.tsv",
        "Pass the file with --pairs: dragoman score CHECKPOINT --pairs test.txt"
      ),
      (
        "evaluate --pairs p.tsv",
        "Pass the file with --pairs: dragoman evaluate CHECKPOINT --pairs test.txt"
      ),
      (
        "embeddings neighbors a --side source",
        "To translate it: dragoman translate CHECKPOINT < test.txt"
      ),
    ])
  func aFile(command: String, advice: String) throws {
    var words = command.split(separator: " ").map(String.init)
    words.insert("test.txt", at: words[0] == "embeddings" ? 2 : 1)
    #expect(
      try run(words)
        == failure(66, "test.txt is a file, not a checkpoint directory.", advice))
  }

  @Test func aFileBesideACheckpoint() throws {
    let model = TrainedCheckpoint.directory + "/model"
    #expect(
      try run(["translate", model, "my text"])
        == failure(
          66, "my text is a file, not a checkpoint directory.",
          "To translate it: dragoman translate \(model) < 'my text'"))
  }

  @Test func aFileOfACheckpoint() throws {
    let model = TrainedCheckpoint.directory + "/model"
    #expect(
      try run(["describe", model + "/model.safetensors"])
        == failure(
          66, "\(model)/model.safetensors is a file, not a checkpoint directory.",
          "Give the directory that contains it: \(model)"))
  }

  @Test(
    arguments: [
      ("Good morning", #""Good morning""#), ("Hello!", "'Hello!'"), ("Who?", #""Who?""#),
      ("a $b", "'a $b'"), ("早上好", #""早上好""#), ("It's late", #""It's late""#),
    ])
  func aSentence(sentence: String, quoted: String) throws {
    for (command, purpose) in [
      ("translate", "translate"), ("describe", "translate"), ("explain", "explain"),
    ] {
      #expect(
        try run([command, sentence])
          == failure(
            66, "'\(sentence)' is not a checkpoint: there is no such directory.",
            "To \(purpose) that sentence: echo \(quoted) | dragoman \(purpose) CHECKPOINT"))
    }
  }
}

/// The notes on languages that are not named.
struct LanguageNoteTests {
  private static let rules = "words are split by Unicode's default rules (und)."

  @Test(
    arguments: [
      (
        "a.txt", "b.source", "",
        "The languages are unknown: \(rules) Set them with --source-language and "
          + "--target-language, such as --source-language en."
      ),
      (
        "a.en", "b", "",
        "The target language is unknown: \(rules) Set it with --target-language, such as "
          + "--target-language en."
      ),
      (
        "a.src", "b.txt", "--target-language fr",
        "The source language is unknown: \(rules) Set it with --source-language, such as "
          + "--source-language en."
      ),
      ("a.en", "b.fr", "", nil), ("a", "b", "--source-language und --target-language und", nil),
      ("a.txt", "b.txt", "--source-language en --target-language fr", nil),
    ] as [(String, String, String, String?)])
  func isSaidInALine(source: String, target: String, flags: String, line: String?) throws {
    let directory = TemporaryDirectory()
    try write("the cat\n", to: directory.path(source))
    try write("le chat\n", to: directory.path(target))
    let result = Dragoman.run(
      "train \(ToyCorpus.small) --epochs 1 --min-frequency 1 --checkpoint c --source \(source) "
        + "--target \(target) \(flags)", in: directory.path)
    #expect(result.status == 0)
    let lines = result.error.split(separator: "\n").filter { $0.contains("unknown: ") }
    #expect(lines.map(String.init) == [line].compactMap(\.self), "\(result.error)")
  }
}
