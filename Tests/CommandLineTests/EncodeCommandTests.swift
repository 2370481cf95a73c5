// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import NumPy
import Safetensors
import TestSupport
import Testing

/// `encode`, with a model of each task.
struct EncodeCommandTests {
  private func encode(
    _ arguments: String, in directory: String, _ input: String = ""
  ) -> ProcessResult {
    Dragoman.run("encode \(arguments)", in: directory, input: input)
  }

  /// Returns the numbers of each line.
  private func vectors(_ output: String) -> [[Float]] {
    output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
      line.split(separator: "\t").compactMap { Float($0) }
    }
  }

  @Test func aVectorForEachLine() throws {
    let directory = TrainedCheckpoint.directory
    let result = encode("model", in: directory, "one two\n\none two\ntwo\n")
    #expect(result.status == 0 && result.error == "")
    let found = vectors(result.output)
    #expect(found.count == 4 && found[1].isEmpty)
    #expect(found[0] == found[2] && found[0] != found[3])
    #expect(Set([found[0], found[2], found[3]].map(\.count)).count == 1)
    // A line has the same vector alone and in company.
    #expect(vectors(encode("model", in: directory, "two\n").output) == [found[3]])
  }

  @Test func statesOfLayersAreChosen() throws {
    let directory = TrainedCheckpoint.directory
    func found(_ flags: String) -> [Float] {
      let found = vectors(encode("model \(flags)", in: directory, "one two three\n").output)
      return found.first ?? []
    }
    let (hidden, cell) = (found("--state hidden"), found("--state cell"))
    #expect(!hidden.isEmpty && hidden.count == cell.count && hidden != cell)
    #expect(found("--state both") == hidden + cell)
    #expect(found("") == hidden && found("--layer 1") == hidden && found("--layer all") == hidden)
    #expect(found("--mean") != hidden && found("--mean").count == hidden.count)
  }

  @Test func everyTaskHasVectors() throws {
    for (directory, model, input, size) in [
      (TrainedLanguageModel.directory, "model", "a b\n", nil),
      (TrainedClassifier.directory, "model", "bba\n", 16),
      (TrainedLabeller.directory, "model", "the cat\n", 16),
      (TrainedGenerator.directory, "model --vectors test.tsv", "", 16),
      (TrainedVectorModels.directory, "up --vectors test.tsv", "", 8),
    ] as [(String, String, String, Int?)] {
      let result = encode(model, in: directory, input)
      #expect(result.status == 0 && result.error == "", "\(result)")
      let found = vectors(result.output)
      #expect(!found.isEmpty && found.allSatisfy { $0.count == size ?? $0.count && !$0.isEmpty })
      #expect(found.allSatisfy { $0.allSatisfy { abs($0) <= 1 } }, "\(model)")
    }
  }

  /// All forms of files have the same numbers.
  @Test func filesAgree() throws {
    let directory = TrainedCheckpoint.directory
    let output = TemporaryDirectory()
    let input = "one two\n\ntwo\n"
    let lines = encode("model", in: directory, input)
    for name in ["v.tsv", "v.npy", "v.safetensors"] {
      let result = encode("model --output \(output.path(name))", in: directory, input)
      let size = vectors(lines.output)[0].count
      #expect(
        result
          == ProcessResult(
            status: 0, output: "",
            error: "Wrote 3 vectors of \(size) values to \(output.path(name)), 1 of them for blank "
              + "lines.\n"))
    }
    #expect(
      String(decoding: try contents(of: output.path("v.tsv")), as: UTF8.self) == lines.output)
    let expected = vectors(lines.output)
    let size = expected[0].count
    let rows = expected[0] + [Float](repeating: 0, count: size) + expected[2]
    let array = try NPYFile(path: output.path("v.npy"))
    #expect(array.shape == [3, size] && array.floats() == rows)
    let tensors = try SafetensorsFile(path: output.path("v.safetensors"))
    #expect(tensors.tensors.map(\.name) == ["vectors"])
    let other = Dragoman.run(
      "encode \(TrainedVectorModels.directory)/up --vectors v.npy", in: output.path)
    #expect(other.status == 65, "another size")
  }

  @Test func componentsAndTheirMap() throws {
    let directory = TrainedCheckpoint.directory
    let output = TemporaryDirectory()
    let input = "one two\tpair\ntwo\tsingle\n\none\tsingle\n</script><b>\tpair\n"
    let flags = "--pca 2 --group-column 2 --plot \(output.path("map.html"))"
    let result = encode("model \(flags)", in: directory, input)
    #expect(result.status == 0)
    #expect(vectors(result.output).map(\.count) == [2, 2, 0, 2, 2])
    let lines = result.error.split(separator: "\n")
    #expect(lines.count == 3 && lines[0] == "Wrote the plot to \(output.path("map.html")).")
    #expect(lines[1].hasPrefix("pc1 explains ") && lines[2].hasPrefix("pc2 explains "))
    let page = String(decoding: try contents(of: output.path("map.html")), as: UTF8.self)
    #expect(page.contains("\"noun\":[\"line\",\"lines\"]") && page.contains("\"one two\""))
    #expect(page.contains("\"groupNames\":[\"pair\",\"single\"]"))
    #expect(!page.contains("</script><b>"))
    // Groups have no counts.
    #expect(!page.contains("\"counts\""))
  }

  @Test func theNearestLinesOfAFile() throws {
    let output = TemporaryDirectory()
    let (model, directory) = (TrainedCheckpoint.directory + "/model", output.path)
    let corpus = "two\none two\n\nthree\none two\n"
    try write(corpus, to: output.path("corpus.txt"))
    let result = encode(
      "\(model) --nearest corpus.txt --count 3", in: directory, "one two\n\ntwo\n")
    #expect(result.status == 0 && result.error == "")
    let lines = result.output.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(lines.map { $0[0] } == ["1", "1", "1", "2", "3", "3", "3"])
    #expect(lines[0] == ["1", "1.0000", "2", "one two"])
    #expect(lines[1] == ["1", "1.0000", "5", "one two"])
    #expect(lines[3] == ["2", "0", "", ""])
    #expect(lines[4] == ["3", "1.0000", "1", "two"])
    // Vectors from a file give the same answer.
    #expect(
      encode("\(model) --output v.npy", in: directory, corpus).status == 0)
    let mapped = encode(
      "\(model) --nearest corpus.txt --nearest-vectors v.npy --count 3", in: directory,
      "one two\n\ntwo\n")
    #expect(mapped == result)
  }

  @Test func theNearestLinesNeedVectorsOfTheFile() throws {
    let output = TemporaryDirectory()
    let (model, directory) = (TrainedCheckpoint.directory + "/model", output.path)
    for (name, text) in [
      ("corpus.txt", "one\ntwo\n"), ("blank.txt", "\n \n"), ("few.tsv", "1 2\n3 4\n"),
    ] {
      try write(text, to: output.path(name))
    }
    let advice =
      "Write the vectors with 'dragoman encode --output', with the same checkpoint, options and file."
    #expect(
      encode("\(model) --output one.npy", in: directory, "one\n").status == 0)
    for (flags, expected) in [
      ("--nearest blank.txt", failure(65, "blank.txt contains no text.")),
      (
        "--nearest corpus.txt --nearest-vectors one.npy",
        failure(65, "one.npy has 1 vector, but corpus.txt has 2 lines.", advice)
      ),
      (
        "--nearest corpus.txt --nearest-vectors few.tsv",
        failure(
          65, "The vectors of few.tsv have 2 values, but those of the checkpoint have \(size).",
          advice)
      ),
      (
        "--nearest corpus.txt --pca 2",
        failure(
          64, "--nearest prints lines of text: omit --pca.",
          Self.usage)
      ),
      (
        "--count 2",
        failure(64, "--count needs --nearest.", Self.usage)
      ),
    ] as [(String, ProcessResult)] {
      #expect(encode("\(model) \(flags)", in: directory, "one\n") == expected)
    }
  }

  private static let usage =
    "Usage: dragoman encode [<options>] <checkpoint>\n"
    + "  See 'dragoman encode --help' for more information."

  /// The number of values in a vector of the translator.
  private var size: Int {
    vectors(encode("model", in: TrainedCheckpoint.directory, "one\n").output)[0].count
  }

  @Test func whatIsNotThereIsNamed() throws {
    let directory = TrainedCheckpoint.directory
    #expect(
      encode("model --layer 3", in: directory, "one\n")
        == failure(64, "The model has 1 layer.", "Omit --layer."))
    #expect(
      encode("model --vectors test.tsv", in: directory).status == 64)
    #expect(
      encode("model --output v.txt", in: directory).error.hasPrefix(
        "Error: --output is v.txt, but must end in .tsv, .npy or .safetensors."))
    #expect(
      encode("model --pca 2", in: directory, "one\n\n")
        == failure(
          65, "Principal components need at least two non-blank lines; there is only one."))
    #expect(
      encode("model --pca 3", in: directory, "one\ntwo\n").error.hasPrefix(
        "Error: --pca is 3, but 2 vectors of 16 values have at most 2 principal components."))
    #expect(encode("missing", in: directory, "one\n").status == 66)
    #expect(
      encode("trigrams", in: ModelsWithoutEmbeddings.directory, "a\n")
        == failure(
          65, "trigrams is an n-gram model, which has no state.", "Give a recurrent model."))
    #expect(
      encode("up", in: TrainedVectorModels.directory, "one\n").error.hasPrefix(
        "Error: up reads vectors: give --vectors."))
  }
}
