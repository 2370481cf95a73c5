// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Models
import Training

struct ModelOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Length of a word's vector, on both sides (default: \(defaults.model.embeddingSize)).",
      valueName: "n"))
  var embeddingSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Length of the LSTM states, on both sides (default: \(defaults.model.hiddenSize)).",
      valueName: "n"))
  var hiddenSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "LSTM layers of the encoder, and of the decoder (default: \(defaults.model.layers)).",
      valueName: "n"))
  var layers: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Probability to drop an element of embeddings and between layers, from 0 to below 1 "
        + "(default: \(defaults.model.dropout)).", valueName: "p"))
  var dropout: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The same before the output layer (default: \(defaults.model.outputDropout)).",
      valueName: "p"))
  var outputDropout: Float?

  @Flag(
    inversion: .prefixedNo,
    help:
      "The encoder reads a sentence from its last word to its first (default: --no-reverse-source)."
  )
  var reverseSource: Bool?
}

struct VocabularyOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Words seen less often than this are unknown (default: \(defaults.data.minimumFrequency)).",
      valueName: "n"))
  var minFrequency: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Words of a vocabulary at most (default: \(defaults.data.maximumVocabulary)).",
      valueName: "n"))
  var maxVocabulary: Int?

  @Option(
    help: ArgumentHelp(
      "A vocabulary that 'dragoman vocabulary' wrote, in place of one of the training text.",
      valueName: "file"))
  var sourceVocabulary: String?

  @Option(help: ArgumentHelp("The same for the target.", valueName: "file"))
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
