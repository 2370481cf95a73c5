// SPDX-License-Identifier: Apache-2.0

extension TrainingLog {
  /// Returns the numbers of all runs as tab-separated text, one on each line.
  package static func table(_ logs: [TrainingLog]) -> String {
    var text = "run\tkind\tname\tstep\tepoch\tseconds\tvalue\n"
    for log in logs {
      let run = cell(log.name)
      for entry in log.entries {
        for name in entry.names {
          let value = entry.values[name].map { "\($0)" } ?? ""
          text += "\(run)\t\(entry.kind.rawValue)\t\(cell(name))\t\(entry.step)\t\(entry.epoch)"
          text += "\t\(entry.seconds)\t\(value)\n"
        }
      }
    }
    return text
  }

  /// Returns a text without the characters that separate cells and lines.
  private static func cell(_ text: String) -> String {
    String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
  }
}
