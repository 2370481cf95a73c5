// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// `embeddings` of language models.
struct TextEmbeddingsTests {
  private let directory = TrainedLanguageModel.directory

  private func run(_ arguments: [String]) -> ProcessResult {
    ChildProcess(
      [Dragoman.path, "embeddings"] + arguments, directory: directory,
      environment: ["NO_COLOR": "1"]
    ).finish()
  }

  /// Whitespace is printed as in the vocabulary, and may be given in either form.
  @Test func charactersHaveNeighbors() {
    let result = run(["neighbors", "model", "a", "\\s", "--count", "2"])
    #expect(result.status == 0 && result.error.isEmpty)
    let row = #/(\\[ns]|[a-z])\t-?[01]\.[0-9]{4}\n/#
    let rows = result.output.split(separator: "\n")
    #expect(rows.count == 4 && rows.count { $0.hasPrefix("\\s\t") } == 2, "\(result.output)")
    #expect(
      rows.allSatisfy {
        "\($0.split(separator: "\t", maxSplits: 1)[1])\n".wholeMatch(of: row) != nil
      })
    for (typed, unit) in [(" ", "\\s"), ("\n", "\\n")] {
      let escaped = run(["neighbors", "model", unit])
      let raw = run(["neighbors", "model", typed])
      #expect(escaped.status == 0)
      #expect(raw.output == escaped.output.replacing("\(unit)\t", with: "\(typed)\t"))
    }
  }

  @Test func analogiesTablesAndExports() throws {
    let scratch = TemporaryDirectory()
    let analogy = Dragoman.run("embeddings analogy model a b g --count 1 --json", in: directory)
    #expect(analogy.status == 0 && analogy.output.hasPrefix(#"{"neighbors":[{"#), "\(analogy)")
    let table = Dragoman.run(
      "embeddings pca model --output \(scratch.path)/t.tsv --plot \(scratch.path)/t.svg",
      in: directory)
    #expect(table.status == 0)
    #expect(
      table.error.hasSuffix(
        "\nWrote 15 words to \(scratch.path)/t.tsv.\nWrote the plot to \(scratch.path)/t.svg.\n"))
    let text = String(decoding: try contents(of: scratch.path("t.tsv")), as: UTF8.self)
    #expect(text.contains("\n\\s\t") && text.contains("\n\\n\t"), "\(text)")
    let plot = String(decoding: try contents(of: scratch.path("t.svg")), as: UTF8.self)
    #expect(plot.contains("model, characters"))
    for (format, output) in [("projector", "p"), ("word2vec", "w.vec")] {
      #expect(
        Dragoman.run(
          "embeddings export model --format \(format) --output \(scratch.path(output))",
          in: directory)
          == ProcessResult(
            status: 0, output: "",
            error: "Wrote 15 vectors of 8 values to \(scratch.path(output)).\n"))
    }
  }

  @Test func unitsThatAreNotThere() {
    #expect(
      run(["neighbors", "model", "al"])
        == failure(65, "'al' consists of several units (a l).", "Use one of them instead."))
    #expect(
      run(["neighbors", "model", "a b"])
        == failure(65, "'a b' consists of several units (a \\s b).", "Use one of them instead."))
    #expect(
      run(["neighbors", "model", "äöü"])
        == failure(
          65, "'äöü' is not in the vocabulary.", "The checkpoint's .vocab file lists its words."))
  }

  @Test func wordsAreFoundAsTheyAreWritten() throws {
    let directory = TemporaryDirectory()
    let lines = ["Tom (my cat) said: no!", "Ann's dog said: yes, Tom.", "Yes  and no."]
    try write(
      String(repeating: lines.joined(separator: "\n") + "\n", count: 20),
      to: directory.path("text.txt"))
    ToyText.train(
      "words", "--unit word --language en --model window --order 2 --window 8 --epochs 1",
      in: directory.path)
    func neighbors(_ word: String) -> ProcessResult {
      ChildProcess(
        [Dragoman.path, "embeddings", "neighbors", "words", word, "--count", "1"],
        directory: directory.path, environment: ["NO_COLOR": "1"]
      ).finish()
    }
    for (word, unit) in [
      ("Tom", "Tom"), (",", "￭,"), ("(", "(￭"), (")", "￭)"), ("\n", "\\n"), ("  ", "\\s\\s"),
      ("Ann's", "Ann's"),
    ] {
      let (written, found) = (neighbors(word), neighbors(unit))
      #expect(found.status == 0, "\(found.error)")
      #expect(written.output == found.output.replacing("\(unit)\t", with: "\(word)\t"))
    }
    #expect(
      neighbors("Tom, Ann")
        == failure(
          65, "'Tom, Ann' consists of several tokens (Tom ￭, Ann).", "Use one of them instead."))
    #expect(
      neighbors("Tim") == failure(65, "'Tim' is not in the vocabulary.", "Did you mean 'Tom'?"))
  }

  @Test func subwordsAreFoundAsUnits() throws {
    let directory = TemporaryDirectory()
    try write(
      String(repeating: "low lower lowest low\n", count: 20), to: directory.path("text.txt"))
    ToyText.train(
      "subwords", "--unit subword --merges 3 --language en --window 8 --epochs 1",
      in: directory.path)
    func neighbors(_ word: String) -> ProcessResult {
      Dragoman.run("embeddings neighbors subwords \(word)", in: directory.path)
    }
    #expect(neighbors("low").status == 0)
    let several = neighbors("lowest")
    #expect(
      several.error.hasPrefix("Error: 'lowest' consists of several units (lo"), "\(several.error)")
    #expect(neighbors("zzzzz").error.hasPrefix("Error: 'zzzzz' is not in the vocabulary.\n"))
  }

  private static let commands = [
    "neighbors CHECKPOINT a", "analogy CHECKPOINT a b c", "pca CHECKPOINT --output /tmp/none/t",
    "export CHECKPOINT --format word2vec --output /tmp/none/t",
  ]

  @Test(arguments: commands) func theSideOfATranslator(command: String) throws {
    func run(_ checkpoint: String, _ flags: String = "") -> ProcessResult {
      Dragoman.run(
        "embeddings " + command.replacing("CHECKPOINT", with: checkpoint) + flags, in: directory)
    }
    let translator = TrainedCheckpoint.directory + "/model"
    let missing = run(translator)
    #expect(missing.status == 64 && missing.output.isEmpty)
    #expect(
      missing.error.hasPrefix(
        "Error: \(translator) is a translator: give --side source or --side target.\nUsage: "),
      "\(missing.error)")
    let surplus = run("model", " --side source")
    #expect(surplus.status == 64 && surplus.output.isEmpty)
    #expect(
      surplus.error.hasPrefix(
        "Error: --side is for translators, but model is a language model: omit --side.\nUsage: "),
      "\(surplus.error)")
    for flags in ["", " --side target"] {
      #expect(
        run("nowhere", flags)
          == failure(
            66, "nowhere is not a checkpoint: config.json is missing.",
            "Give the directory that 'dragoman train --checkpoint' wrote."))
    }
  }

  @Test(arguments: commands) func modelsWithoutEmbeddings(command: String) {
    for (model, message) in [
      ("trigrams", "trigrams is an n-gram model, which has no embeddings."),
      ("onehot", "onehot has no embeddings: its inputs are one-hot vectors (--embedding-size 0)."),
    ] {
      #expect(
        Dragoman.run(
          "embeddings " + command.replacing("CHECKPOINT", with: model),
          in: ModelsWithoutEmbeddings.directory)
          == failure(
            65, message,
            "Give a recurrent model, or a window model with --embedding-size 1 or more."))
    }
  }
}
