// SPDX-License-Identifier: Apache-2.0

// sacreBLEU is written in Python. Its scores depend on Python's definitions of a character (one
// code point), white space and lower case, which this file implements.

typealias Scalars = [Unicode.Scalar]

extension Unicode.Scalar {
  /// True for white space in `str.split()` and `str.rstrip()`: Unicode's property and the four
  /// information separators.
  var isPythonSpace: Bool {
    properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains(self)
  }
}

extension Scalars {
  /// Lowercases like `str.lower()`: the full mapping, with the final form of the Greek sigma.
  func lowercased() -> Scalars {
    var result: Scalars = []
    result.reserveCapacity(count)
    for (index, scalar) in enumerated() {
      if scalar == "Σ" {
        result.append(isFinalSigma(at: index) ? "ς" : "σ")
      } else if scalar.isASCII {
        let isCapital = ("A"..."Z").contains(scalar)
        result.append(isCapital ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar)
      } else {
        result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return result
  }

  /// Tests the condition Final_Sigma of the Unicode Standard, table 3-17.
  private func isFinalSigma(at index: Int) -> Bool {
    let before = self[..<index].last { !$0.properties.isCaseIgnorable }
    let after = self[(index + 1)...].first { !$0.properties.isCaseIgnorable }
    return before?.properties.isCased == true && after?.properties.isCased != true
  }

  /// Strips white space at the end like `str.rstrip()`.
  func strippedAtEnd() -> ArraySlice<Unicode.Scalar> {
    self[..<((lastIndex { !$0.isPythonSpace } ?? -1) + 1)]
  }

  /// Splits at white space like `str.split()`.
  func words() -> [ArraySlice<Unicode.Scalar>] {
    split(whereSeparator: \.isPythonSpace)
  }
}
