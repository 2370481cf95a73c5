// SPDX-License-Identifier: Apache-2.0

/// The system cannot start as many threads.
public struct ThreadError: Error, Equatable, Sendable {
  public let wanted: Int
  /// The number of threads available, including the calling one.
  public let started: Int

  public init(wanted: Int, started: Int) {
    self.wanted = wanted
    self.started = started
  }
}
