// SPDX-License-Identifier: Apache-2.0

import CICU

/// The language that a BCP 47 tag names.
public struct Language: Sendable, Equatable {
  /// The tag as it was written, such as `cmn`, `pt_BR` or `eng_Latn`.
  public let tag: String
  /// The ISO 639 code, such as `zh` for `cmn`; `und` if the tag names no language.
  public let code: String
  /// The ISO 15924 code of the script in the tag, or else of the usual script of the language;
  /// empty if unknown.
  public let script: String
  /// True if ICU has data for the language; otherwise language-neutral rules apply.
  public let hasData: Bool
  private let canonicalName: String

  /// - Throws: `TokenizerError` if the tag is malformed or names no known language.
  public init(tag: String) throws(TokenizerError) {
    let locale = try ICULocale(languageTag: tag)
    self.tag = tag
    code = locale.language.isEmpty ? "und" : locale.language
    script = locale.script
    hasData = locale.hasData
    canonicalName = locale.canonicalName
  }

  /// Returns true if two tags name the same language, as `fra` and `fr` do, in the same script and
  /// region. An invalid tag equals only itself.
  public static func isSame(_ first: String, _ second: String) -> Bool {
    if first == second { return true }
    guard let first = try? Language(tag: first), let second = try? Language(tag: second) else {
      return false
    }
    return first.canonicalName == second.canonicalName
  }
}

// MARK: - Scripts

extension Language {
  /// True if the language is written in Chinese characters only.
  public var isChinese: Bool { ["Hans", "Hant", "Hani", "Hanb", "Bopo"].contains(script) }

  /// True if the script of the language puts spaces between words.
  public var hasSpaces: Bool { !isChinese && !Self.otherUnspacedScripts.contains(script) }

  private static let otherUnspacedScripts: Set = [
    "Jpan", "Hira", "Kana", "Hrkt", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Lana", "Talu", "Tale",
    "Tavt", "Java", "Bali",
  ]
}

// MARK: - Names

extension Language {
  /// The English name of the language, such as `German`; nil if ICU has none.
  public var englishName: String? { Self.named.first { $0.code == code }?.name }

  /// The codes and English names of the languages that ICU knows.
  package static let named: [(code: String, name: String)] = {
    var languages: [(code: String, name: String)] = []
    guard var entry = unsafe cicu_languages() else { return [] }
    while let code = unsafe entry.pointee.map({ unsafe String(cString: $0) }) {
      if !notLanguages.contains(code) { languages.append((code, englishName(ofLanguage: code))) }
      unsafe entry += 1
    }
    return languages
  }()

  /// The codes for several languages or for none.
  private static let notLanguages: Set = ["mis", "mul", "und", "zxx"]

  package static func englishName(ofLanguage code: String) -> String {
    unsafe string { unsafe cicu_language_name(code, $0, $1, &$2) } ?? code
  }

  /// Returns the code of the most common language of a region, such as `ja` for `JP`; nil for
  /// anything else.
  package static func ofRegion(_ region: String) -> String? {
    guard region.utf8.count == 2, let locale = try? ICULocale(languageTag: "und-" + region),
      let name = ICULocale.likelyName(of: locale.name),
      let code = name.split(separator: "_").first.map(String.init)
    else { return nil }
    // For an unknown region, ICU answers English.
    return code == "en" && !["US", "GB"].contains(region.uppercased()) ? nil : code
  }
}
