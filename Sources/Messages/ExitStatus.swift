// SPDX-License-Identifier: Apache-2.0

/// The exit status of a program that ends because of an error, from `sysexits.h`.
public enum ExitStatus: Int32, Sendable {
  /// Wrong usage.
  case usage = 64
  /// Invalid data.
  case badData = 65
  /// Input that is missing or cannot be opened.
  case missingInput = 66
  /// The computation failed.
  case software = 70
  /// Output that cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
}
