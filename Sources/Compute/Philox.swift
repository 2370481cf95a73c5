// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A counter-based random generator, Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3", SC 2011). A random word depends only on the key and the counter,
/// so results do not depend on threads, and resuming needs no generator state.
package struct Philox: Sendable {
  package let key: (UInt32, UInt32)

  /// Derives a key from the user's `seed`, a `purpose` that separates different uses, and a `step`.
  package init(seed: UInt64, purpose: UInt32, step: UInt64 = 0) {
    let words = Philox(
      key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    )
    .words(
      at: (
        purpose, UInt32(truncatingIfNeeded: step), UInt32(truncatingIfNeeded: step >> 32),
        0x6472_6167
      ))
    key = (words.0, words.1)
  }

  package init(key: (UInt32, UInt32)) { self.key = key }

  /// Returns the four random words of a counter.
  package func words(
    at counter: (UInt32, UInt32, UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
      let p0 = UInt64(0xD251_1F53) * UInt64(c0)
      let p1 = UInt64(0xCD9E_8D57) * UInt64(c2)
      c0 = UInt32(p1 >> 32) ^ c1 ^ k0
      c1 = UInt32(truncatingIfNeeded: p1)
      c2 = UInt32(p0 >> 32) ^ c3 ^ k1
      c3 = UInt32(truncatingIfNeeded: p0)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
  }
}

extension Philox {
  /// The words of counters 0, 1, 2 … as a sequence, for `shuffle` and similar functions.
  package struct Sequence: RandomNumberGenerator {
    private let philox: Philox
    private var position: UInt64 = 0

    package init(_ philox: Philox) { self.philox = philox }

    package mutating func next() -> UInt64 {
      let words = philox.words(
        at: (
          UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: position >> 32), 0, 0
        ))
      position += 1
      return UInt64(words.0) | UInt64(words.1) << 32
    }

    /// Returns a float in `[0, 1)` with 24 random bits.
    package mutating func nextUnit() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// Returns a float from the normal distribution with mean 0 and standard deviation 1 (Box and
    /// Muller, "A note on the generation of random normal deviates", 1958).
    package mutating func nextNormal() -> Float {
      let bits = next()
      // The radius is in (0, 1], so that its logarithm is finite; the angle is in [0, 1).
      let radius = Float((bits >> 40) + 1) * 0x1p-24
      let angle = Float(bits & 0xFF_FFFF) * 0x1p-24
      return (-2 * logf(radius)).squareRoot() * cosf(2 * .pi * angle)
    }
  }

  package var sequence: Sequence { Sequence(self) }
}

/// The purposes that a seed serves, each with its own random numbers.
package enum RandomPurpose {
  package static let shuffling: UInt32 = 1
  package static let dropout: UInt32 = 2
  package static let subwordDropout: UInt32 = 3
  package static let sampling: UInt32 = 4
  package static let splitting: UInt32 = 5
  package static let lectures: UInt32 = 6
  package static let cellSearch: UInt32 = 7
  package static let sigmaSweep: UInt32 = 8
  /// The first of as many numbers as there are parameters.
  package static let initialWeights: UInt32 = 1 << 16
}
