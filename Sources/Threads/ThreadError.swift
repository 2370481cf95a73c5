// SPDX-License-Identifier: Apache-2.0

/// The system has not so many threads left.
public struct ThreadError: Error, Equatable, Sendable {
  public let wanted: Int
  /// Those that could be had, the calling one among them.
  public let started: Int

  public init(wanted: Int, started: Int) {
    self.wanted = wanted
    self.started = started
  }
}
