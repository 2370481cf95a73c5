// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

/// Records an issue unless every element of `found` is close to `expected`: the difference is at
/// most `relative` times the largest finite magnitude in `expected`. NaN and infinity must be the
/// same in both. If `expected` is all zero, `found` must be too.
public func expectClose<Found: Comparand, Expected: Comparand>(
  _ found: [Found], _ expected: [Expected], relative: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  record(
    complaint(found, expected, relative: relative, what), sourceLocation: sourceLocation)
}

/// Records an issue unless every element of `found` is within `ulps` units in the last place of a
/// float of `expected`, zeros have the same sign, and values that overflow a float are infinite.
public func expectClose(
  _ found: [Float], _ expected: [Double], ulps: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  record(complaint(found, expected, ulps: ulps, what), sourceLocation: sourceLocation)
}

/// Records an issue unless both are identical to the bit.
public func expectSameBits(
  _ found: [Float], _ expected: [Float], _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  record(complaintAboutBits(found, expected, what), sourceLocation: sourceLocation)
}

private func record(_ complaint: String?, sourceLocation: SourceLocation) {
  guard let complaint else { return }
  Issue.record("\(complaint)", sourceLocation: sourceLocation)
}

// MARK: - What is said about the worst element, or nil

/// A number that is compared as Double. Avoids generic conversions, because debug builds compare
/// millions of them.
public protocol Comparand {
  var asDouble: Double { get }
}

extension Float: Comparand { public var asDouble: Double { Double(self) } }
extension Double: Comparand { public var asDouble: Double { self } }

package func complaint<Found: Comparand, Expected: Comparand>(
  _ found: [Found], _ expected: [Expected], relative: Double, _ what: String
) -> String? {
  let (found, expected) = (found.map(\.asDouble), expected.map(\.asDouble))
  var scale = 0.0
  for value in expected where value.isFinite { scale = max(scale, abs(value)) }
  return worst(found, expected, what, limit: relative, of: "of the largest magnitude \(scale)") {
    $0 == $1 ? 0 : abs($0 - $1) / scale
  }
}

package func complaint(
  _ found: [Float], _ expected: [Double], ulps: Double, _ what: String
) -> String? {
  let expected = expected.map { Float($0).isInfinite ? Double(Float($0)) : $0 }
  return worst(found.map(Double.init), expected, what, limit: ulps, of: "ulp") { found, expected in
    found == 0 && expected == 0 && found.sign != expected.sign
      ? .infinity : abs(found - expected) / Double(Float(expected).ulp)
  }
}

package func complaintAboutBits(
  _ found: [Float], _ expected: [Float], _ what: String
) -> String? {
  let isSame = found.withUnsafeBytes { found in
    expected.withUnsafeBytes { expected in
      guard found.count == expected.count else { return false }
      guard let a = found.baseAddress, let b = expected.baseAddress else { return true }
      return memcmp(a, b, found.count) == 0
    }
  }
  if isSame { return nil }
  let differing = zip(found, expected).filter { $0.bitPattern != $1.bitPattern }.count
  let ulp = Double(Float.leastNonzeroMagnitude)
  return worst(
    found.map(Double.init), expected.map(Double.init), what, limit: 0,
    of: "apart, \(differing) in all"
  ) { $0 == $1 && $0.sign != $1.sign ? ulp : abs($0 - $1) }
}

/// A NaN or an infinity on one side only counts as infinitely far.
private func worst(
  _ found: [Double], _ expected: [Double], _ what: String, limit: Double, of unit: String,
  distance: (Double, Double) -> Double
) -> String? {
  guard found.count == expected.count else {
    return "\(labelled(what)): \(found.count) elements, expected \(expected.count)"
  }
  var worst = (index: 0, distance: 0.0)
  for index in found.indices {
    let (found, expected) = (found[index], expected[index])
    if found.isNaN && expected.isNaN { continue }
    if found == expected && found.sign == expected.sign { continue }
    let isComparable = found.isFinite && expected.isFinite
    let distance = isComparable ? distance(found, expected) : .infinity
    if distance > worst.distance { worst = (index, distance) }
  }
  guard worst.distance > limit else { return nil }
  return """
    \(labelled(what))[\(worst.index)] is \(found[worst.index]), expected \
    \(expected[worst.index]): \(worst.distance) \(unit), over \(limit)
    """
}
