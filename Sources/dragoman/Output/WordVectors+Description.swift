// SPDX-License-Identifier: Apache-2.0

import Messages
import Text

extension WordVectors {
  /// The file and the part of the vocabulary and the text that it covers. `noun` is the name of one
  /// entry of the vocabulary.
  func line(_ name: String, _ noun: String, isFrozen: Bool) -> String {
    let found = coverage.exact + coverage.lowercased
    return "\(name): \(path), \(grouped(found)) of \(counted(coverage.words, noun)) "
      + "(\(percent(Double(found) / Double(coverage.words))))"
      + (coverage.lowercased > 0 ? ", \(grouped(coverage.lowercased)) of them in lowercase" : "")
      + "; \(percent(Double(coverage.covered) / Double(max(coverage.tokens, 1)))) of the text"
      + (isFrozen ? "; not trained" : "")
  }
}
