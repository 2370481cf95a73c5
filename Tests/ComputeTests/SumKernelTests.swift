// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

@Suite struct SumKernelTests {
  private static let sizes = [0, 1, 2, 7, 15, 16, 17, 33, 100]

  @Test(arguments: Kernels.names) func columnSumsAreAdded(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let arena = Arena()
    withEvery("rows", in: [0, 1, 2, 33]) { rows in
      withEvery("columns", in: Self.sizes) { columns in
        var generator = SeededGenerator(seed: 1)
        let matrix = arena.random(rows: rows, columns: columns, &generator)
        let sum = arena.random(rows: 1, columns: columns, &generator)
        let expected = (0..<columns).map { column in
          (0..<rows).reduce(Double(sum[0, column])) { $0 + Double(matrix[$1, column]) }
        }
        kernels.addColumnSums(of: matrix, to: sum)
        expectClose(sum.elements, expected, relative: 1e-6, "sums")
      }
    }
  }

  @Test(arguments: Kernels.names) func addAndReduceAreExact(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let arena = Arena()
    withEvery("count", in: Self.sizes) { count in
      var generator = SeededGenerator(seed: 2)
      let x = arena.random(rows: 1, columns: count, &generator)
      let y = arena.random(rows: 1, columns: count, &generator)
      let sums = zip(x.elements, y.elements).map { $0 + $1 }
      let before = x.elements
      kernels.add(x, to: y)
      expectSameBits(y.elements, sums, "y")
      expectSameBits(x.elements, before, "x")
    }
  }

  @Test(arguments: Kernels.names) func largerValuesReplaceMaxima(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let arena = Arena()
    withEvery("count", in: Self.sizes) { count in
      var generator = SeededGenerator(seed: 4)
      let x = arena.random(rows: 1, columns: count, &generator)
      let maxima = arena.random(rows: 1, columns: count, &generator)
      // The first of two equal values stays.
      if count > 1 { x[0, 1] = maxima[0, 1] }
      let larger = zip(x.elements, maxima.elements).map { $0 > $1 }
      let expected = zip(x.elements, maxima.elements).map { max($0, $1) }
      var places = [Int32](repeating: 5, count: count + 2)
      kernels.keepMaxima(maxima, places: &places, from: 1, x, at: 7)
      expectSameBits(maxima.elements, expected, "maxima")
      #expect(places == [5] + larger.map { $0 ? 7 : 5 } + [5])
    }
  }

  @Test(arguments: Kernels.names) func squaresAreSummedInDouble(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let arena = Arena()
    withEvery("count", in: Self.sizes + [10_001]) { count in
      var generator = SeededGenerator(seed: 3)
      // Squares that overflow a float, and small ones that a float sum would lose.
      let x = arena.random(rows: 1, columns: count, range: 1e20, &generator)
      if count > 1 { x[0, 1] = 1e-20 }
      let expected = x.elements.reduce(0.0) { $0 + Double($1) * Double($1) }
      // The reference adds one after another, with as many roundings.
      let relative = Double(count + 1) * 0x1p-53
      expectClose([kernels.sumOfSquares(x)], [expected], relative: relative, "sum")
    }
    let x = arena.matrix(rows: 1, columns: 20)
    x.fill(1)
    for value in [Float.nan, .infinity] {
      x[0, 3] = value
      #expect(!kernels.sumOfSquares(x).isFinite)
    }
  }
}

/// Compares the optimizers with Double, for odd sizes; LayersTests compares them with PyTorch.
@Suite struct OptimizerKernelTests {
  @Test(arguments: Kernels.names) func adamFollowsTheFormulas(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("count", in: [0, 1, 2, 7, 15, 16, 17, 33, 100]) { count in
      var generator = SeededGenerator(seed: UInt64(count))
      let arena = Arena()
      let rows = arena.random(rows: 4, columns: count, &generator)
      for column in 0..<count { rows[3, column] = abs(rows[3, column]) }
      let step = AdamStep(learningRate: 0.02, gradientScale: 0.5, weightDecay: 0.1, step: 3)
      let (beta1, beta2) = (Double(step.beta1), Double(step.beta2))
      var expected = [[Double]](repeating: [], count: 3)
      for column in 0..<count {
        let (weight, gradient) = (Double(rows[0, column]), Double(rows[1, column]))
        let g = 0.5 * gradient + Double(step.weightDecay) * weight
        let mean = beta1 * Double(rows[2, column]) + (1 - beta1) * g
        let variance = beta2 * Double(rows[3, column]) + (1 - beta2) * g * g
        let corrected = (variance / (1 - beta2 * beta2 * beta2)).squareRoot()
        let move = mean / (1 - beta1 * beta1 * beta1) / (corrected + Double(step.epsilon))
        expected[0].append(weight - Double(step.learningRate) * move)
        expected[1].append(mean)
        expected[2].append(variance)
      }
      kernels.adam(
        rows.row(0), gradient: rows.row(1), mean: rows.row(2), variance: rows.row(3), step)
      expectClose(rows.row(0).elements, expected[0], relative: 5e-7, "weights")
      expectClose(rows.row(2).elements, expected[1], relative: 3e-7, "mean")
      expectClose(rows.row(3).elements, expected[2], relative: 3e-7, "variance")
    }
  }

  @Test(arguments: Kernels.names) func decoupledWeightDecayFollowsTheFormulas(_ name: String) throws
  {
    let kernels = try #require(Kernels.named(name))
    var step = AdamStep(
      learningRate: 0.02, gradientScale: 0.5, weightDecay: 0, decaysApart: true, step: 3)
    let arena = Arena()
    func weights(after step: AdamStep) -> [Float] {
      var generator = SeededGenerator(seed: 5)
      let rows = arena.random(rows: 4, columns: 33, &generator)
      rows.row(3).fill(0.5)
      kernels.adam(
        rows.row(0), gradient: rows.row(1), mean: rows.row(2), variance: rows.row(3), step)
      return rows.row(0).elements
    }
    let undecayed = weights(after: step)
    var generator = SeededGenerator(seed: 5)
    let before = arena.random(rows: 4, columns: 33, &generator).row(0).elements
    step.weightDecay = 0.1
    let expected = zip(undecayed, before).map { Double($0) - 0.02 * 0.1 * Double($1) }
    expectClose(weights(after: step), expected, relative: 3e-7, "weights")
  }

  @Test(arguments: Kernels.names) func adagradFollowsTheFormulas(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("count", in: [0, 1, 2, 7, 15, 16, 17, 33, 100]) { count in
      var generator = SeededGenerator(seed: UInt64(count))
      let arena = Arena()
      let rows = arena.random(rows: 3, columns: count, &generator)
      for column in 0..<count { rows[2, column] = abs(rows[2, column]) }
      var (weights, squares): ([Double], [Double]) = ([], [])
      for column in 0..<count {
        let (weight, gradient) = (Double(rows[0, column]), Double(rows[1, column]))
        let g = 0.5 * gradient + 0.1 * weight
        squares.append(Double(rows[2, column]) + g * g)
        weights.append(weight - 0.02 * g / (squares[column].squareRoot() + 1e-10))
      }
      kernels.adagrad(
        rows.row(0), gradient: rows.row(1), squares: rows.row(2),
        AdagradStep(learningRate: 0.02, gradientScale: 0.5, weightDecay: 0.1))
      expectClose(rows.row(0).elements, weights, relative: 3e-7, "weights")
      expectClose(rows.row(2).elements, squares, relative: 3e-7, "squares")
    }
  }

  @Test(arguments: Kernels.names) func averagesMoveByTheirShare(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("count", in: [0, 1, 2, 7, 15, 16, 17, 33, 100]) { count in
      var generator = SeededGenerator(seed: UInt64(count))
      let arena = Arena()
      let rows = arena.random(rows: 2, columns: count, &generator)
      // Errors are relative to the largest element: make it 1, in case the others are small.
      if count > 0 { (rows[0, 0], rows[1, 0]) = (1, 1) }
      let expected = (0..<count).map { column in
        Double(rows[0, column]) + 0.3 * (Double(rows[1, column]) - Double(rows[0, column]))
      }
      kernels.move(rows.row(0), toward: rows.row(1), by: 0.3)
      expectClose(rows.row(0).elements, expected, relative: 3e-7, "average")
    }
  }

  @Test(arguments: Kernels.names) func descentFollowsTheFormulas(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("count", in: [0, 1, 2, 7, 15, 16, 17, 33, 100]) { count in
      var generator = SeededGenerator(seed: UInt64(count))
      let arena = Arena()
      let rows = arena.random(rows: 3, columns: count, &generator)
      var (weights, velocities): ([Double], [Double]) = ([], [])
      for column in 0..<count {
        let (weight, gradient) = (Double(rows[0, column]), Double(rows[1, column]))
        velocities.append(0.9 * Double(rows[2, column]) + 0.5 * gradient + 0.1 * weight)
        weights.append(weight - 0.02 * velocities[column])
      }
      kernels.sgd(
        rows.row(0), gradient: rows.row(1), velocity: rows.row(2),
        SGDStep(learningRate: 0.02, gradientScale: 0.5, weightDecay: 0.1, momentum: 0.9))
      expectClose(rows.row(0).elements, weights, relative: 3e-7, "weights")
      expectClose(rows.row(2).elements, velocities, relative: 3e-7, "velocity")
    }
  }
}

@Suite struct PanelKernelTests {
  @Test(arguments: Kernels.names) func productsOfPanelsAreAddedInDouble(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let width = Kernels.panelWidth
    withEvery("inner", in: [0, 1, 2, 7, 64]) { inner in
      var generator = SeededGenerator(seed: 4)
      func random(_ count: Int) -> [Double] {
        (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
      }
      let (a, b, before) = (random(inner * width), random(inner * width), random(3 * width * width))
      var expected = before
      for row in 0..<width {
        for column in 0..<width {
          expected[(width + row) * width + column] += (0..<inner).reduce(0) {
            $0 + a[$1 * width + row] * b[$1 * width + column]
          }
        }
      }
      var tiles = before
      kernels.addPanelProduct(a.span, b.span, to: &tiles, at: width * width)
      let worst = zip(tiles, expected).map { abs($0 - $1) }.max() ?? .nan
      #expect(worst <= Double(inner) * 0x1p-52, "\(labelled())")
      #expect(tiles.prefix(width * width) == before.prefix(width * width))
      #expect(tiles.suffix(width * width) == before.suffix(width * width))
    }
  }
}
