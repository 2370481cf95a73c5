// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Compute

/// The architecture and sizes of a generator, which writes a sequence for a vector.
public struct GeneratorConfiguration: Sendable, Equatable {
  /// The decoder is that of a recurrent language model; `kind`, `order` and `learnedInitialState`
  /// have no effect.
  public var decoder = LanguageModelConfiguration(vocabularySize: 0)
  /// D: the length of the vectors.
  public var vectorSize = 1
  public var injection = VectorInjection.both

  public init() {}
}

extension VectorInjection: SettingValue {}

extension GeneratorConfiguration: Configurable {
  public init(from decoder: any Swift.Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container)
  }

  package static let settings: [Setting<GeneratorConfiguration>] =
    LanguageModelConfiguration.settings
    .filter { !["model", "order", "learned_initial_state"].contains($0.key) }
    .map { $0.at(\.decoder) } + [
      Setting("injection", \.injection, .written, .fixed(.weights)),
      Setting(
        "vector_size", \.vectorSize, .required, .fixed(.weights), .within(Limits.embeddingSize),
        isGiven: false),
    ]

  /// The number of trained parameters; the sizes must be in their ranges.
  package var parameterCount: Int { SequenceGenerator(self).layout.parameterCount }

  /// The first value that is out of range or contradicts another.
  package var invalidValue: InvalidValue? {
    if let value = decoder.invalidValue ?? outOfRange { return value }
    let (count, limit) = (parameterCount, Limits.parameters.upperBound)
    guard count > limit else { return nil }
    return InvalidValue(
      "hidden_size", "\(decoder.hiddenSize)", .fewerParameters(count: count, limit: limit))
  }
}
