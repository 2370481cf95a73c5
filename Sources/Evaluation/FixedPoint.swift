// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Formats a number with `places` decimals like `%.2f` in C and Python: to the nearest decimal,
/// ties to even.
package func fixedPoint(_ value: Double, places: Int) -> String {
  var buffer = [CChar](repeating: 0, count: 400)
  let count = unsafe withVaList([CInt(places), value]) {
    unsafe vsnprintf(&buffer, buffer.count, "%.*f", $0)
  }
  return String(decoding: buffer[..<Int(count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
}
