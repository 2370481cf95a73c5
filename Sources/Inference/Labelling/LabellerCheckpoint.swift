// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Compute
package import Models
public import Text

/// A trained labeller in its directory.
public struct LabellerCheckpoint: Sendable {
  public let files: CheckpointFiles
  public let settings: LabellerSettings
  package let assets: SequenceAssets
  package let model: SequenceLabeller
  package let parameters: MappedParameters

  /// Reads the checkpoint in `directory`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `SafetensorsError`, `TextFormatError` or
  ///   `FileError`.
  public init(directory: String) throws {
    files = CheckpointFiles(directory: directory)
    settings = try files.readConfiguration(task: LabellerSettings.task)
    try files.check(settings.model)
    if settings.readsVectors {
      try files.check(settings.vectors, size: settings.model.encoder.vectorSize)
    }
    assets = try SequenceAssets(files, settings.model, hasMerges: false)
    model = SequenceLabeller(settings.model)
    parameters = try MappedParameters(weightsOf: files, model.layout)
  }

  /// The tokens that the model knows; nil if it reads vectors.
  public var vocabulary: Vocabulary? { assets.vocabulary }
  /// The characters that the model knows; nil if it does not read them.
  public var characters: Vocabulary? { assets.characters }
  public var labels: LabelSet { assets.labels }
  public var parameterCount: Int { model.layout.parameterCount }
  /// The number of values in each vector; 0 if the model reads tokens.
  public var vectorSize: Int { settings.model.encoder.vectorSize }
  /// True if a step depends on no later one, so that labels can be given while tokens arrive.
  public var readsForward: Bool { settings.model.encoder.bidirectional == .none }
}
