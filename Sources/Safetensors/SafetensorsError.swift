// SPDX-License-Identifier: Apache-2.0

public import Files

/// What makes a file no safetensors file, or not the one that was asked for.
public struct SafetensorsError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// The file is in another format.
    case otherFormat(FileFormat)
    /// The file ends early; both are byte counts of the whole file.
    case truncated(expected: Int, found: Int)
    /// The header claims more bytes than any sensible file needs.
    case headerTooLong(found: UInt64, limit: Int)
    /// The header is not the JSON the format asks for; `offset` counts bytes from the file's start.
    case malformedHeader(offset: Int)
    /// Two tensors, or two metadata entries, have one name.
    case duplicateName(String)
    /// The bytes of a tensor do not follow those of the one before: an overlap or a hole.
    /// Offsets count from the start of the data.
    case misplacedTensor(name: String, expectedStart: Int, foundStart: Int)
    /// A tensor whose data end before they start.
    case invertedRange(name: String, start: Int, end: Int)
    /// A tensor of more bytes than can be counted.
    case shapeTooLarge(name: String, shape: [Int])
    /// Shape and type ask for another number of bytes than the offsets enclose.
    case wrongByteCount(name: String, expected: Int, found: Int)
    /// Bytes behind the last tensor, which belong to none.
    case unclaimedBytes(count: Int)
    case missingTensor(name: String)
    /// A tensor that the model has no place for.
    case surplusTensor(name: String)
    case wrongShape(name: String, expected: [Int], found: [Int])
    /// The types are written as in the file, for example `F32`.
    case wrongType(name: String, expected: String, found: String)
  }

  public let path: String
  public let problem: Problem

  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }
}
