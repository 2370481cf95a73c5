// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Formats `29000` as `29,000`.
package func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0 && (digits.count - index).isMultiple(of: 3) { result += "," }
    result.append(digit)
  }
  return number < 0 ? "-" + result : result
}

/// Formats a number with `places` decimals, or a very large one in scientific notation.
package func decimal(_ value: Double, places: Int) -> String {
  guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-infinity" : "infinity" }
  return value.magnitude < 1e12 ? fixedPoint(value, places: places) : "\(value)"
}

/// Formats a number with `places` decimals like `%.2f` in C and Python: to the nearest decimal,
/// ties to even.
package func fixedPoint(_ value: Double, places: Int) -> String {
  formatted("%.*f", places, value)
}

/// Formats a number with `digits` significant digits like `%.3g` in C and Python.
package func significant(_ value: Double, digits: Int) -> String {
  formatted("%.*g", digits, value)
}

private func formatted(_ format: String, _ precision: Int, _ value: Double) -> String {
  var buffer = [CChar](repeating: 0, count: 400)
  let count = unsafe withVaList([CInt(precision), value]) {
    unsafe vsnprintf(&buffer, buffer.count, format, $0)
  }
  return String(decoding: buffer[..<Int(count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
}
