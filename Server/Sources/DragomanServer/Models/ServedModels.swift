// SPDX-License-Identifier: Apache-2.0

import Dragoman

/// The models that the server offers.
final class ServedModels: Sendable {
  let translators: [ServedTranslator]
  /// The first translator of each pair of languages.
  private let byPair: [LanguageCodes: ServedTranslator]

  private struct LanguageCodes: Hashable { let source, target: String }

  /// All languages, sources first, each once.
  let languages: [ServedLanguage]
  /// Tells in which of the languages a text is written.
  let detector: LanguageDetector

  /// - Throws: `ServerError` if two models translate between the same languages.
  init(_ translators: [ServedTranslator]) throws(ServerError) {
    self.translators = translators
    for (index, other) in translators.enumerated() {
      let first = translators[..<index].first {
        ($0.source, $0.target) == (other.source, other.target)
      }
      if let first {
        throw .samePair(
          first.directory, other.directory, source: other.source.code, target: other.target.code)
      }
    }
    let pairs = translators.map {
      (LanguageCodes(source: $0.source.code, target: $0.target.code), $0)
    }
    byPair = Dictionary(pairs) { first, _ in first }
    var seen: Set<String> = []
    languages = (translators.map(\.source) + translators.map(\.target))
      .filter { seen.insert($0.code).inserted }
    let vocabularies =
      translators.map { ($0.source, $0.sourceVocabulary) }
      + translators.map { ($0.target, $0.targetVocabulary) }
    detector = LanguageDetector(Dictionary(vocabularies) { first, _ in first })
  }

  /// Returns the target languages that a source language can be translated to.
  func targets(of source: ServedLanguage) -> [ServedLanguage] {
    var seen: Set<String> = []
    return translators.filter { $0.source.code == source.code }.map(\.target)
      .filter { seen.insert($0.code).inserted }
  }

  /// Returns the first translator for a pair of language codes, such as `en` and `fr`; nil if there
  /// is none.
  func translator(from source: String, to target: String) -> ServedTranslator? {
    byPair[LanguageCodes(source: source, target: target)]
  }

  /// Returns the language of a code as clients write it: `en`, but also `eng` or `EN`; nil if no model
  /// has the language.
  func language(_ code: String) -> ServedLanguage? {
    if let language = languages.first(where: { $0.code == code }) { return language }
    let wanted = ServedLanguage(tag: code).code.lowercased()
    return languages.first { $0.code.lowercased() == wanted }
  }
}
