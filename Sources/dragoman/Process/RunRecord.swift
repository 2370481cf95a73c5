// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import FoundationEssentials
import Text

/// A training run that ended in order, as a line of `runs.jsonl`.
struct RunRecord: Codable, Equatable {
  let version: String
  /// The words of the command, from the name of the program.
  let command: [String]
  /// The step after the run.
  let step: Int
  /// The time spent in training steps.
  let seconds: Double
  let peakMemoryBytes: Int

  private enum CodingKeys: String, CodingKey {
    case version, command, step, seconds
    case peakMemoryBytes = "peak_memory_bytes"
  }

  /// Adds the record of the run of this process.
  ///
  /// - Throws: `FileError`.
  static func add(step: Int, seconds: Double, to files: CheckpointFiles) throws {
    let record = RunRecord(
      version: Version.number, command: ["dragoman"] + Program.arguments, step: step,
      seconds: seconds,
      peakMemoryBytes: Resources.peakMemory)
    var file = try AtomicFile(path: files.runs)
    for record in try records(of: files) + [record] {
      try file.write(dragoman.json(record) + "\n")
    }
    try file.commit()
  }

  /// Reads the records of a checkpoint, without lines that are none; none if there is no file.
  static func records(of files: CheckpointFiles) throws -> [RunRecord] {
    guard fileExists(files.runs) else { return [] }
    let reader = try LineReader(path: files.runs)
    var records: [RunRecord] = []
    while let line = try reader.next() {
      let record = try? JSONDecoder().decode(RunRecord.self, from: Data(line.text.utf8))
      if let record { records.append(record) }
    }
    return records
  }
}
