// SPDX-License-Identifier: Apache-2.0

public import Files

/// An error in a `.npy` file.
public struct NPYError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// The file is in another format; nil if the format is unknown.
    case otherFormat(FileFormat?)
    case unknownVersion(Int)
    case malformedHeader
    /// The file ends early; both are byte counts of the whole file.
    case truncated(expected: Int, found: Int)
    /// Bytes after the array.
    case surplusBytes(count: Int)
    /// The number of bytes in the array overflows.
    case shapeTooLarge([Int])
    /// The values are not little-endian numbers. The type is named as in the file, for example
    /// `>f4` or `|O`.
    case unsupportedType(String)
  }

  public let path: String
  public let problem: Problem

  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }
}
