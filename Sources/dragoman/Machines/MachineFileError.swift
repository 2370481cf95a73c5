// SPDX-License-Identifier: Apache-2.0

/// A machine file that is not valid.
struct MachineFileError: Error, Equatable {
  enum Problem: Equatable {
    /// The file is not a mapping of keys to values.
    case noMapping
    case missingKey(String)
    case unknownKey(String, nearest: String?)
    /// A key that only machines of other tasks have.
    case ofOtherTask(String, tasks: [String])
    case wrongKind(key: String, expected: String, found: String)
    case notFinite(key: String, found: String)
    /// A weight that is not a whole number, for a cell that needs them.
    case fraction(key: String, found: String)
    case repeatedName(String, key: String)
    /// A symbol that is not one unit of text.
    case severalUnits(String, key: String)
    /// A symbol that is not one token, for a labeller.
    case severalTokens(String, key: String)
    /// The name of something that the machine does not have; `noun` is `state` or the like.
    case unknownName(String, key: String, noun: String, known: [String])
    /// The number of rows of a matrix differs from that of its states, inputs or outputs.
    case rows(key: String, found: Int, expected: Int, noun: String)
    /// The length of a list, or of a row of a matrix, from 1, likewise.
    case length(key: String, row: Int?, found: Int, expected: Int, noun: String)
    /// Two groups of different sizes, which cannot be connected one to one.
    case groups(key: String, row: String, rows: Int, column: String, columns: Int)
  }

  let path: String
  /// The line number, from 1; nil if no single line is wrong.
  let line: Int?
  let problem: Problem
}
