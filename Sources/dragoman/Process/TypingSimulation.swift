// SPDX-License-Identifier: Apache-2.0

import Inference
import Messages
import Text

/// The keys that it takes to type a text with completions and without.
struct TypingSimulation {
  /// The output of `complete --keystrokes --json`.
  struct Record: Encodable {
    let lines: Int
    let nBest: Int
    let keysWithout: Int
    let keysWith: Int
    /// The share of keys that completions save.
    let saved: Double
  }

  private let lineCount: Int
  private let suggestions: Int
  private let keys: Keystrokes

  /// The number of lines that each thread types between two updates of the progress line.
  private static let linesPerThread = 8

  /// Types `lines` on all workers, each line as a text of its own.
  init(_ lines: [String], _ completers: TextCompleterPool, suggestions: Int) {
    let console = Console()
    var keys = Keystrokes()
    let step = Self.linesPerThread * completers.count
    for start in stride(from: 0, to: lines.count, by: step) {
      console.showProgress("\(grouped(start)) of \(counted(lines.count, "line"))", [])
      let part = Array(lines[start..<min(start + step, lines.count)])
      let found = completers.map(below: part.count) { completer, index in
        completer.keystrokes(typing: part[index])
      }
      for line in found { keys += line }
    }
    console.clearProgress()
    lineCount = lines.count
    self.suggestions = suggestions
    self.keys = keys
  }

  var record: Record {
    Record(
      lines: lineCount, nBest: suggestions, keysWithout: keys.without, keysWith: keys.with,
      saved: keys.savings)
  }

  var table: String {
    var table = Table([
      (title: "lines", alignment: .right), (title: "keys without", alignment: .right),
      (title: "keys with", alignment: .right), (title: "saved", alignment: .right),
    ])
    table.add([
      grouped(lineCount), grouped(keys.without), grouped(keys.with), percent(keys.savings),
    ])
    return table.text
  }
}
