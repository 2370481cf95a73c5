// SPDX-License-Identifier: Apache-2.0

/// An error in the values of a file that holds an n-gram model.
public struct NGramModelError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// The first tensor has a row for each length of n-grams, and there are too few or too many.
    case orderOutOfRange(found: Int, allowed: ClosedRange<Int>)
    /// The tensor has a value for each token of the vocabulary, and there are too few or too many.
    case vocabularySizeOutOfRange(found: Int, allowed: ClosedRange<Int>)
    /// The number of tokens before each sequence is as large as the order, or larger.
    case beginningTooLong(found: Int, order: Int)
    /// A value is not possible, for example a probability that is not a number. `index` counts row
    /// by row, from 0.
    case impossibleValue(tensor: String, index: Int, found: String)
    /// A value is less than the one before it must allow.
    case notAscending(tensor: String, index: Int)
    /// The n-grams that continue others are more or fewer than there are in the file.
    case wrongChildCount(tensor: String, expected: Int, found: Int)
  }

  public let path: String
  public let problem: Problem

  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }
}
