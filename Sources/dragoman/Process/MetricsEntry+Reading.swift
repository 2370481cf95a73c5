// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import Text
import Training

extension MetricsEntry {
  /// Reads the entries of `metrics.jsonl`, up to an incomplete line; none if there is no file.
  static func entries(of files: CheckpointFiles, _ keys: FileKeys) throws -> [MetricsEntry] {
    fileExists(files.metrics) ? try entries(path: files.metrics, keys).entries : []
  }

  /// Reads the entries of a file, up to a line that is not one. Returns the number of that line unless
  /// it is the last one, which a run may be writing.
  static func entries(
    path: String, _ keys: FileKeys
  ) throws -> (entries: [MetricsEntry], wrongLine: Int?) {
    let reader = try LineReader(path: path)
    var entries: [MetricsEntry] = []
    while let line = try reader.next() {
      guard let entry = MetricsEntry(line: line.text, keys) else {
        return (entries, try reader.next() == nil ? nil : line.number)
      }
      entries.append(entry)
    }
    return (entries, nil)
  }
}
