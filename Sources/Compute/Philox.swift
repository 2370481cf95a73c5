// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Random numbers by counting, Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3", SC 2011): the word at a place depends on the key and the place
/// only, so results do not depend on threads, and resuming needs no generator state.
package struct Philox: Sendable {
  package let key: (UInt32, UInt32)

  /// A key for one use: `seed` is the user's, `purpose` keeps uses apart, `step` goes on with time.
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

  /// The four random words of a counter.
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
  /// The words of counters 0, 1, 2 … one after another, as a generator for `shuffle` and the like.
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

    /// A float in `[0, 1)` with 24 random bits.
    package mutating func nextUnit() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// A float of the normal distribution with mean 0 and standard deviation 1 (Box and Muller, "A
    /// note on the generation of random normal deviates", 1958).
    package mutating func nextNormal() -> Float {
      let bits = next()
      // In (0, 1], whose logarithm is finite, and in [0, 1).
      let radius = Float((bits >> 40) + 1) * 0x1p-24
      let angle = Float(bits & 0xFF_FFFF) * 0x1p-24
      return (-2 * logf(radius)).squareRoot() * cosf(2 * .pi * angle)
    }
  }

  package var sequence: Sequence { Sequence(self) }
}
