// SPDX-License-Identifier: Apache-2.0

import CICU

/// The encoding that the bytes are most probably in, by the name that iconv has for it; nil where ICU is
/// unsure.
func probableEncoding(of bytes: Span<UInt8>) -> String? {
  guard let detector = Detector() else { return nil }
  return detector.bestEncoding(of: bytes)
}

/// ICU's detector of encodings, which knows how often letters follow each other in many languages.
@safe private struct Detector: ~Copyable {
  private let detector: OpaquePointer

  /// ICU's own measure, from 0 to 100. Letters of the wrong language come to about 15.
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

  /// Nil for what lines of bytes are hardly ever in.
  private static func iconvName(_ name: String) -> String? {
    switch name {
    case _ where name.hasPrefix("UTF-") || name.hasPrefix("IBM"): nil
    case "ISO-8859-8-I": "ISO-8859-8"
    // What Windows and the web mean by these names has more characters; iconv's Shift_JIS has no
    // backslash either.
    case "Shift_JIS": "CP932"
    case "EUC-KR": "CP949"
    default: name
    }
  }
}
