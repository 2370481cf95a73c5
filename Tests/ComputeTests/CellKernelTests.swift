// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import TestSupport
import Testing

/// Compares the GRU and Elman cells, forward and backward, with the formulas in Double, for odd
/// sizes.
@Suite struct CellKernelTests {
  private static let hiddenSizes = [1, 2, 7, 16, 17, 33]

  private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private func value(of activation: Activation, at x: Double) -> Double {
    switch activation {
    case .tanh: tanh(x)
    case .relu: max(x, 0)
    case .sigmoid: logistic(x)
    }
  }

  /// Returns the derivative of an activation where its value is `y`.
  private func slope(of activation: Activation, valued y: Double) -> Double {
    switch activation {
    case .tanh: 1 - y * y
    case .relu: y > 0 ? 1 : 0
    case .sigmoid: y * (1 - y)
    }
  }

  @Test(arguments: Kernels.names) func gruFollowsTheFormulas(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("hidden", in: Self.hiddenSizes) { hidden in
      let (arena, rows) = (Arena(), 3)
      var generator = SeededGenerator(seed: UInt64(hidden))
      let gates = arena.random(rows: rows, columns: 3 * hidden, range: 3, &generator)
      let products = arena.random(rows: rows, columns: 3 * hidden, range: 3, &generator)
      let bias = arena.random(rows: 1, columns: 3 * hidden, &generator)
      let hiddenBias = arena.random(rows: 1, columns: 3 * hidden, &generator)
      let hiddenIn = arena.random(rows: rows, columns: hidden, &generator)
      let dHidden = arena.random(rows: rows, columns: hidden, &generator)
      let hiddenOut = arena.matrix(rows: rows, columns: hidden)
      let dHiddenIn = arena.matrix(rows: rows, columns: hidden)
      var expected = (out: [Double](), dGates: [Double](), dProducts: [Double](), dIn: [Double]())
      (expected.dGates, expected.dProducts) = (
        [Double](repeating: 0, count: gates.count), [Double](repeating: 0, count: gates.count)
      )
      for row in 0..<rows {
        for j in 0..<hidden {
          func sum(_ gate: Int) -> (input: Double, hidden: Double) {
            let place = gate * hidden + j
            return (
              Double(gates[row, place]) + Double(bias[0, place]),
              Double(products[row, place]) + Double(hiddenBias[0, place])
            )
          }
          let r = logistic(sum(0).input + sum(0).hidden)
          let z = logistic(sum(1).input + sum(1).hidden)
          let n = tanh(sum(2).input + r * sum(2).hidden)
          let (h, d) = (Double(hiddenIn[row, j]), Double(dHidden[row, j]))
          expected.out.append((1 - z) * n + z * h)
          let dn = d * (1 - z) * (1 - n * n)
          let dr = dn * sum(2).hidden * r * (1 - r)
          let dz = d * (h - n) * z * (1 - z)
          for (gate, (input, product)) in [(dr, dr), (dz, dz), (dn, dn * r)].enumerated() {
            expected.dGates[row * 3 * hidden + gate * hidden + j] = input
            expected.dProducts[row * 3 * hidden + gate * hidden + j] = product
          }
          expected.dIn.append(d * z)
        }
      }
      kernels.gruForward(
        gates: gates, bias: bias, products: products, hiddenBias: hiddenBias,
        hiddenIn: hiddenIn, hiddenOut: hiddenOut)
      expectClose(hiddenOut.elements, expected.out, relative: 5e-7, "hidden")
      kernels.gruBackward(
        gates: gates, products: products, hiddenIn: hiddenIn, dHidden: dHidden,
        dHiddenIn: dHiddenIn)
      expectClose(gates.elements, expected.dGates, relative: 2e-6, "gradient of the gates")
      expectClose(products.elements, expected.dProducts, relative: 2e-6, "of the products")
      expectClose(dHiddenIn.elements, expected.dIn, relative: 1e-6, "of the state")
    }
  }

  @Test(arguments: Kernels.names, Activation.allCases)
  func activationsFollowTheFormulas(_ name: String, _ activation: Activation) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("hidden", in: Self.hiddenSizes) { hidden in
      let (arena, rows) = (Arena(), 3)
      var generator = SeededGenerator(seed: UInt64(hidden))
      let gates = arena.random(rows: rows, columns: hidden, range: 3, &generator)
      let bias = arena.random(rows: 1, columns: hidden, &generator)
      let dHidden = arena.random(rows: rows, columns: hidden, &generator)
      let sums = (0..<gates.count).map {
        Double(gates[$0 / hidden, $0 % hidden]) + Double(bias[0, $0 % hidden])
      }
      let out = sums.map { self.value(of: activation, at: $0) }
      let slopes = out.map { slope(of: activation, valued: $0) }
      let hiddenOut = arena.matrix(rows: rows, columns: hidden)
      kernels.activationForward(gates, bias: bias, activation, y: hiddenOut)
      expectClose(hiddenOut.elements, out, relative: 5e-7, "hidden")
      kernels.activationBackward(
        dHidden, activation, y: hiddenOut, dX: gates)
      expectClose(
        gates.elements, zip(slopes, dHidden.elements).map { $0 * Double($1) }, relative: 2e-6,
        "gradient")
    }
  }

  @Test(arguments: Kernels.names) func lstmOutputFollowsTheFormulas(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("hidden", in: Self.hiddenSizes) { hidden in
      let (arena, rows) = (Arena(), 3)
      var generator = SeededGenerator(seed: UInt64(hidden))
      let gates = arena.random(rows: rows, columns: 4 * hidden, &generator)
      let squashed = arena.random(rows: rows, columns: hidden, range: 3, &generator)
      let dHidden = arena.random(rows: rows, columns: hidden, &generator)
      let hiddenOut = arena.matrix(rows: rows, columns: hidden)
      let places = (0..<squashed.count).map { ($0 / hidden, $0 % hidden) }
      let output = places.map { Double(gates[$0, 3 * hidden + $1]) }
      let values = squashed.elements.map { tanh(Double($0)) }
      let d = dHidden.elements.map { Double($0) }
      kernels.lstmOutputForward(gates: gates, squashed: squashed, hiddenOut: hiddenOut)
      expectClose(squashed.elements, values, relative: 5e-7, "tanh")
      expectClose(hiddenOut.elements, zip(output, values).map(*), relative: 5e-7, "hidden")
      kernels.lstmOutputBackward(gates: gates, squashed: squashed, dHidden: dHidden)
      let indices = d.indices
      expectClose(
        squashed.elements, indices.map { d[$0] * output[$0] * (1 - values[$0] * values[$0]) },
        relative: 2e-6, "gradient of the argument")
      expectClose(
        dHidden.elements,
        indices.map { d[$0] * values[$0] * output[$0] * (1 - output[$0]) }, relative: 2e-6,
        "gradient of the output gate")
    }
  }
}
