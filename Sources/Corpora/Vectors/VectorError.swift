// SPDX-License-Identifier: Apache-2.0

/// The reason that a file of vectors, or of the lengths of their sequences, cannot be used.
public struct VectorError: Error, Equatable, Sendable {
  public enum Problem: Error, Equatable, Sendable {
    /// The file has no vectors, or vectors without values.
    case empty
    /// The array does not have one to three dimensions.
    case wrongShape([Int])
    /// A line has another number of values than the first.
    case unequalWidth(line: Int, expected: Int, found: Int)
    case notANumber(line: Int, text: String)
    /// A NaN, an infinity, or a number that is too large for float32.
    case notFinite(VectorPlace, Float)
    /// A safetensors file has none or several tensors that may be the vectors.
    case noVectors(tensors: [String])
    /// A tensor has values of a type that is not supported, for example `BF16`.
    case unsupportedType(tensor: String, String)
    /// A file or tensor of lengths does not have integers in one dimension.
    case notLengths
    /// A line is not the length of a sequence.
    case notALength(line: Int, text: String)
    /// A sequence, counted from 1, that is not of at least one vector.
    case lengthOutOfRange(sequence: Int, length: Int)
    /// The lengths do not add up to the number of vectors.
    case wrongSum(lengths: Int, vectors: Int)
    /// The vectors cannot be divided into sequences of one length.
    case notDivisible(length: Int, vectors: Int)
    /// The vectors have another size than the model reads.
    case wrongSize(expected: Int, found: Int)
  }

  public let path: String
  public let problem: Problem

  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }
}

/// The place of a value in a file of vectors, counted from 1.
public enum VectorPlace: Equatable, Sendable {
  /// A value of a line of text.
  case line(Int, column: Int)
  /// A value of a vector in an array.
  case row(Int, column: Int)
}
