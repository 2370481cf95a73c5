// SPDX-License-Identifier: Apache-2.0

import CICU

/// Lowercases text with ICU by the rules of a locale, such as the Turkish dotless i.
@safe struct CaseMapper: ~Copyable {
  private let map: OpaquePointer

  init(_ locale: ICULocale) throws(TokenizerError) {
    var status: cicu_status = 0
    guard let map = unsafe cicu_case_open(locale.name, &status), !cicu_failed(status) else {
      throw locale.unavailable
    }
    unsafe self.map = map
  }

  deinit { unsafe cicu_case_close(map) }

  func lowercased(_ text: Span<UInt8>) -> [UInt8] {
    unsafe text.withUnsafeBytes { bytes in
      unsafe filled(capacity: bytes.count + 16) { result, status in
        unsafe result.withMemoryRebound(to: CChar.self) {
          unsafe cicu_lowercase(
            map, bytes.baseAddress, Int32(bytes.count), $0.baseAddress, Int32($0.count), &status)
        }
      }
    }
  }
}
