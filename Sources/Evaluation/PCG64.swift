// SPDX-License-Identifier: Apache-2.0

/// The random number generator of NumPy's `default_rng(seed)`, so that resamples equal sacreBLEU's:
/// PCG XSL RR 128/64 (O'Neill, 2014).
package struct PCG64: Sendable {
  private static let multiplier: UInt128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645

  private var state: UInt128
  private let increment: UInt128
  /// The upper half of the last 64-bit number, if only its lower half has been used.
  private var rest: UInt32?

  package init(seed: UInt64) {
    let words = SeedSequence(seed).words()
    increment = words[1] << 1 | 1
    state = increment &+ words[0]
    advance()
  }

  private mutating func advance() { state = state &* Self.multiplier &+ increment }

  private mutating func next() -> UInt64 {
    advance()
    let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
    let turn = UInt64(truncatingIfNeeded: state >> 122)
    return folded >> turn | folded << ((64 - turn) & 63)
  }

  private mutating func nextHalf() -> UInt32 {
    if let rest {
      self.rest = nil
      return rest
    }
    let number = next()
    rest = UInt32(truncatingIfNeeded: number >> 32)
    return UInt32(truncatingIfNeeded: number)
  }

  /// Returns a uniform random number below `bound` (Lemire, 2019), as drawn by `Generator.choice`.
  package mutating func next(below bound: UInt32) -> Int {
    var product = UInt64(nextHalf()) * UInt64(bound)
    if UInt32(truncatingIfNeeded: product) < bound {
      let threshold = (0 &- bound) % bound
      while UInt32(truncatingIfNeeded: product) < threshold {
        product = UInt64(nextHalf()) * UInt64(bound)
      }
    }
    return Int(product >> 32)
  }
}

/// NumPy's `SeedSequence`, which expands a seed into the state of a generator (O'Neill, 2015).
private struct SeedSequence {
  private var pool: [UInt32]

  init(_ seed: UInt64) {
    var multiplier: UInt32 = 0x43B0_D7E5
    func hash(_ value: UInt32) -> UInt32 {
      let mixed = value ^ multiplier
      multiplier &*= 0x931E_8875
      let product = mixed &* multiplier
      return product ^ product >> 16
    }
    let entropy = [UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32), 0, 0]
    pool = entropy.map(hash)
    for source in pool.indices {
      for target in pool.indices where target != source {
        let mixed = 0xCA01_F9DD &* pool[target] &- 0x4973_F715 &* hash(pool[source])
        pool[target] = mixed ^ mixed >> 16
      }
    }
  }

  /// Returns two 128-bit words. The upper half of each is drawn first.
  func words() -> [UInt128] {
    var multiplier: UInt32 = 0x8B51_F9DD
    let halves = (0..<8).map { index -> UInt128 in
      let mixed = pool[index % pool.count] ^ multiplier
      multiplier &*= 0x58F3_8DED
      let product = mixed &* multiplier
      return UInt128(product ^ product >> 16)
    }
    return [0, 4].map { start in
      halves[start + 1] << 96 | halves[start] << 64 | halves[start + 3] << 32 | halves[start + 2]
    }
  }
}
