// SPDX-License-Identifier: Apache-2.0

import Dragoman

/// A translator that is ready to serve: its languages, and weights that all lanes share.
final class ServedTranslator: Sendable {
  /// The directory of the checkpoint, for errors.
  let directory: String
  let source, target: ServedLanguage
  let weights: TranslationWeights
  /// The words that the model reads and those that it writes, with their counts.
  let sourceVocabulary, targetVocabulary: Vocabulary

  /// Loads the checkpoint in a directory.
  ///
  /// - Throws: The errors of `Checkpoint` and `TranslationWeights`.
  init(directory: String, precision: Translator.Precision, threads: Int) throws {
    let checkpoint = try Checkpoint(directory: directory)
    self.directory = directory
    let languages = checkpoint.configuration.languages
    source = ServedLanguage(tag: languages.source)
    target = ServedLanguage(tag: languages.target)
    weights = try TranslationWeights([checkpoint], precision: precision, threads: threads)
    (sourceVocabulary, targetVocabulary) = (
      checkpoint.sourceVocabulary, checkpoint.targetVocabulary
    )
  }
}

/// A language as clients name it.
struct ServedLanguage: Hashable, Sendable {
  /// An ISO 639 code such as `en`, with the script or region if the tag has one, such as `pt-BR`.
  let code: String
  /// The English name, such as `English` or `Portuguese (BR)`.
  let name: String

  init(tag: String) {
    let language = try? Language(tag: tag)
    let details = tag.split { $0 == "-" || $0 == "_" }.dropFirst().map(String.init)
    code = ([language?.code ?? tag] + (language == nil ? [] : details)).joined(separator: "-")
    let name = language?.englishName ?? tag
    self.name = details.isEmpty ? name : "\(name) (\(details.joined(separator: ", ")))"
  }
}
