// SPDX-License-Identifier: Apache-2.0

import Testing

/// Records an issue unless every element of `found` is near `expected`: the difference at most
/// `relative` times the largest finite magnitude in `expected`. Where `expected` is not a number or
/// infinite, `found` must be the same; where `expected` is zero throughout, so must `found` be.
public func expectClose<Found: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
  _ found: [Found], _ expected: [Expected], relative: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  record(
    complaint(found, expected, relative: relative, what), sourceLocation: sourceLocation)
}

/// Records an issue unless every element of `found` is at most `ulps` units in the last place of a
/// float from `expected`, zeros have the same sign, and what overflows a float is infinite.
public func expectClose(
  _ found: [Float], _ expected: [Double], ulps: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  record(complaint(found, expected, ulps: ulps, what), sourceLocation: sourceLocation)
}

/// Records an issue unless both are the same to the bit.
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

package func complaint<Found: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
  _ found: [Found], _ expected: [Expected], relative: Double, _ what: String
) -> String? {
  let scale = expected.lazy.filter(\.isFinite).map { abs(Double($0)) }.max() ?? 0
  return worst(found, expected, what, limit: relative, of: "of the largest magnitude \(scale)") {
    $0 == $1 ? 0 : abs($0 - $1) / scale
  }
}

package func complaint(
  _ found: [Float], _ expected: [Double], ulps: Double, _ what: String
) -> String? {
  let expected = expected.map { Float($0).isInfinite ? Double(Float($0)) : $0 }
  return worst(found, expected, what, limit: ulps, of: "ulp") { found, expected in
    found == 0 && expected == 0 && found.sign != expected.sign
      ? .infinity : abs(found - expected) / Double(Float(expected).ulp)
  }
}

package func complaintAboutBits(_ found: [Float], _ expected: [Float], _ what: String) -> String? {
  let ulp = Double(Float.leastNonzeroMagnitude)
  let differing = zip(found, expected).filter { $0.bitPattern != $1.bitPattern }.count
  return worst(found, expected, what, limit: 0, of: "apart, \(differing) in all") {
    $0 == $1 && $0.sign != $1.sign ? ulp : abs($0 - $1)
  }
}

/// A NaN or an infinity that the other side lacks is infinitely far.
private func worst<Found: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
  _ found: [Found], _ expected: [Expected], _ what: String, limit: Double, of unit: String,
  distance: (Double, Double) -> Double
) -> String? {
  guard found.count == expected.count else {
    return "\(labelled(what)): \(found.count) elements, expected \(expected.count)"
  }
  var worst = (index: 0, distance: 0.0)
  for (index, pair) in zip(found, expected).enumerated() {
    let (found, expected) = (Double(pair.0), Double(pair.1))
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
