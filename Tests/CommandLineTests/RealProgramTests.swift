// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Exported files, loaded by the programs that they are for, where Python has them.
@Suite struct RealProgramTests {
  @Test(.enabled(if: Python.has("tensorboard"), "Python has no tensorboard"))
  func tensorBoardReadsTheCurves() throws {
    let directory = TrainedCheckpoint.directory
    let scratch = TemporaryDirectory()
    let result = Dragoman.run("plot model --tensorboard \(scratch.path("runs"))", in: directory)
    #expect(result.status == 0, "\(result.error)")
    let name = try #require(try names(in: scratch.path("runs/model")).first)
    let events = try Python.load("events", scratch.path("runs/model/\(name)"))
    let log = String(decoding: try contents(of: directory + "/model/metrics.jsonl"), as: UTF8.self)
    let losses = log.matches(of: #/"loss":([0-9.e-]+)/#).compactMap { Float($0.output.1) }
    let found = events.filter { $0[0].hasSuffix("/loss") }.compactMap { Float($0[2]) }
    #expect(!losses.isEmpty && found.sorted() == losses.sorted())
  }

  @Test(.enabled(if: Python.has("tensorboard"), "Python has no tensorboard"))
  func theProjectorShowsTheWords() throws {
    let scratch = TemporaryDirectory()
    let rows = try Python.load("projector", export("projector", to: scratch.path("words")))
    let words = rows.filter { $0.count == 2 }.map { $0[0] }
    let expected = try letters
    #expect(words == ["word"] + expected)
    let vectors = rows.filter { $0.count > 2 }.map { $0.compactMap { Float($0) } }
    #expect(vectors.count == expected.count && vectors.allSatisfy { $0.count == 8 })
    let file = String(decoding: try contents(of: scratch.path("words/vectors.tsv")), as: UTF8.self)
    #expect(
      vectors
        == file.split(separator: "\n").map { $0.split(separator: "\t").compactMap { Float($0) } })
  }

  @Test(.enabled(if: Python.has("gensim"), "Python has no gensim"))
  func gensimReadsTheWords() throws {
    let scratch = TemporaryDirectory()
    let rows = try Python.load("word2vec", export("word2vec", to: scratch.path("words.txt")))
    let expected = try letters
    #expect(rows.map { $0[0] } == expected)
    let file = String(decoding: try contents(of: scratch.path("words.txt")), as: UTF8.self)
    #expect(
      rows.map { $0.dropFirst(3).compactMap { Float($0) } }
        == file.split(separator: "\n").dropFirst().map {
          $0.split(separator: " ").dropFirst().compactMap { Float($0) }
        })
    // The nearest word and its cosine.
    let result = Dragoman.run(
      "embeddings neighbors model --side source --count 1 \(rows[0][0])",
      in: TrainedCheckpoint.directory)
    let fields = result.output.split(whereSeparator: \.isWhitespace)
    #expect(fields.contains { $0 == rows[0][1] }, "\(result)")
    let cosine = try #require(Float(rows[0][2]))
    #expect(fields.contains { abs((Float($0) ?? 9) - cosine) < 1e-3 }, "\(result) \(cosine)")
  }

  @Test(.enabled(if: Python.has("numpy"), "Python has no numpy"))
  func numPyReadsVectorsAndActivations() throws {
    let scratch = TemporaryDirectory()
    for (command, skipped) in [("encode model", 0), ("activations model --state all", 3)] {
      let lines = try rows(command)
      let path = scratch.path("\(skipped).npy")
      #expect(run(command + " --output \(path)").status == 0)
      let found = try Python.load("numpy", path)
      let expected = lines.dropFirst(skipped > 0 ? 1 : 0).map { $0.dropFirst(skipped) }
      #expect(found[0] == ["float32", "\(expected.count)", "\(expected[0].count)"])
      #expect(numbers(found.dropFirst()) == numbers(expected))
    }
  }

  @Test(.enabled(if: Python.has("safetensors.numpy"), "Python has no safetensors"))
  func safetensorsReadsVectors() throws {
    let scratch = TemporaryDirectory()
    let lines = try rows("encode model")
    #expect(run("encode model --output \(scratch.path("v.safetensors"))").status == 0)
    let found = try Python.load("safetensors", scratch.path("v.safetensors"))
    #expect(found[0] == ["vectors", "float32", "2", "\(lines[0].count)"])
    #expect(numbers(found.dropFirst()) == numbers(lines))
  }

  // MARK: Dragoman

  /// The words of the toy corpus, as `embeddings export` orders them.
  private var letters: [String] {
    get throws {
      let vocabulary = TrainedCheckpoint.directory + "/model/source.vocab"
      let lines = String(decoding: try contents(of: vocabulary), as: UTF8.self)
      return lines.split(separator: "\n").map { String($0.split(separator: "\t")[0]) }
        .filter { $0.count == 1 }
    }
  }

  private func export(_ format: String, to path: String) throws -> String {
    let result = Dragoman.run(
      "embeddings export model --side source --format \(format) --output \(path)",
      in: TrainedCheckpoint.directory)
    #expect(result.status == 0, "\(result.error)")
    return path
  }

  private func run(_ command: String) -> ProcessResult {
    Dragoman.run(command, in: TrainedCheckpoint.directory, input: "a b\nc\n")
  }

  private func rows(_ command: String) throws -> [[String]] {
    let result = run(command)
    try #require(result.status == 0, "\(result.error)")
    return Python.rows(result.output)
  }

  private func numbers(_ rows: some Sequence<some Sequence<String>>) -> [[Float]] {
    rows.map { $0.compactMap { Float($0) } }
  }
}

/// The Python of the environment variable DRAGOMAN_PYTHON, or the first in the search path.
private enum Python {
  private static func run(_ arguments: [String]) -> ProcessResult {
    ChildProcess(
      ["sh", "-c", #"exec "${DRAGOMAN_PYTHON:-python3}" "$@""#, "sh"] + arguments, directory: "/tmp"
    ).finish()
  }

  static func has(_ module: String) -> Bool { run(["-c", "import \(module)"]).status == 0 }

  /// Loads a file as `Goldens/load.py` does, and returns the cells of each line that it prints.
  static func load(_ format: String, _ path: String) throws -> [[String]] {
    let script = #filePath.dropLast("RealProgramTests.swift".count) + "Goldens/load.py"
    let result = run([String(script), format, path])
    try #require(result.status == 0, "\(result.error)")
    return rows(result.output)
  }

  static func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
  }
}
