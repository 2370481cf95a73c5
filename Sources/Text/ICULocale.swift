// SPDX-License-Identifier: Apache-2.0

import CICU

/// The reason that a language has no tokenizer.
public struct TokenizerError: Error, Equatable, Sendable {
  public enum Kind: Sendable {
    /// The tag is not well-formed BCP 47.
    case malformed
    /// The tag is well-formed but does not name a known language.
    case unknown
    /// ICU's data for the language is missing.
    case unavailable
  }

  public let language: String
  public let kind: Kind

  public init(language: String, kind: Kind) {
    self.language = language
    self.kind = kind
  }
}

/// The ICU locale for a BCP 47 tag.
struct ICULocale {
  let tag: String
  /// ICU's name of the locale, such as `de_CH`. If CLDR replaces the language code, as it does
  /// `cmn` with `zh`, the name has the replacement (UTS #35, "Canonicalization").
  let name: String
  /// The ISO 639 code alone, such as `de`; empty for `und`.
  let language: String
  /// True if ICU has data for the language; otherwise language-neutral rules apply.
  let hasData: Bool

  /// Creates the locale for a tag. Underscores count as hyphens.
  init(languageTag tag: String) throws(TokenizerError) {
    guard let written = Self.name(ofTag: tag.replacing("_", with: "-")),
      let code = Self.language(of: written)
    else { throw TokenizerError(language: tag, kind: .malformed) }
    name = Self.alias(of: code).map { Self.name(written, as: $0) } ?? written
    language = Self.language(of: name) ?? code
    let isUndetermined = language.isEmpty && tag.lowercased().hasPrefix("und")
    hasData = unsafe isUndetermined || cicu_iso3_language(name).pointee != 0
    guard unsafe hasData || cicu_is_language(language) else {
      throw TokenizerError(language: tag, kind: .unknown)
    }
    self.tag = tag
  }

  var unavailable: TokenizerError { TokenizerError(language: tag, kind: .unavailable) }
}

// MARK: - Parts

extension ICULocale {
  /// The script of the tag, such as `Latn`, or else the usual script of the language; empty if
  /// unknown, as for `und`.
  var script: String { language.isEmpty ? "" : Self.script(of: likelyName) }

  /// The name that equivalent tags share. It includes a region if the tag has one, and a script if
  /// it is not the usual script of the language.
  var canonicalName: String {
    let script = Self.script(of: name)
    let usual = Self.likelyName(of: language).map(Self.script) ?? ""
    let parts = [language, script == usual ? "" : script, Self.region(of: name)]
    return parts.filter { !$0.isEmpty }.joined(separator: "_")
  }

  private var likelyName: String { Self.likelyName(of: name) ?? name }

  private static func name(ofTag tag: String) -> String? {
    guard !tag.utf8.contains(0), tag.utf8.count < 200 else { return nil }
    var parsed: Int32 = 0
    let name = unsafe string { result, capacity, status in
      unsafe cicu_locale(tag, result, capacity, &parsed, &status)
    }
    return Int(parsed) == tag.utf8.count ? name : nil
  }

  /// Replaces the language in the locale `name` with that of `alias`, and adds the script and
  /// region of `alias` if `name` has none.
  private static func name(_ name: String, as alias: String) -> String {
    let rest = name.drop { $0 != "_" && $0 != "@" }
    guard let end = alias.firstIndex(of: "_") else { return alias + rest }
    func own(_ part: (String) -> String) -> String {
      part(name).isEmpty ? part(alias) : part(name)
    }
    return [String(alias[..<end]), own(script), own(region)]
      .filter { !$0.isEmpty }.joined(separator: "_")
  }

  private static func language(of name: String) -> String? {
    unsafe string { unsafe cicu_language(name, $0, $1, &$2) }
  }

  private static func script(of name: String) -> String {
    unsafe string { unsafe cicu_script(name, $0, $1, &$2) } ?? ""
  }

  private static func region(of name: String) -> String {
    unsafe string { unsafe cicu_region(name, $0, $1, &$2) } ?? ""
  }

  private static func alias(of language: String) -> String? {
    unsafe string { unsafe cicu_language_alias(language, $0, $1, &$2) }
  }

  static func likelyName(of name: String) -> String? {
    unsafe string { unsafe cicu_likely_locale(name, $0, $1, &$2) }
  }
}

/// Returns the text that an ICU function writes; nil if it fails.
func string(
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
