// SPDX-License-Identifier: Apache-2.0

import Compute
import Testing

@Suite struct PhiloxTests {
  private struct KnownAnswer {
    let counter: [UInt32]
    let key: [UInt32]
    let words: [UInt32]
  }

  /// From the file `kat_vectors` of Random123, philox4x32 with 10 rounds: zeros, ones, digits of
  /// pi.
  private static let knownAnswers = [
    KnownAnswer(
      counter: [0, 0, 0, 0], key: [0, 0],
      words: [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    KnownAnswer(
      counter: [.max, .max, .max, .max], key: [.max, .max],
      words: [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
    KnownAnswer(
      counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
      key: [0xa409_3822, 0x299f_31d0],
      words: [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]),
  ]

  @Test func agreesWithRandom123() {
    for answer in Self.knownAnswers {
      let c = answer.counter
      let words = Philox(key: (answer.key[0], answer.key[1])).words(at: (c[0], c[1], c[2], c[3]))
      #expect([words.0, words.1, words.2, words.3] == answer.words)
    }
  }

  @Test func seedPurposeAndStepMakeDifferentKeys() {
    let keys = [
      Philox(seed: 1, purpose: 1), Philox(seed: 2, purpose: 1), Philox(seed: 1, purpose: 2),
      Philox(seed: 1, purpose: 1, step: 1), Philox(seed: 1 << 32, purpose: 1),
      Philox(seed: 1, purpose: 1, step: 1 << 32),
    ].map { [$0.key.0, $0.key.1] }
    #expect(Set(keys).count == keys.count)
    let again = Philox(seed: 1, purpose: 1).key
    #expect([again.0, again.1] == keys[0])
  }

  @Test func theSequenceReadsCounterAfterCounter() {
    let philox = Philox(seed: 3, purpose: 9)
    var sequence = philox.sequence
    for position in 0..<5 as Range<UInt32> {
      let words = philox.words(at: (position, 0, 0, 0))
      #expect(sequence.next() == UInt64(words.0) | UInt64(words.1) << 32)
    }
  }

  @Test func unitsAreEvenlySpreadBelowOne() {
    var sequence = Philox(seed: 3, purpose: 9).sequence
    var tenths = [Int](repeating: 0, count: 10)
    for _ in 0..<10_000 {
      let unit = sequence.nextUnit()
      #expect(unit >= 0 && unit < 1)
      tenths[Int(unit * 10)] += 1
    }
    // Five standard deviations of a binomial count with 10,000 trials of 1/10.
    #expect(tenths.allSatisfy { abs($0 - 1000) < 150 }, "\(tenths)")
  }
}
