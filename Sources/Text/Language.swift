// SPDX-License-Identifier: Apache-2.0

import CICU

/// The language that a BCP 47 tag names.
public struct Language: Sendable, Equatable {
  /// The tag as it was written, such as `cmn`, `pt_BR` or `eng_Latn`.
  public let tag: String
  /// The ISO 639 code, such as `zh` for `cmn`; `und` where no language is named.
  public let code: String
  /// The ISO 15924 code of the script that the tag names, or else of the one that the language is most
  /// often written in; empty where neither is known.
  public let script: String
  /// Whether ICU has data for the language; otherwise the rules of no language apply.
  public let hasData: Bool
  private let canonicalName: String

  /// - Throws: `TokenizerError` when the tag is malformed or names no language.
  public init(tag: String) throws(TokenizerError) {
    let locale = try ICULocale(languageTag: tag)
    self.tag = tag
    code = locale.language.isEmpty ? "und" : locale.language
    script = locale.script
    hasData = locale.hasData
    canonicalName = locale.canonicalName
  }

  /// Whether two tags name one language, as `fra` and `fr` do, in the same script and for the same
  /// region. A tag of no language is equal to itself only.
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
  /// Whether the language is written in Chinese characters alone.
  public var isChinese: Bool { ["Hans", "Hant", "Hani", "Hanb", "Bopo"].contains(script) }

  /// Whether the script of the language puts spaces between words.
  public var hasSpaces: Bool { !isChinese && !Self.otherUnspacedScripts.contains(script) }

  private static let otherUnspacedScripts: Set = [
    "Jpan", "Hira", "Kana", "Hrkt", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Lana", "Talu", "Tale",
    "Tavt", "Java", "Bali",
  ]
}

// MARK: - Names

extension Language {
  /// The codes and the English names of the languages that ICU has data for.
  package static let named: [(code: String, name: String)] = {
    var languages: [(code: String, name: String)] = []
    guard var entry = unsafe cicu_languages() else { return [] }
    while let code = unsafe entry.pointee.map({ unsafe String(cString: $0) }) {
      if !notLanguages.contains(code) { languages.append((code, englishName(ofLanguage: code))) }
      unsafe entry += 1
    }
    return languages
  }()

  /// Codes for several languages, or none.
  private static let notLanguages: Set = ["mis", "mul", "und", "zxx"]

  package static func englishName(ofLanguage code: String) -> String {
    unsafe string { unsafe cicu_language_name(code, $0, $1, &$2) } ?? code
  }

  /// The code of the language that is most often written in a region, such as `ja` for `JP`; nil for what
  /// is not a region.
  package static func ofRegion(_ region: String) -> String? {
    guard region.utf8.count == 2, let locale = try? ICULocale(languageTag: "und-" + region),
      let name = ICULocale.likelyName(of: locale.name),
      let code = name.split(separator: "_").first.map(String.init)
    else { return nil }
    // ICU takes a region that it does not know for one where English is written.
    return code == "en" && !["US", "GB"].contains(region.uppercased()) ? nil : code
  }
}
