// SPDX-License-Identifier: Apache-2.0

import Text

/// The languages that a checkpoint translates between, as tags of BCP 47; `und` where nothing is known.
public struct LanguagePair: Equatable, Sendable {
  public let source, target: String

  public init(source: String, target: String) {
    self.source = source
    self.target = target
  }

  /// Whether both translate from one language to one; of `und` nothing is known.
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
