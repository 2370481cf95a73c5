// SPDX-License-Identifier: Apache-2.0

/// Minimizes a smooth convex function (Liu and Nocedal, "On the limited memory BFGS method for large
/// scale optimization", 1989).
struct LimitedMemoryBFGS {
  /// Minimization ends when no element of the gradient is larger.
  var tolerance = 1e-7
  var mostIterations = 500

  /// The number of steps that the estimate of the curvature is made of.
  private static let memory = 10

  /// Returns the place of the minimum. `evaluate` returns the value at a place, and its gradient.
  func minimum(
    from start: [Double], _ evaluate: ([Double]) -> (value: Double, gradient: [Double])
  ) -> [Double] {
    var place = start
    var (value, gradient) = evaluate(place)
    var history: [Change] = []
    for _ in 0..<mostIterations where gradient.contains(where: { abs($0) > tolerance }) {
      var direction = Self.direction(gradient, history)
      var slope = dot(gradient, direction)
      if slope >= 0 {
        history = []
        direction = gradient.map { -$0 }
        slope = -dot(gradient, gradient)
      }
      var rate = history.isEmpty ? min(1, 1 / dot(gradient, gradient).squareRoot()) : 1
      var next = place
      var found = (value: value, gradient: gradient)
      repeat {
        next = zip(place, direction).map { $0 + rate * $1 }
        found = evaluate(next)
        rate /= 2
      } while found.value > value + 2e-4 * rate * slope && rate > 1e-15
      if found.value >= value { return place }
      let change = Change(
        place: zip(next, place).map { $0 - $1 },
        gradient: zip(found.gradient, gradient).map { $0 - $1 })
      if change.product > 0 { history = history.suffix(Self.memory - 1) + [change] }
      (place, value, gradient) = (next, found.value, found.gradient)
    }
    return place
  }

  private struct Change {
    let place, gradient: [Double]
    let product: Double

    init(place: [Double], gradient: [Double]) {
      (self.place, self.gradient) = (place, gradient)
      product = dot(place, gradient)
    }
  }

  /// Returns the direction of descent: the negative gradient times the estimate of the inverse of
  /// the Hessian matrix (the two loops of Nocedal, 1980).
  private static func direction(_ gradient: [Double], _ history: [Change]) -> [Double] {
    var direction = gradient.map { -$0 }
    var factors = [Double](repeating: 0, count: history.count)
    for (index, change) in history.enumerated().reversed() {
      factors[index] = dot(change.place, direction) / change.product
      add(change.gradient, -factors[index], to: &direction)
    }
    if let last = history.last {
      let scale = last.product / dot(last.gradient, last.gradient)
      for index in direction.indices { direction[index] *= scale }
    }
    for (index, change) in history.enumerated() {
      let factor = dot(change.gradient, direction) / change.product
      add(change.place, factors[index] - factor, to: &direction)
    }
    return direction
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}

private func add(_ a: [Double], _ factor: Double, to b: inout [Double]) {
  for index in a.indices { b[index] += factor * a[index] }
}
