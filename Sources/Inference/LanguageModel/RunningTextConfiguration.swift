// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Text

/// Settings for reading the text of a language model.
public struct RunningTextConfiguration: Equatable, Sendable {
  public var unit = TextUnit.character
  public var resetState = StateReset.never
  /// The minimum count of a unit in the vocabulary.
  public var minimumFrequency = 1
  /// The maximum number of units in the vocabulary, without the special tokens.
  public var maximumVocabulary = 32_000
  /// The number of byte-pair merges to learn if the units are subwords.
  public var merges = 8000
  /// The number of tokens in the parts of continuous text that a network is trained on. The gradient
  /// does not go back further.
  public var window = 100
  /// The share of the text, at its end, that is the dev set if none is given; 0 for none.
  public var developmentShare: Float = 0.05

  public init() {}

  /// The sequences that the text consists of.
  public var layout: TextLayout { resetState == .line ? .lines : .continuous }

  /// Returns the token that models read before a text: the end of the text before or, in continuous
  /// text, of the line before. `</s>` is so rare there that models hardly learn what follows it.
  package func start(in vocabulary: Vocabulary) -> Int32 {
    let lineEnd = layout == .lines ? nil : vocabulary.id(of: UnitSplitter.lineEnd)
    return lineEnd ?? Vocabulary.Special.end
  }
}

/// The places in a text at which a language model starts from its initial state, as if nothing had
/// come before.
public enum StateReset: String, Codable, Sendable, CaseIterable {
  /// Only the beginning of the text: it is one sequence.
  case never
  /// Each window that a recurrent model is trained on. The model is used as with `never`.
  case window
  /// Each line, which is a sequence of its own.
  case line
}

extension TextUnit: SettingValue {}
extension StateReset: SettingValue {}

extension RunningTextConfiguration: Configurable {
  public init(from decoder: any Swift.Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container)
  }

  package static let settings: [Setting<RunningTextConfiguration>] = [
    Setting("unit", \.unit, .required, .fixed(.vocabularies)),
    Setting("reset_state", \.resetState, .required, .fixed(.orderOfData)),
    Setting(
      "min_frequency", \.minimumFrequency, .written, .fixed(.vocabularies),
      .within(Limits.wordFrequency)),
    Setting(
      "max_vocabulary", \.maximumVocabulary, .written, .fixed(.vocabularies),
      .within(Limits.vocabularyWords)),
    Setting("merges", \.merges, .written, .fixed(.vocabularies), .within(Limits.merges)),
    Setting("window", \.window, .written, .fixed(.orderOfData), .within(Limits.sentenceLength)),
    Setting("dev_share", \.developmentShare, .written, .fixed(.orderOfData), .rate),
  ]
}
