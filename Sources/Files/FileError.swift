// SPDX-License-Identifier: Apache-2.0

/// A failed system call: the operation, the path and the error number.
public struct FileError: Error, Equatable, Sendable {
  public enum Operation: String, Sendable {
    case open, read, write, create, replace, rename, remove, lock
  }

  public let operation: Operation
  public let path: String
  /// The `errno` of the failed call, for example `ENOENT` or `ENOSPC`.
  public let code: Int32

  public init(_ operation: Operation, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }
}
