// SPDX-License-Identifier: Apache-2.0

public import Files

/// An error in a safetensors file, or a difference from the tensors that were expected.
public struct SafetensorsError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// The file is in another format.
    case otherFormat(FileFormat)
    /// The file ends early; both are byte counts of the whole file.
    case truncated(expected: Int, found: Int)
    /// The header claims more bytes than any sensible file needs.
    case headerTooLong(found: UInt64, limit: Int)
    /// The header is not the JSON that the format requires; `offset` counts bytes from the start of
    /// the file.
    case malformedHeader(offset: Int)
    /// Two tensors, or two metadata entries, have the same name.
    case duplicateName(String)
    /// The bytes of a tensor do not directly follow those of the tensor before: they overlap, or
    /// leave a gap. Offsets count from the start of the data.
    case misplacedTensor(name: String, expectedStart: Int, foundStart: Int)
    /// The data of a tensor end before they start.
    case invertedRange(name: String, start: Int, end: Int)
    /// The number of bytes in a tensor overflows.
    case shapeTooLarge(name: String, shape: [Int])
    /// The offsets enclose a number of bytes that differs from that of the shape and type.
    case wrongByteCount(name: String, expected: Int, found: Int)
    /// Bytes after the last tensor.
    case unclaimedBytes(count: Int)
    case missingTensor(name: String)
    /// The model does not have the tensor.
    case surplusTensor(name: String)
    case wrongShape(name: String, expected: [Int], found: [Int])
    /// The types are named as in the file, for example `F32`.
    case wrongType(name: String, expected: String, found: String)
  }

  public let path: String
  public let problem: Problem

  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }
}
