// SPDX-License-Identifier: Apache-2.0

import Corpora

/// A key of the configuration file that is not a setting: it names a file, or how to read one.
struct ConfigurationKey {
  /// A value of the wrong kind.
  struct Mismatch: Error {
    let expected: String
  }

  let name: String
  /// Applies a value unless the flag is given; returns true if it did.
  let apply: (inout Train, String) throws(Mismatch) -> Bool

  private init<Value>(
    _ name: String, _ path: WritableKeyPath<Train, Value?>, expected: String,
    _ read: @escaping (String) -> Value?
  ) {
    self.name = name
    apply = { (train, text) throws(Mismatch) in
      guard let value = read(text) else { throw Mismatch(expected: expected) }
      guard train[keyPath: path] == nil else { return false }
      train[keyPath: path] = value
      return true
    }
  }

  private static func text(
    _ name: String, _ path: WritableKeyPath<Train, String?>
  ) -> ConfigurationKey {
    ConfigurationKey(name, path, expected: "text") { $0.isEmpty ? nil : $0 }
  }

  private static func flag(
    _ name: String, _ path: WritableKeyPath<Train, Bool?>
  ) -> ConfigurationKey {
    ConfigurationKey(name, path, expected: "true or false") { Bool($0.lowercased()) }
  }

  static var all: [ConfigurationKey] {
    [
      text("checkpoint", \.checkpoint.checkpoint), text("source", \.corpus.source),
      text("target", \.corpus.target), text("pairs", \.corpus.pairs),
      text("dev_source", \.corpus.devSource), text("dev_target", \.corpus.devTarget),
      text("dev_pairs", \.corpus.devPairs),
      ConfigurationKey(
        "columns", \.corpus.columns, expected: "two columns, such as 2,4 or english,french"
      ) { (try? PairColumns($0)) == nil ? nil : $0 },
      flag("allow_suspect_columns", \.corpus.allowSuspectColumns),
      text("source_language", \.corpus.sourceLanguage),
      text("target_language", \.corpus.targetLanguage), flag("strict", \.corpus.strict),
      text("source_vocabulary", \.vocabulary.sourceVocabulary),
      text("target_vocabulary", \.vocabulary.targetVocabulary),
      text("source_merges", \.subwords.sourceMerges),
      text("target_merges", \.subwords.targetMerges),
    ]
  }
}
