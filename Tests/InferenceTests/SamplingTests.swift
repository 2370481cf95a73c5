// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Inference
import TestSupport
import Testing

@Suite struct SamplingTests {
  /// Log-probabilities, shifted by a constant: 0.0625, 0.5, 0.125, 0.0625 and 0.25 for words 0 to
  /// 4.
  private static let logarithms: [Float] = [0.0625, 0.5, 0.125, 0.0625, 0.25].map { logf($0) + 3 }

  /// Returns how often each word occurs at 64 points spread evenly over the distribution.
  private func counts(
    _ logits: [Float] = logarithms, _ change: (inout Sampling) -> Void = { _ in }
  ) -> [Int32: Int] {
    var settings = Sampling()
    change(&settings)
    let arena = Arena()
    let row = arena.matrix(rows: 1, columns: logits.count, logits)
    let sampler = Sampler(settings, .best)
    let drawn = (0..<64).compactMap { sampler.pick(row, at: (Double($0) + 0.5) / 64) }
    withExtendedLifetime(arena) {}
    return Dictionary(drawn.map { ($0, 1) }, uniquingKeysWith: +)
  }

  @Test func wordsOccurWithTheirProbability() {
    #expect(counts() == [0: 4, 1: 32, 2: 8, 3: 4, 4: 16])
  }

  @Test func theTemperatureSharpensOrFlattens() {
    // The squares of the probabilities, divided by their sum.
    let sharp = counts { $0.temperature = 0.5 }
    let sum = 0.25 + 0.0625 + 0.015625 + 2 * 0.00390625
    #expect(abs(Double(sharp[1] ?? 0) - 64 * 0.25 / sum) <= 1)
    #expect(counts { $0.temperature = 1e-3 } == [1: 64])
    let flat = counts { $0.temperature = 1e3 }
    #expect((0..<5).allSatisfy { (12...14).contains(flat[$0] ?? 0) }, "\(flat)")
  }

  @Test func onlyTheMostProbableWordsAreDrawn() {
    #expect(counts { $0.topK = 1 } == [1: 64])
    let two = counts { $0.topK = 2 }
    #expect(two.keys.sorted() == [1, 4])
    #expect(abs((two[1] ?? 0) - 43) <= 1)
    #expect(counts { $0.topK = 4 }.keys.sorted() == [0, 1, 2, 4], "the lower one of equals")
    #expect(counts { $0.topK = 100 } == counts())
  }

  @Test func theNucleusIsTheFewestWordsWithTheShare() {
    for (share, words) in [
      (0.3, [1]), (0.5, [1]), (0.51, [1, 4]), (0.75, [1, 4]), (0.8, [1, 2, 4]),
      (0.9, [0, 1, 2, 4]), (1, [0, 1, 2, 3, 4]),
    ] as [(Float, [Int32])] {
      #expect(counts { $0.topP = share * 0.999 }.keys.sorted() == words, "\(share)")
    }
    // Applies after the temperature and after the top three, whose probabilities are 4/7, 2/7 and
    // 1/7.
    #expect(counts { ($0.topP, $0.temperature) = (0.7, 0.5) }.keys.sorted() == [1])
    #expect(counts { ($0.topP, $0.topK) = (0.6, 3) }.keys.sorted() == [1, 4])
    #expect(counts { ($0.topP, $0.topK) = (0.9, 3) }.keys.sorted() == [1, 2, 4])
  }

  /// More words than the kernel is used for.
  @Test func largeVocabulariesAreSorted() {
    let logits = (0..<1000).map { Float(($0 * 7) % 1000) / 1e6 }
    let places = counts(logits)
    #expect(places.count == 64)
    let nucleus = counts(logits) { $0.topP = 0.5 }
    #expect(nucleus.keys.allSatisfy { logits[Int($0)] > 0.00049 }, "\(nucleus)")
    #expect(nucleus.keys.contains { logits[Int($0)] < 0.0006 })
    let top = counts(logits) { $0.topK = 300 }
    #expect(top.keys.allSatisfy { logits[Int($0)] > 0.00069 }, "\(top)")
  }

  @Test func forbiddenWordsAreNeverDrawn() {
    #expect(counts([-.infinity, 0, -.infinity]) == [1: 64])
    #expect(counts([-.infinity, -.infinity]) == [:])
    #expect(counts([-.infinity, 0, 0]) { $0.topP = 1 } == [1: 32, 2: 32])
  }

  /// A change of seed, line, sample or step changes the draw.
  @Test func drawsDependOnSeedLineSampleAndStep() {
    let arena = Arena()
    let row = arena.matrix(rows: 1, columns: 1000)
    row.fill(0)
    func draw(seed: UInt64 = 1, line: Int = 0, sample: UInt32 = 0, step: Int = 0) -> Int32? {
      var settings = Sampling()
      settings.seed = seed
      return Sampler(settings, .best).draw(row, line: line, sample: sample, step: step)
    }
    let draws = [
      draw(), draw(seed: 2), draw(line: 1), draw(line: 1 << 32), draw(sample: 1), draw(step: 1),
    ]
    #expect(Set(draws).count == draws.count)
    #expect(draw() == draw())
    withExtendedLifetime(arena) {}
  }
}
