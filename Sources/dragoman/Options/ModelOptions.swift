// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Models
import Tasks
import Training

struct ModelOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Embedding size of both sides (default: \(TrainTranslation.defaults.model.embeddingSize)).",
      valueName: "n"))
  var embeddingSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Size of the recurrent states of both sides (default: \(TrainTranslation.defaults.model.hiddenSize)).
      """, valueName: "n"))
  var hiddenSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Number of recurrent layers, the same in encoder and decoder (default: \(TrainTranslation.defaults.model.layers)).
      """, valueName: "n"))
  var layers: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Dropout probability on embeddings and between layers, at least 0 and below 1 (default: \
      \(TrainTranslation.defaults.model.dropout)).
      """, valueName: "p"))
  var dropout: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Dropout probability before the output layer (default: \(TrainTranslation.defaults.model.outputDropout)).
      """, valueName: "p"))
  var outputDropout: Float?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Read each source sentence from its last word to its first (default: --no-reverse-source).
      """)
  var reverseSource: Bool?
}

struct VocabularyOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Minimum number of occurrences of a word; rarer words are treated as unknown (default: \
      \(TrainTranslation.defaults.data.minimumFrequency)).
      """, valueName: "n"))
  var minFrequency: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Maximum number of words in a vocabulary (default: \(TrainTranslation.defaults.data.maximumVocabulary)).
      """, valueName: "n"))
  var maxVocabulary: Int?

  @Option(
    help: ArgumentHelp(
      """
      Vocabulary file written by 'dragoman vocabulary', to use instead of building one from the training text.
      """, valueName: "file"))
  var sourceVocabulary: String?

  @Option(
    help: ArgumentHelp("The same for the target.", valueName: "file"))
  var targetVocabulary: String?

  var given: DataConfiguration.GivenVocabularies? {
    switch (sourceVocabulary, targetVocabulary) {
    case (nil, nil): nil
    case (_, nil): .source
    case (nil, _): .target
    case (_, _): .both
    }
  }
}
