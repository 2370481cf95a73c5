// SPDX-License-Identifier: Apache-2.0

import CICU

/// Why a tokenizer cannot be made for a language.
public struct TokenizerError: Error, Equatable, Sendable {
  public enum Kind: Sendable {
    /// The tag is not of the form of BCP 47.
    case malformed
    /// The tag is well-formed, but no such language is known.
    case unknown
    /// ICU's data for the language are missing.
    case unavailable
  }

  public let language: String
  public let kind: Kind

  public init(language: String, kind: Kind) {
    self.language = language
    self.kind = kind
  }
}

/// An ICU locale that stands for a BCP 47 tag.
struct ICULocale {
  let tag: String
  /// The name by which ICU knows it, such as `de_CH`.
  let name: String
  /// The ISO 639 code alone, such as `de`; empty for `und`.
  let language: String

  init(languageTag tag: String) throws(TokenizerError) {
    var parsed: Int32 = 0
    guard
      !tag.utf8.contains(0), tag.utf8.count < 200,
      let name = unsafe string(writtenBy: { result, capacity, status in
        unsafe cicu_locale(tag, result, capacity, &parsed, &status)
      }), Int(parsed) == tag.utf8.count,
      let language = unsafe string(writtenBy: { result, capacity, status in
        unsafe cicu_language(name, result, capacity, &status)
      })
    else { throw TokenizerError(language: tag, kind: .malformed) }
    let isUndetermined = language.isEmpty && tag.lowercased().hasPrefix("und")
    let isKnown = unsafe cicu_iso3_language(name).pointee != 0
    guard isKnown || isUndetermined else {
      throw TokenizerError(language: tag, kind: .unknown)
    }
    self.tag = tag
    self.name = name
    self.language = language
  }

  var unavailable: TokenizerError { TokenizerError(language: tag, kind: .unavailable) }
}

/// The name that an ICU function writes; nil when it fails.
private func string(
  writtenBy write: (UnsafeMutablePointer<CChar>?, Int32, inout cicu_status) -> Int32
) -> String? {
  unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
    var status: cicu_status = 0
    let count = Int(unsafe write(buffer.baseAddress, Int32(buffer.count), &status))
    guard !cicu_failed(status), count < buffer.count else { return nil }
    return unsafe String(
      decoding: buffer[..<count].lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
