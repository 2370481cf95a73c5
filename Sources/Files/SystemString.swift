// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A path or an argument as text. To Linux these are bytes, often but not always UTF-8. A byte that
/// is not part of valid UTF-8 is kept as a private-use character, so that no byte is lost: U+10FE80
/// to U+10FEFF stand for the bytes 80 to FF.
extension String {
  /// Creates the text that stands for bytes from the system.
  package init(systemBytes bytes: [UInt8]) {
    self.init()
    var rest = bytes[...]
    while let first = rest.first {
      let length = Self.characterLength(rest)
      if let length {
        self += String(decoding: rest.prefix(length), as: UTF8.self)
      } else {
        unicodeScalars.append(Self.keeper(of: first))
      }
      rest = rest.dropFirst(length ?? 1)
    }
  }

  /// As above, for bytes that end with a NUL.
  package init(systemCString bytes: UnsafePointer<CChar>) {
    let count = unsafe strlen(bytes)
    let bytes = unsafe UnsafeBufferPointer(start: bytes, count: count)
    self.init(systemBytes: unsafe bytes.map(UInt8.init(bitPattern:)))
  }

  /// The bytes that the text stands for.
  package var systemBytes: [UInt8] {
    var bytes: [UInt8] = []
    for scalar in unicodeScalars {
      if let byte = keptByte(scalar) {
        bytes.append(byte)
      } else {
        bytes += String(scalar).utf8
      }
    }
    return bytes
  }

  /// The bytes that the text stands for and a NUL, for a system call.
  package var systemPath: [CChar] { (systemBytes + [0]).map { CChar(bitPattern: $0) } }

  private static let firstKeeper: UInt32 = 0x10FE00

  private static func keeper(of byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(firstKeeper + UInt32(byte)) ?? "\u{FFFD}"
  }

  /// Returns the length of the valid UTF-8 character at the start of the bytes; nil if there is none
  /// or if it stands for a byte itself.
  private static func characterLength(_ bytes: ArraySlice<UInt8>) -> Int? {
    (1...4).first { length in
      let character = String(validating: bytes.prefix(length), as: UTF8.self)
      guard let scalars = character?.unicodeScalars, let first = scalars.first else { return false }
      return scalars.count == 1 && keptByte(first) == nil
    }
  }
}

/// Returns the byte that the character stands for in a path; nil for other characters.
package func keptByte(_ scalar: Unicode.Scalar) -> UInt8? {
  (0x10FE80...0x10FEFF).contains(scalar.value) ? UInt8(truncatingIfNeeded: scalar.value) : nil
}
