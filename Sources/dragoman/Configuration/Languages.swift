// SPDX-License-Identifier: Apache-2.0

import Text

/// What language a corpus is in, where nothing is said.
enum Languages {
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
}
