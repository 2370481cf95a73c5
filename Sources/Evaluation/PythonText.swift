// SPDX-License-Identifier: Apache-2.0

// sacreBLEU is written in Python, so that its scores rest on Python's idea of a character (one code
// point), of white space and of lower case. These are those ideas.

typealias Scalars = [Unicode.Scalar]

extension Unicode.Scalar {
  /// What `str.split()` and `str.rstrip()` take for white space: more than Unicode's property, by
  /// the four information separators.
  var isPythonSpace: Bool {
    properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains(self)
  }
}

extension Scalars {
  /// `str.lower()`: the full mapping, with the final form of the Greek sigma.
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

  /// The condition Final_Sigma of the Unicode Standard, table 3-17.
  private func isFinalSigma(at index: Int) -> Bool {
    let before = self[..<index].last { !$0.properties.isCaseIgnorable }
    let after = self[(index + 1)...].first { !$0.properties.isCaseIgnorable }
    return before?.properties.isCased == true && after?.properties.isCased != true
  }

  /// `str.rstrip()`.
  func strippedAtEnd() -> ArraySlice<Unicode.Scalar> {
    self[..<((lastIndex { !$0.isPythonSpace } ?? -1) + 1)]
  }

  /// `str.split()`.
  func words() -> [ArraySlice<Unicode.Scalar>] {
    split(whereSeparator: \.isPythonSpace)
  }
}
