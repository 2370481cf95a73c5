// SPDX-License-Identifier: Apache-2.0

import CICU

/// Returns the most probable encoding of the bytes by its iconv name; nil if ICU is unsure.
func probableEncoding(of bytes: Span<UInt8>) -> String? {
  guard let detector = Detector() else { return nil }
  return detector.bestEncoding(of: bytes)
}

/// ICU's encoding detector, which knows the frequencies of letter sequences in many languages.
@safe private struct Detector: ~Copyable {
  private let detector: OpaquePointer

  /// The minimum confidence, on ICU's scale from 0 to 100. Letters of the wrong language score
  /// about 15.
  private static let leastConfidence: Int32 = 20

  init?() {
    var status: cicu_status = 0
    guard let detector = unsafe cicu_detector_open(&status), !cicu_failed(status) else {
      return nil
    }
    unsafe self.detector = detector
  }

  deinit { unsafe cicu_detector_close(detector) }

  func bestEncoding(of bytes: Span<UInt8>) -> String? {
    unsafe bytes.withUnsafeBytes { bytes in
      var (status, confidence): (cicu_status, Int32) = (0, 0)
      let name = unsafe cicu_detect(
        detector, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), &confidence,
        &status)
      guard let name = unsafe name, !cicu_failed(status), confidence >= Self.leastConfidence else {
        return nil
      }
      return Self.iconvName(unsafe String(cString: name))
    }
  }

  /// Returns nil for encodings that are very unlikely in files of lines.
  private static func iconvName(_ name: String) -> String? {
    switch name {
    case _ where name.hasPrefix("UTF-") || name.hasPrefix("IBM"): nil
    case "ISO-8859-8-I": "ISO-8859-8"
    // Windows and the web use these names for larger character sets. iconv's Shift_JIS also has no
    // backslash.
    case "Shift_JIS": "CP932"
    case "EUC-KR": "CP949"
    default: name
    }
  }
}
