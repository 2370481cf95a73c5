// SPDX-License-Identifier: Apache-2.0

/// Two checkpoints that cannot translate together, since they write words of different vocabularies.
public struct EnsembleError: Error, Equatable, Sendable {
  /// The directories of the checkpoints.
  public let first, other: String

  public init(first: String, other: String) {
    self.first = first
    self.other = other
  }
}
