// SPDX-License-Identifier: Apache-2.0

import Inference
import Messages
import Text

/// A line of input and its completions.
struct CompletedLine: Sendable {
  let number: Int
  let text: String
  let completions: [TextCompletion]
  /// The units before the completions that the model does not know.
  let unknown: [String]
  /// True if digits were expected, but the line does not end in digits with letters.
  let lacksDigits: Bool

  init(_ line: TextLine, _ completer: TextCompleter, t9: Bool) {
    number = line.number
    text = line.text
    guard t9 else {
      completions = completer.completions(of: line.text)
      unknown = completer.unknownUnits(of: line.text)
      lacksDigits = false
      return
    }
    let typed = line.text[...].trimmingEnd()
    let start = typed.lastIndex(where: \.isWhitespace).map { typed.index(after: $0) }
    let digits = typed[(start ?? typed.startIndex)...]
    let context = String(typed[..<(start ?? typed.startIndex)])
    lacksDigits = !Keypad.isTyped(digits)
    completions = lacksDigits ? [] : completer.words(spelledBy: String(digits), after: context)
    unknown = lacksDigits ? [] : completer.unknownUnits(of: context)
  }

  /// The lines of output; at least one, so that no number is missing.
  var rows: [String] {
    if completions.isEmpty { return ["\(number)\t0\t"] }
    return completions.map {
      "\(number)\t\(significant($0.probability, digits: 4))\t\(escaped($0.text))"
    }
  }

  private func escaped(_ text: String) -> String {
    let escapes: [Unicode.Scalar: String] = ["\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"]
    return text.unicodeScalars.reduce(into: "") { $0 += escapes[$1] ?? String($1) }
  }
}

extension Substring {
  fileprivate func trimmingEnd() -> Substring {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

/// A line of `complete --json`.
struct CompletionRecord: Encodable {
  private struct Completion: Encodable {
    let completion: String
    let probability: Double
    /// True if the text ends after the completion.
    let isEnd: Bool
  }

  private let line: Int
  private let text: String
  private let unknownUnits: Int
  private let completions: [Completion]

  init(_ line: CompletedLine) {
    self.line = line.number
    text = line.text
    unknownUnits = line.unknown.count
    completions = line.completions.map {
      Completion(completion: $0.text, probability: $0.probability, isEnd: $0.isEnd)
    }
  }
}

/// Notes about lines on standard error. The first few of a kind are reported one by one; the others are
/// counted.
struct CompletionNotes {
  private static let mostReported = 5

  private let console = Console()
  private let unit: TextUnit
  private var unknownCount = 0
  private var wrongCount = 0

  init(_ unit: TextUnit) { self.unit = unit }

  mutating func add(_ line: CompletedLine) {
    let place = "standard input, line \(line.number): "
    if !line.unknown.isEmpty {
      unknownCount += 1
      if unknownCount <= Self.mostReported {
        let units = UnknownUnits(line.unknown, unit).text(in: "the line")
        console.note(place + "the model does not know \(units).")
      }
    }
    if line.lacksDigits {
      wrongCount += 1
      if wrongCount <= Self.mostReported {
        console.note(place + "--t9 needs digits from 2 to 9 at the end of the line.")
      }
    }
  }

  func noteCounts() {
    for (count, problem) in [
      (unknownCount, "contain text that the model does not know"),
      (wrongCount, "do not end in digits from 2 to 9"),
    ]
    where count > Self.mostReported {
      console.note(
        "standard input: \(counted(count, "line")) \(problem); the first \(Self.mostReported) are "
          + "listed above.")
    }
  }
}
