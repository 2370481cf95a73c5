// SPDX-License-Identifier: Apache-2.0

/// The purposes that a seed serves, each with its own random numbers.
package enum RandomPurpose {
  package static let shuffling: UInt32 = 1
  package static let dropout: UInt32 = 2
  package static let subwordDropout: UInt32 = 3
  package static let sampling: UInt32 = 4
  /// The first of as many numbers as there are parameters.
  package static let initialWeights: UInt32 = 1 << 16
}
