// SPDX-License-Identifier: Apache-2.0

import Text

/// What language a corpus is in, where nothing is said.
enum Languages {
  enum Side: String { case source, target }

  /// The extension of each file where it is a language, as in `train.de`; else `und`.
  static func guess(_ corpus: ParallelSource) -> (source: String, target: String) {
    switch corpus {
    case .files(let source, let target): (fileExtension(source), fileExtension(target))
    case .pairs: ("und", "und")
    }
  }

  /// The extension where it is a language that ICU has data for, as in `de`, `cmn`, `pt-BR` and
  /// `eng_Latn`; else `und`.
  static func fileExtension(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let tag = name.split(separator: ".").dropFirst().last.map(String.init),
      tag.wholeMatch(of: /[A-Za-z]{2,3}|[a-z]{2,3}[-_]([A-Z]{2}|[A-Z][a-z]{3})/) != nil,
      !notLanguages.contains(tag), let language = try? Language(tag: tag), language.hasData
    else { return "und" }
    return tag
  }

  /// Extensions of other kinds of text that happen to be old codes of languages.
  private static let notLanguages: Set = ["src", "tmp", "sum", "pat"]

  /// How text is cut whose language nobody named, and how to name it; nil where no side is meant.
  static func note(onUnnamed sides: [Side]) -> String? {
    if sides.isEmpty { return nil }
    let subject =
      sides.count == 1
      ? "The language of the \(sides[0].rawValue) is not named"
      : "The languages are not named"
    let flags = sides.map { "--\($0.rawValue)-language" }
    let object = sides.count == 1 ? "it" : "them"
    return
      "\(subject): words are split by Unicode's rules for any language (und). Name \(object) with "
      + "\(listed(flags)), such as \(flags[0]) en."
  }
}

extension Console {
  /// Names the languages among these whose rules nobody has.
  func noteLanguagesWithoutData(_ tags: [String]) {
    for (index, tag) in tags.enumerated() where !tags[..<index].contains(tag) {
      guard let language = try? Language(tag: tag), !language.hasData else { continue }
      note("ICU has no data for the language '\(tag)': the rules of no language apply to it.")
    }
  }
}
