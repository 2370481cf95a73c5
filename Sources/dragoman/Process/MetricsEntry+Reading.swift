// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import Text
import Training

extension MetricsEntry {
  /// Reads the entries of `metrics.jsonl`, up to an incomplete line; none if there is no file.
  static func entries(of files: CheckpointFiles, _ keys: FileKeys) throws -> [MetricsEntry] {
    guard fileExists(files.metrics) else { return [] }
    let reader = try LineReader(path: files.metrics)
    var entries: [MetricsEntry] = []
    while let line = try reader.next(),
      let entry = MetricsEntry(line: line.text, keys)
    {
      entries.append(entry)
    }
    return entries
  }
}
