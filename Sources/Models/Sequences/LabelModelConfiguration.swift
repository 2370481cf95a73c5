// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Compute
public import Layers

/// The architecture and sizes of a classifier, which predicts one label for a sequence.
public struct ClassifierConfiguration: Sendable, Equatable {
  public var encoder = SequenceEncoderConfiguration()
  public var pooling = Pooling.last
  public var labelCount = 1

  public init() {}
}

/// The architecture and sizes of a labeller, which predicts a label for each step.
public struct LabellerConfiguration: Sendable, Equatable {
  public var encoder = SequenceEncoderConfiguration()
  public var labelCount = 1

  public init() {}
}

/// The settings of a sequence encoder with a softmax over labels.
package protocol LabelModelConfiguration: Configurable, Equatable {
  var encoder: SequenceEncoderConfiguration { get set }
  var labelCount: Int { get set }
  /// The number of trained parameters; the sizes must be in their ranges.
  var parameterCount: Int { get }
}

extension ClassifierConfiguration: LabelModelConfiguration {
  public init(from decoder: any Swift.Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container, where: self.encoder.uses)
  }

  package static let settings: [Setting<ClassifierConfiguration>] =
    ofEncoderAndLabels + [Setting("pooling", \.pooling, .written, .fixed(.weights))]

  package var parameterCount: Int { SequenceClassifier(self).layout.parameterCount }
}

extension LabellerConfiguration: LabelModelConfiguration {
  public init(from decoder: any Swift.Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container, where: self.encoder.uses)
  }

  package static let settings: [Setting<LabellerConfiguration>] = ofEncoderAndLabels

  package var parameterCount: Int { SequenceLabeller(self).layout.parameterCount }
}

extension LabelModelConfiguration {
  fileprivate static var ofEncoderAndLabels: [Setting<Self>] {
    SequenceEncoderConfiguration.settings.map { $0.at(\Self.encoder) } + [
      Setting(
        "label_count", \Self.labelCount, .written, .fixed(.weights),
        .within(Limits.vocabularySize), isGiven: false)
    ]
  }

  /// The configuration without its dropout rates and frozen embeddings, which do not affect whether
  /// weights can be averaged.
  package var withoutDropout: Self {
    var model = self
    (model.encoder.dropout, model.encoder.outputDropout, model.encoder.wordDropout) = (0, 0, 0)
    model.encoder.variationalDropout = false
    model.encoder.frozenEmbeddings = false
    return model
  }

  /// The first value that is out of range or contradicts another, among the settings in use.
  package var invalidValue: InvalidValue? {
    if let value = encoder.invalidValue ?? outOfRange(where: encoder.uses) { return value }
    let (count, limit) = (parameterCount, Limits.parameters.upperBound)
    guard count > limit else { return nil }
    return InvalidValue(
      "hidden_size", "\(encoder.hiddenSize)", .fewerParameters(count: count, limit: limit))
  }
}
