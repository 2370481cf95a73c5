// SPDX-License-Identifier: Apache-2.0

import Inspection
import Layers

/// A configuration file that is not valid.
struct ConfigurationError: Error, Equatable {
  enum Problem: Equatable {
    /// The file is not a mapping of keys to values.
    case noMapping
    case unknownKey(String, nearest: String?)
    /// A list or mapping instead of a value.
    case nested(key: String, found: String)
    case wrongKind(key: String, expected: String, found: String)
    case wrongFormula(key: String, CellFormulaError)
  }

  let path: String
  /// The line number, from 1; nil if no single line is wrong.
  let line: Int?
  let problem: Problem

  init(path: String, line: Int?, _ problem: Problem) {
    self.path = path
    self.line = line
    self.problem = problem
  }

  /// Returns the most similar key; nil if none is similar.
  static func nearest(to key: String, in keys: [String]) -> String? {
    nearestSpellings(to: key, among: keys, count: 1).first
  }
}
