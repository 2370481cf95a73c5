// SPDX-License-Identifier: Apache-2.0

extension TrainingLog {
  /// Returns the numbers of all runs as tab-separated text, one on each line.
  package static func table(_ logs: [TrainingLog]) -> String {
    var text = "run\tkind\tname\tstep\tepoch\tseconds\tvalue\n"
    for log in logs {
      let run = tableCell(log.name)
      for entry in log.entries {
        for name in entry.names {
          let value = entry.values[name].map { "\($0)" } ?? ""
          text +=
            "\(run)\t\(entry.kind.rawValue)\t\(tableCell(name))\t\(entry.step)\t\(entry.epoch)"
          text += "\t\(entry.seconds)\t\(value)\n"
        }
      }
    }
    return text
  }
}
