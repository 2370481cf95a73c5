// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import FoundationEssentials

/// The names of values in a task's files that differ from those of the properties in this module.
package struct FileKeys: Sendable {
  /// The names in `metrics.jsonl`, by the general name.
  package let metrics: [String: String]
  /// The names in the training state, by the general name.
  package let state: [String: String]

  package init(metrics: [String: String] = [:], state: [String: String] = [:]) {
    self.metrics = metrics
    self.state = state
  }
}

extension FileKeys {
  private static let key = CodingUserInfoKey(rawValue: "fileKeys")

  /// The names of the coder that reads or writes an entry of `metrics.jsonl`.
  init(of userInfo: [CodingUserInfoKey: Any]) {
    self = Self.key.flatMap { userInfo[$0] as? FileKeys } ?? FileKeys()
  }

  /// Tells a coder the names.
  package var userInfo: [CodingUserInfoKey: any Sendable] {
    Self.key.map { [$0: self] } ?? [:]
  }
}

extension JSONEncoder.KeyEncodingStrategy {
  /// Writes the names that `names` gives for some keys.
  static func renaming(_ names: [String: String]) -> Self {
    names.isEmpty
      ? .useDefaultKeys
      : .custom { path in
        let key = path[path.count - 1].stringValue
        return NamedKey(names[key] ?? key)
      }
  }
}

extension JSONDecoder.KeyDecodingStrategy {
  /// Reads keys that `renaming` wrote.
  static func restoring(_ names: [String: String]) -> Self {
    let keys = Dictionary(uniqueKeysWithValues: names.map { ($1, $0) })
    return names.isEmpty
      ? .useDefaultKeys
      : .custom { path in
        let key = path[path.count - 1].stringValue
        return NamedKey(keys[key] ?? key)
      }
  }
}
