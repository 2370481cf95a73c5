// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference

/// Options of the search that only translators have.
struct SearchOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Weight of the penalty for source words with little attention (default: 0).",
      valueName: "beta"))
  var coveragePenalty: Float?

  @Flag(
    help: """
      Replace each unknown word of the translation with a source word: the one with the most attention or, \
      without \
      attention, the one at the corresponding position.
      """)
  var replaceUnknown = false

  @Option(
    help: ArgumentHelp(
      """
      With --replace-unknown: a file with 'word, tab, translation' on each line. If the file translates the \
      source word, or a phrase that contains the word (such as 'New York'), the file's translation is used \
      instead of the source word.
      """, valueName: "file"))
  var dictionary: String?

  func validate() throws {
    if let coveragePenalty, !(coveragePenalty >= 0 && coveragePenalty.isFinite) {
      throw ValidationError(
        "--coverage-penalty is \(coveragePenalty), but must be at least 0.")
    }
    if dictionary != nil && !replaceUnknown {
      throw ValidationError(
        "--dictionary needs --replace-unknown.")
    }
  }

  /// The flag of the first option that differs from its default.
  var firstInUse: String? {
    coveragePenalty != nil ? "--coverage-penalty" : replaceUnknown ? "--replace-unknown" : nil
  }

  func apply(to options: inout Translator.Options) throws {
    options.coveragePenalty = coveragePenalty ?? options.coveragePenalty
    options.replacesUnknownWords = replaceUnknown
    if let dictionary {
      options.dictionary = try readDictionary(dictionary)
    }
  }

  /// - Throws: `UsageError` for a coverage penalty if the model has no attention.
  func check(_ translator: Translator, command: String) throws {
    guard coveragePenalty ?? 0 > 0 else { return }
    try requireAttention(of: translator, "--coverage-penalty", command: command)
  }
}
