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

  private static func fileExtension(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let tag = name.split(separator: ".").dropFirst().last.map(String.init),
      tag.utf8.count == 2 || tag.utf8.count == 3,
      (try? Tokenizer(TokenizerConfiguration(language: tag))) != nil
    else { return "und" }
    return tag
  }

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
