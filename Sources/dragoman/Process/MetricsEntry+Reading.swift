// SPDX-License-Identifier: Apache-2.0

import Decoding
import Files
import Text
import Training

extension MetricsEntry {
  /// The entries of `metrics.jsonl`, up to a line that a kill cut off; none where there is no file.
  static func entries(of files: CheckpointFiles) throws -> [MetricsEntry] {
    guard fileExists(files.metrics) else { return [] }
    let reader = try LineReader(path: files.metrics)
    var entries: [MetricsEntry] = []
    while let line = try reader.next(), let entry = MetricsEntry(line: line.text) {
      entries.append(entry)
    }
    return entries
  }
}
