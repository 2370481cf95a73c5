// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

@Suite struct DropoutKernelTests {
  private static let random = Philox(seed: 7, purpose: 2, step: 5)

  /// Philox determines which elements are dropped, whatever the instruction set.
  @Test(arguments: Kernels.names) func masksAreThoseOfPhilox(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let (sentences, times): ([UInt32], [UInt32]) = ([3, 0, 900], [0, 17, 2])
    withEvery("columns", in: [1, 2, 3, 4, 5, 7, 16, 33, 100, 255, 256, 257, 260, 300]) { columns in
      withEvery("rate", in: [0, 0.25, 0.999] as [Float]) { rate in
        var generator = SeededGenerator(seed: UInt64(columns))
        let arena = Arena()
        let input = arena.random(rows: 3, columns: columns, &generator)
        let output = arena.matrix(rows: 3, columns: columns)
        kernels.dropout(
          input, sentences: sentences, times: times,
          mask: DropoutMask(rate: rate, stream: RandomStream(11), random: Self.random), into: output
        )
        let expected = (0..<3).flatMap { row in
          (0..<columns).map { column in
            let bits = Self.bits(column, of: columns, times[row], sentences[row], tensor: 11)
            let threshold = (rate * 65536).rounded()
            return Float(bits) < threshold ? 0 : input[row, column] * (65536 / (65536 - threshold))
          }
        }
        expectSameBits(output.elements, expected, "output")
        kernels.dropout(
          input, sentences: sentences, times: times,
          mask: DropoutMask(rate: rate, stream: RandomStream(11), random: Self.random), into: input)
        expectSameBits(input.elements, expected, "in place")
      }
    }
  }

  private static func bits(
    _ column: Int, of columns: Int, _ time: UInt32, _ sentence: UInt32, tensor: UInt32
  ) -> UInt32 {
    let eighth = (columns + 7) / 8
    let words = random.words(at: (UInt32(column % eighth), time, sentence, tensor))
    let part = column / eighth
    let word = [words.0, words.1, words.2, words.3][part / 2]
    return part.isMultiple(of: 2) ? word & 0xFFFF : word >> 16
  }

  @Test func aRowsMaskDoesNotDependOnItsPlace() {
    let sentences: [UInt32] = [5, 6, 7, 5]
    let times: [UInt32] = [0, 0, 1, 2]
    let all = dropped(sentences, times, tensor: 1, Self.random)
    for row in sentences.indices {
      let alone = dropped([sentences[row]], [times[row]], tensor: 1, Self.random)
      #expect(alone == [all[row]])
    }
    #expect(Set(all).count == 4, "sentences and times have masks of their own")
    let others = [
      dropped(sentences, times, tensor: 2, Self.random),
      dropped(sentences, times, tensor: 1, Philox(seed: 8, purpose: 2, step: 5)),
      dropped(sentences, times, tensor: 1, Philox(seed: 7, purpose: 2, step: 6)),
    ]
    #expect(Set(others.flatMap(\.self) + all).count == 16, "and so have tensors, seeds and steps")
  }

  /// Within four standard deviations, by rows and by columns.
  @Test(arguments: [0.1, 0.3, 0.5, 0.9] as [Float]) func theShareDroppedIsTheRate(_ rate: Float) {
    let (rows, columns) = (200, 500)
    let masks = dropped(
      (0..<UInt32(rows)).map { $0 / 20 }, (0..<UInt32(rows)).map { $0 % 20 }, tensor: 1,
      Self.random, columns: columns, rate: rate)
    func expectShare(_ dropped: Int, of count: Int, deviations: Double) {
      let expected = Double(rate) * Double(count)
      let deviation = (expected * (1 - Double(rate))).squareRoot()
      #expect(abs(Double(dropped) - expected) < deviations * deviation, "\(dropped) of \(count)")
    }
    expectShare(masks.reduce(0) { $0 + $1.count { $0 } }, of: rows * columns, deviations: 4)
    for row in masks { expectShare(row.count { $0 }, of: columns, deviations: 5) }
    for column in 0..<columns {
      expectShare(masks.count { $0[column] }, of: rows, deviations: 5)
    }
  }

  private func dropped(
    _ sentences: [UInt32], _ times: [UInt32], tensor: UInt32, _ random: Philox,
    columns: Int = 64, rate: Float = 0.5
  ) -> [[Bool]] {
    let arena = Arena()
    let ones = arena.matrix(rows: sentences.count, columns: columns)
    ones.fill(1)
    Kernels.best.dropout(
      ones, sentences: sentences, times: times,
      mask: DropoutMask(rate: rate, stream: RandomStream(tensor), random: random), into: ones)
    let values = ones.elements
    return sentences.indices.map { row in
      (0..<columns).map { values[row * columns + $0] == 0 }
    }
  }
}
