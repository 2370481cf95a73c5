// SPDX-License-Identifier: Apache-2.0

import Inspection

/// What is wrong with a configuration file.
struct ConfigurationError: Error, Equatable {
  enum Problem: Equatable {
    case invalidUTF8
    /// Not YAML; the parser's words.
    case syntax(String)
    /// The file is not a mapping of keys to values.
    case noMapping
    case duplicateKey(String)
    case unknownKey(String, nearest: String?)
    /// A list or mapping where a value belongs.
    case nested(key: String, found: String)
    case wrongKind(key: String, expected: String, found: String)
  }

  let path: String
  /// From 1; nil where no line is to blame.
  let line: Int?
  let problem: Problem

  init(path: String, line: Int?, _ problem: Problem) {
    self.path = path
    self.line = line
    self.problem = problem
  }

  /// The key that may be meant.
  static func nearest(to key: String, in keys: [ConfigurationKey]) -> String? {
    nearestSpellings(to: key, among: keys.map(\.name), count: 1).first
  }
}
