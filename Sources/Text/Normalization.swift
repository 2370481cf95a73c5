// SPDX-License-Identifier: Apache-2.0

import CICU

/// Returns the text in Unicode Normalization Form C (UAX #15), computed by ICU.
public func normalizedToNFC(_ text: String) -> String {
  guard let bytes = normalizedToNFC(text.utf8Span.span) else { return text }
  return String(decoding: bytes, as: UTF8.self)
}

/// Converts valid UTF-8 to NFC; nil if it is already in that form.
func normalizedToNFC(_ text: Span<UInt8>) -> [UInt8]? {
  if holdsOnlyEarlyCharacters(text) { return nil }
  var status: cicu_status = 0
  let form = unsafe cicu_nfc(&status)
  let utf16 = utf16(of: text)
  if unsafe cicu_is_surely_normalized(form, utf16, Int32(utf16.count), &status) { return nil }
  let ordered = unsafe withLongRunsInOrder(utf16, form) ?? utf16
  let count = Int32(ordered.count)
  let isNormalized = unsafe cicu_is_normalized(form, ordered, count, &status)
  if isNormalized && ordered == utf16 { return nil }
  let normalized = unsafe filled(capacity: ordered.count + 16) { result, status in
    unsafe cicu_normalize(form, ordered, count, result.baseAddress, Int32(result.count), &status)
  }
  return unsafe filled(capacity: normalized.count * 3) { result, status in
    unsafe result.withMemoryRebound(to: CChar.self) {
      unsafe cicu_to_utf8(
        normalized, Int32(normalized.count), $0.baseAddress, Int32($0.count), &status)
    }
  }
}

/// Returns true if every character is below U+0300; all of these are starters and in NFC.
private func holdsOnlyEarlyCharacters(_ text: Span<UInt8>) -> Bool {
  for index in text.indices where text[index] >= 0xCC { return false }
  return true
}

private func utf16(of text: Span<UInt8>) -> [UInt16] {
  unsafe text.withUnsafeBytes { bytes in
    unsafe filled(capacity: bytes.count) { result, status in
      unsafe cicu_from_utf8(
        bytes.baseAddress, Int32(bytes.count), result.baseAddress, Int32(result.count), &status)
    }
  }
}

/// Returns the array that an ICU function writes. If `capacity` is too small, calls the function
/// again with the size that it asks for. `write` returns the number of units that it wrote or
/// needs.
func filled<Unit: BitwiseCopyable>(
  capacity: Int, _ write: (UnsafeMutableBufferPointer<Unit>, inout cicu_status) -> Int32
) -> [Unit] {
  var status: cicu_status = 0
  var needed = 0
  let result = unsafe [Unit](unsafeUninitializedCapacity: capacity) { buffer, count in
    needed = Int(unsafe write(UnsafeMutableBufferPointer(rebasing: buffer[..<capacity]), &status))
    count = cicu_failed(status) ? 0 : needed
  }
  if cicu_overflowed(status) { return unsafe filled(capacity: needed, write) }
  precondition(!cicu_failed(status), "ICU failed with \(status)")
  return result
}
