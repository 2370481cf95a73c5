// SPDX-License-Identifier: Apache-2.0

import Text

/// The source and target languages of a checkpoint, as BCP 47 tags; `und` if unknown.
public struct LanguagePair: Equatable, Sendable {
  public let source, target: String

  public init(source: String, target: String) {
    self.source = source
    self.target = target
  }

  /// Returns true if both pairs are the same, where `und` matches any language.
  public func agrees(with other: LanguagePair) -> Bool {
    [(source, other.source), (target, other.target)].allSatisfy { first, second in
      Language.isSame(first, second) || first == "und" || second == "und"
    }
  }
}

extension CheckpointConfiguration {
  public var languages: LanguagePair {
    LanguagePair(source: sourceTokenizer.language, target: targetTokenizer.language)
  }
}
