// SPDX-License-Identifier: Apache-2.0

/// An error in the values of a file that holds an n-gram model.
public struct NGramModelError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// The number of rows of `discounts`, one for each length of n-grams, is out of range.
    case orderOutOfRange(found: Int, allowed: ClosedRange<Int>)
    /// The number of probabilities of single tokens, one for each of the vocabulary, is out of
    /// range.
    case vocabularySizeOutOfRange(found: Int, allowed: ClosedRange<Int>)
    /// The tokens before each sequence are not fewer than the order.
    case beginningTooLong(found: Int, order: Int)
    /// A value is not possible, for example a probability that is not a number. `index` counts row
    /// by row, from 0.
    case impossibleValue(tensor: String, index: Int, found: String)
    /// A value is too small: each must be greater than the one before it or, for the places of
    /// continuations, at least as great.
    case notAscending(tensor: String, index: Int)
    /// The number of n-grams that continue those of the tensor differs from the number in the file.
    case wrongChildCount(tensor: String, expected: Int, found: Int)
  }

  public let path: String
  public let problem: Problem

  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }
}
