// SPDX-License-Identifier: Apache-2.0

import Inference
import Messages
import Text

/// Counts over the translated lines.
struct TranslationSummary {
  private var lines = 0
  private var words = 0
  private var unknownWords = 0
  private var cutOutputs = 0
  private var cutSources = 0
  private var seconds = 0.0

  init() {}

  init(_ translations: [Translation], seconds: Double) { add(translations, seconds: seconds) }

  mutating func add(_ translations: [Translation], seconds: Double) {
    lines += translations.count
    for translation in translations {
      words += translation.sourceTokens
      unknownWords += translation.unknownWords
      if translation.isCut { cutOutputs += 1 }
      if translation.isSourceCut { cutSources += 1 }
    }
    self.seconds += seconds
  }

  /// Writes the summary, after the name of the system if there are several.
  func note(on console: Console, of system: String? = nil) {
    var parts = [
      counted(lines, "line"),
      "\(grouped(unknownWords)) of \(counted(words, "word")) unknown",
      "\(counted(cutOutputs, "output")) cut",
    ]
    if cutSources > 0 { parts.append("\(counted(cutSources, "input")) cut") }
    if seconds > 0 {
      parts.append("\(decimal(Double(lines) / seconds, places: 1)) sentences/s")
    }
    console.note((system.map { $0 + ": " } ?? "") + parts.joined(separator: ", "))
  }
}
