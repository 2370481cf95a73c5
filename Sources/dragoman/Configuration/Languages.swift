// SPDX-License-Identifier: Apache-2.0

import Corpora
import Messages
import Text

/// The languages of a corpus if no option gives them.
enum Languages {
  enum Side: String { case source, target }

  /// Returns the extension of each file if it is a language, as in `train.de`, and otherwise `und`.
  static func guess(_ corpus: ParallelSource) -> (source: String, target: String) {
    switch corpus {
    case .files(let source, let target): (fileExtension(source), fileExtension(target))
    case .pairs: ("und", "und")
    }
  }

  /// Returns the extension of the file if it is a language for which ICU has data, such as `de`, `cmn`,
  /// `pt-BR` or `eng_Latn`, and otherwise `und`.
  static func fileExtension(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let tag = name.split(separator: ".").dropFirst().last.map(String.init),
      tag.wholeMatch(of: /[A-Za-z]{2,3}|[a-z]{2,3}[-_]([A-Z]{2}|[A-Z][a-z]{3})/) != nil,
      !notLanguages.contains(tag), let language = try? Language(tag: tag), language.hasData
    else { return "und" }
    return tag
  }

  /// Common file extensions that are also language codes.
  private static let notLanguages: Set = ["src", "tmp", "sum", "pat"]

  /// Returns a note on the sides whose language is unknown; nil if there are none.
  static func note(onUnnamed sides: [Side]) -> String? {
    if sides.isEmpty { return nil }
    let subject =
      sides.count == 1
      ? "The \(sides[0].rawValue) language is unknown"
      : "The languages are unknown"
    let flags = sides.map { "--\($0.rawValue)-language" }
    let object = sides.count == 1 ? "it" : "them"
    return
      "\(subject): words are split by Unicode's default rules (und). Set \(object) with "
      + "\(listed(flags)), such as \(flags[0]) en."
  }
}

extension Console {
  /// Notes the languages for which ICU has no data.
  func noteLanguagesWithoutData(_ tags: [String]) {
    for (index, tag) in tags.enumerated() where !tags[..<index].contains(tag) {
      guard let language = try? Language(tag: tag), !language.hasData else { continue }
      note("ICU has no data for the language '\(tag)': Unicode's default rules (und) apply.")
    }
  }
}
