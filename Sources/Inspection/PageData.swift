// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Returns the text of an embedded file.
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Returns a list in JSON.
func list(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }

/// Encodes values as little-endian, whatever the machine.
func base64(_ values: some Sequence<Float>) -> String {
  var bytes = Data()
  for value in values {
    let pattern = value.bitPattern
    for shift in [0, 8, 16, 24] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: pattern >> shift))
    }
  }
  return bytes.base64EncodedString()
}
