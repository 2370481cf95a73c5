// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import TestSupport
import Testing

@Suite struct SoftmaxKernelTests {
  private static let sizes = [1, 2, 7, 15, 16, 17, 33, 100]

  @Test(arguments: Kernels.names) func agreesWithDouble(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("range", in: [3, 300] as [Float]) { range in
      withEvery("classes", in: Self.sizes) { classes in
        withEvery("rows", in: [0, 1, 3]) { rows in
          var generator = SeededGenerator(seed: UInt64(classes))
          let logits = generator.floats(rows * classes, range: range)
          let bias = generator.floats(classes)
          let targets = (0..<rows).map { _ in
            Int32.random(in: 0..<Int32(classes), using: &generator)
          }
          compare(kernels, logits, bias: bias, targets, scale: 0.37)
        }
      }
    }
  }

  /// All equal, far below zero, far above zero, and with one class ruled out.
  @Test(arguments: Kernels.names) func extremeRowsAgreeWithDouble(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("classes", in: [2, 16, 33]) { classes in
      let rows = [
        [Float](repeating: 0.5, count: classes),
        [Float](repeating: -3e4, count: classes),
        [1e30] + [Float](repeating: -1e30, count: classes - 1),
        [-.infinity] + [Float](repeating: 2, count: classes - 1),
        (0..<classes).map { 1e4 + Float($0) / 128 },
      ]
      let bias = [Float](repeating: 0, count: classes)
      for (index, row) in rows.enumerated() {
        withEvery("row", in: [index]) { _ in
          compare(kernels, row, bias: bias, [index == 3 ? 1 : 0], scale: 1)
        }
      }
    }
  }

  /// An impossible target has infinite loss, and NaN stays NaN, so that training can notice and
  /// stop.
  @Test(arguments: Kernels.names) func nonFiniteLogitsGiveNonFiniteLosses(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let arena = Arena()
    for classes in [3, 20] {
      for (value, isExpected): (Float, (Double) -> Bool) in [
        (-.infinity, { $0 == .infinity }), (.infinity, \.isNaN), (.nan, \.isNaN),
      ] {
        var row = [Float](repeating: 0, count: classes)
        row[1] = value
        let logits = arena.matrix(rows: 1, columns: classes, row)
        let bias = arena.zeros(rows: 1, columns: classes)
        let losses = kernels.crossEntropy(logits: logits, bias: bias, targets: [1])
        #expect(isExpected(Double(losses[0])), "\(value): \(losses)")
        let loss = kernels.softmaxCrossEntropy(logits: logits, bias: bias, targets: [1], scale: 1)
        #expect(isExpected(loss), "\(value): \(loss)")
      }
    }
  }

  @Test(arguments: Kernels.names) func normalizersAgreeWithDouble(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let arena = Arena()
    withEvery("range", in: [0.01, 3, 300] as [Float]) { range in
      withEvery("classes", in: Self.sizes) { classes in
        withEvery("rows", in: [0, 1, 3]) { rows in
          var generator = SeededGenerator(seed: UInt64(classes))
          let logits = arena.random(rows: rows, columns: classes, range: range, &generator)
          let bias = arena.random(rows: 1, columns: classes, &generator)
          let sums = (0..<rows).flatMap { row in
            (0..<classes).map { logits[row, $0] + bias[0, $0] }
          }
          let normalizers = kernels.addBias(bias, toLogits: logits)
          expectSameBits(logits.elements, sums, "logits with bias")
          let expected = (0..<rows).map { row in
            let x = sums[row * classes..<(row + 1) * classes].map(Double.init)
            let largest = x.max() ?? 0
            return largest + log(x.reduce(0) { $0 + exp($1 - largest) })
          }
          // The error of the sum and its logarithm is a few 1e-7, that of the last addition half an
          // ulp.
          let close = zip(normalizers, expected).allSatisfy {
            abs(Double($0) - $1) <= 1e-6 + 1e-7 * abs($1)
          }
          #expect(close, "\(labelled("normalizers")): \(normalizers), expected \(expected)")
        }
      }
    }
  }

  @Test(arguments: Kernels.names) func summedProbabilitiesAgreeWithDouble(
    _ name: String
  ) throws {
    let kernels = try #require(Kernels.named(name))
    let arena = Arena()
    withEvery("range", in: [0.01, 3, 80] as [Float]) { range in
      withEvery("classes", in: Self.sizes) { classes in
        var generator = SeededGenerator(seed: UInt64(classes))
        let members = (0..<3).map { _ in
          arena.random(rows: 3, columns: classes, range: range, &generator)
        }
        members[0][0, 0] = -.infinity
        let normalizers = generator.floats(3)
        let sum = arena.matrix(rows: 3, columns: classes)
        sum.fill(-.infinity)
        for member in members {
          kernels.addProbabilities(member, normalizers: normalizers, to: sum)
        }
        let expected = (0..<sum.count).map { place in
          let terms = members.map {
            Double($0.elements[place] - normalizers[place / classes])
          }
          let largest = terms.max() ?? 0
          return largest + log(terms.reduce(0) { $0 + exp($1 - largest) })
        }
        expectClose(sum.elements, expected, relative: 5e-7, "sum")
      }
    }
    let never = arena.matrix(rows: 1, columns: 2, [-.infinity, .nan])
    let sum = arena.matrix(rows: 1, columns: 2, [-.infinity, 0])
    kernels.addProbabilities(never, normalizers: [1], to: sum)
    #expect(sum[0, 0] == -.infinity && sum[0, 1].isNaN)
  }

  private func compare(
    _ kernels: Kernels, _ logits: [Float], bias: [Float], _ targets: [Int32], scale: Float
  ) {
    let (arena, rows, classes) = (Arena(), targets.count, bias.count)
    let matrix = arena.matrix(rows: rows, columns: classes, logits)
    let biasRow = arena.matrix(rows: 1, columns: classes, bias)
    let expected = reference(logits, bias: bias, targets, scale: scale)

    let losses = kernels.crossEntropy(logits: matrix, bias: biasRow, targets: targets[...])
    expectClose(losses, expected.losses, relative: 3e-7, "losses")
    expectSameBits(matrix.elements, logits, "logits after reading")

    let loss = kernels.softmaxCrossEntropy(
      logits: matrix, bias: biasRow, targets: targets[...], scale: scale)
    expectClose([loss], [expected.losses.reduce(0, +)], relative: 3e-7, "loss")
    // A gradient is a difference of probabilities.
    let gradient = zip(matrix.elements, expected.gradient).map { Double($0) - $1 }
    #expect(gradient.allSatisfy { abs($0) <= 3e-7 * Double(scale) }, "\(labelled("gradient"))")

    matrix.copy(from: logits)
    let smoothedLoss = kernels.softmaxCrossEntropy(
      logits: matrix, bias: biasRow, targets: targets[...], scale: scale, smoothing: 0.1)
    #expect(smoothedLoss == loss || loss.isNaN, "\(labelled("loss without smoothing"))")
    let smoothed = expected.gradient.enumerated().map { place, value in
      let isTarget = place % classes == Int(targets[place / classes])
      return value + Double(scale) * 0.1 * ((isTarget ? 1 : 0) - 1 / Double(classes))
    }
    let differences = zip(matrix.elements, smoothed).map { Double($0) - $1 }
    #expect(
      differences.allSatisfy { abs($0) <= 3e-7 * Double(scale) },
      "\(labelled("smoothed gradient"))")
  }

  /// Logit and bias are added in float, as in the kernel.
  private func reference(
    _ logits: [Float], bias: [Float], _ targets: [Int32], scale: Float
  ) -> (losses: [Double], gradient: [Double]) {
    var (losses, gradient): ([Double], [Double]) = ([], [])
    for (row, target) in targets.enumerated() {
      let x = bias.indices.map { Double(logits[row * bias.count + $0] + bias[$0]) }
      let largest = x.max() ?? 0
      let sum = x.reduce(0) { $0 + exp($1 - largest) }
      losses.append(log(sum) + (largest - x[Int(target)]))
      for (word, logit) in x.enumerated() {
        let probability = exp(logit - largest) / sum
        gradient.append(Double(scale) * (probability - (word == Int(target) ? 1 : 0)))
      }
    }
    return (losses, gradient)
  }
}

@Suite struct ArgmaxTests {
  @Test(arguments: Kernels.names) func findsTheLargest(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let arena = Arena()
    for classes in [1, 2, 7, 15, 16, 17, 33, 100] {
      var generator = SeededGenerator(seed: UInt64(classes))
      let logits = arena.random(rows: 9, columns: classes, &generator)
      let bias = arena.random(rows: 1, columns: classes, &generator)
      let expected = (0..<9).map { row in
        let sums = (0..<classes).map { logits[row, $0] + bias[0, $0] }
        return Int32(sums.indices.max { (sums[$0], $1) < (sums[$1], $0) } ?? 0)
      }
      #expect(kernels.argmax(logits: logits, bias: bias) == expected, "\(classes) classes")
    }
  }

  @Test(arguments: Kernels.names) func theLowestOfEqualsWins(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let arena = Arena()
    for classes in [1, 3, 16, 17, 40] {
      let bias = arena.zeros(rows: 1, columns: classes)
      for value in [0, -.infinity, .infinity] as [Float] {
        let equal = arena.matrix(rows: 1, columns: classes)
        equal.fill(value)
        #expect(kernels.argmax(logits: equal, bias: bias) == [0])
      }
      for first in 0..<classes {
        let row = arena.zeros(rows: 1, columns: classes)
        row[0, first] = 1
        row[0, classes - 1] = 1
        #expect(kernels.argmax(logits: row, bias: bias) == [Int32(first)])
      }
    }
  }

  @Test(arguments: Kernels.names) func rowsOfNaNStayInBounds(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let arena = Arena()
    for classes in [1, 3, 16, 17] {
      let bias = arena.zeros(rows: 1, columns: classes)
      let row = arena.matrix(rows: 1, columns: classes)
      row.fill(.nan)
      #expect((0..<Int32(classes)).contains(kernels.argmax(logits: row, bias: bias)[0]))
      row[0, classes / 2] = -5
      #expect(kernels.argmax(logits: row, bias: bias) == [Int32(classes / 2)])
    }
  }
}
