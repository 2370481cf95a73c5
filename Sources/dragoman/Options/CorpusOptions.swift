// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Tasks
import Text
import Training

struct CorpusOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Source sentences, one per line.", valueName: "file"))
  var source: String?

  @Option(
    help: ArgumentHelp(
      "Their translations: line i translates line i of --source.", valueName: "file"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      """
      Sentence pairs, instead of --source and --target: source, tab, target on each line. A header \
      line is skipped.
      """, valueName: "file"))
  var pairs: String?

  @Option(
    help: ArgumentHelp(
      """
      The source and target columns of --pairs and --dev-pairs: two column numbers, counted from 1 (such as \
      2,4), or two names from the header line (such as english,french) (default: 1,2).
      """, valueName: "columns"))
  var columns: String?

  @Option(
    help: ArgumentHelp(
      "Source sentences of the dev set, which is scored after each epoch.", valueName: "file"))
  var devSource: String?

  @Option(
    help: ArgumentHelp("Their translations.", valueName: "file"))
  var devTarget: String?

  @Option(help: ArgumentHelp("Dev set in the same format as --pairs.", valueName: "file"))
  var devPairs: String?

  @Option(
    help: ArgumentHelp(
      """
      Language of the source, as a BCP 47 tag such as de or pt-BR (default: the file extension if it \
      is a language code, otherwise und, for 'undetermined').
      """, valueName: "tag"))
  var sourceLanguage: String?

  @Option(help: ArgumentHelp("Language of the target.", valueName: "tag"))
  var targetLanguage: String?

  @Flag(
    inversion: .prefixedNo,
    help:
      "Lowercase both sides according to the rules of their languages (default: --no-lowercase).")
  var lowercase: Bool?

  @OptionGroup var normalization: NormalizationOption

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Maximum number of words per side; longer pairs are skipped (default: \
      \(TrainTranslation.defaults.data.maximumLength)).
      """, valueName: "n"))
  var maxLength: Int?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Treat invalid UTF-8, a missing column or a pair that is blank on one side as an error; otherwise such \
      pairs \
      are skipped and counted (default: --no-strict).
      """)
  var strict: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Accept text in which every line of one side is just a number, a language code or a single word, or in \
      which both sides are the same (default: --no-allow-suspect-columns).
      """)
  var allowSuspectColumns: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Shuffle the pairs before each epoch; otherwise they keep the order of the text, for example for a \
      curriculum (default: --shuffle).
      """)
  var shuffle: Bool?

  /// Returns the training text.
  ///
  /// - Throws: `UsageError` unless one form is given in full.
  func training() throws -> ParallelSource {
    guard let corpus = try corpus(source, target, pairs, prefix: "") else {
      throw UsageError(
        command: TrainTranslation.name,
        message: "Give the training text: --source and --target, or --pairs.")
    }
    if columns != nil && pairs == nil && devPairs == nil {
      throw UsageError(
        command: TrainTranslation.name, message: "--columns needs --pairs or --dev-pairs.")
    }
    return corpus
  }

  /// Returns the dev set; nil if none is given.
  func development() throws -> ParallelSource? {
    try corpus(devSource, devTarget, devPairs, prefix: "dev-")
  }

  private func corpus(
    _ source: String?, _ target: String?, _ pairs: String?, prefix: String
  ) throws -> ParallelSource? {
    let columns = try pairColumns(columns, command: TrainTranslation.name)
    return switch (source, target, pairs) {
    case (nil, nil, nil): nil
    case (let source?, let target?, nil): .files(source: source, target: target)
    case (nil, nil, let pairs?): .pairs(pairs, columns: columns)
    case (_, _, _?):
      throw UsageError(
        command: TrainTranslation.name,
        message: "Give --\(prefix)source and --\(prefix)target, or --\(prefix)pairs, not both.")
    case (_?, nil, nil):
      throw UsageError(
        command: TrainTranslation.name, message: "--\(prefix)source needs --\(prefix)target.")
    case (nil, _?, nil):
      throw UsageError(
        command: TrainTranslation.name, message: "--\(prefix)target needs --\(prefix)source.")
    }
  }
}
