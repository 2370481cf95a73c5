// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// Checkpoints of an earlier version, made by `Goldens/make_checkpoints.sh`.
struct CheckpointCompatibilityTests {
  @Test(arguments: ["plain", "attention", "subwords"])
  func anEarlierCheckpointTranslatesAsBefore(name: String) throws {
    try withEarlierCheckpoint(name) { directory throws in
      #expect(
        try translations(by: "checkpoint", in: directory, "--beam-size 3")
          == text(of: "\(directory)/translations.txt"))
    }
  }

  @Test func anEarlierRunGoesOnAsBefore() throws {
    try withEarlierCheckpoint("midway") { directory throws in
      let result = Dragoman.run(
        "train --pairs train.tsv --dev-pairs dev.tsv --checkpoint checkpoint --resume "
          + "--max-steps none", in: directory)
      #expect(result.status == 0, "\(result.error)")
      let metrics = try entries(of: "\(directory)/checkpoint/metrics.jsonl")
      let expected = try entries(of: "\(directory)/resumed-metrics.jsonl")
      #expect(metrics.map(\.step) == expected.map(\.step))
      for (entry, expected) in zip(metrics, expected) {
        // Other CPUs round differently.
        #expect(abs(entry.loss - expected.loss) < 0.01 * expected.loss, "step \(expected.step)")
      }
      #expect(
        try translations(by: "checkpoint", in: directory)
          == text(of: "\(directory)/resumed-translations.txt"))
    }
  }

  /// Each of these runs goes on for two epochs.
  @Test(arguments: ["plain", "attention", "subwords"])
  func anEarlierCheckpointResumes(name: String) throws {
    try withEarlierCheckpoint(name) { directory throws in
      let result = Dragoman.run(
        "train --pairs train.tsv --checkpoint checkpoint --resume --epochs 82", in: directory)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.error.contains("\nResuming at step 800.\n  epochs: 80 → 82\n"))
    }
  }

  private func translations(
    by checkpoint: String, in directory: String, _ flags: String = ""
  ) throws -> String {
    let sources = try text(of: "\(directory)/train.tsv").split(separator: "\n").prefix(12)
      .map { $0.prefix { $0 != "\t" } + "\n" }
    let result = Dragoman.run(
      "translate \(checkpoint) \(flags)", in: directory, input: sources.joined())
    #expect(result.status == 0, "\(result.error)")
    return result.output
  }

  private struct Entry: Decodable {
    let step: Int
    let loss: Double
  }

  private func entries(of path: String) throws -> [Entry] {
    try text(of: path).split(separator: "\n").map {
      try JSONDecoder().decode(Entry.self, from: Data($0.utf8))
    }
  }

  private func text(of path: String) throws -> String {
    String(decoding: try contents(of: path), as: UTF8.self)
  }

  /// Copies a checkpoint, and the corpus that it was trained on, to a temporary directory.
  private func withEarlierCheckpoint(_ name: String, _ body: (String) throws -> Void) throws {
    let goldens =
      URL(filePath: #filePath).deletingLastPathComponent().path
      + "/Goldens/checkpoints"
    let directory = TemporaryDirectory()
    let files =
      [
        "\(name)/checkpoint", "\(name)/translations.txt", "train.tsv", "dev.tsv",
      ]
      + (name == "midway" ? ["resumed-metrics.jsonl", "resumed-translations.txt"] : [])
      .map { "\(name)/\($0)" }
    let copied = ChildProcess(
      ["cp", "-r"] + files.map { "\(goldens)/\($0)" } + [directory.path], directory: "/tmp"
    ).finish()
    #expect(copied.status == 0, "\(copied.error)")
    try body(directory.path)
  }
}
