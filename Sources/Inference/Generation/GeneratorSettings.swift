// SPDX-License-Identifier: Apache-2.0

import Checkpoints
public import Corpora
public import Models
public import Text

/// The part of a generator's `config.json` that its users need.
public struct GeneratorSettings: Codable, Equatable, Sendable {
  public var model = GeneratorConfiguration()
  public var vectors = VectorConfiguration()
  /// The settings for the texts to write.
  public var text = LabelledTextConfiguration()
  public var tokenizer = TokenizerConfiguration(language: "und", normalization: .none)
  /// The ICU version that segmented the training text.
  public var icuVersion = ICU.version

  /// Creates the settings of a new run; the sizes are filled in once the data have been read.
  package init() { model.decoder.vocabularySize = Vocabulary.Special.tokens.count }

  private enum CodingKeys: String, CodingKey {
    case model, vectors, text, tokenizer
    case icuVersion = "icu_version"
  }

  /// The name of the task in `config.json`.
  package static let task = "generator"
}
