// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Inference
import Models
import Text

extension GeneratorCheckpoint: AveragedCheckpoint {
  var network: (layout: ParameterLayout, parameters: MappedParameters)? {
    (model.layout, parameters)
  }

  var copiedFiles: [KeyPath<CheckpointFiles, String>] {
    [\.textVocabulary] + (merges == nil ? [] : [\.textMerges])
  }

  func difference(from other: GeneratorCheckpoint) -> String? {
    let (settings, others) = (settings, other.settings)
    let parts: [(key: String, isSame: Bool)] = [
      ("unit", settings.text.unit == others.text.unit),
      (
        "tokenizer",
        !settings.text.unit.isOfWords || settings.tokenizer.agrees(with: others.tokenizer)
      ),
      ("model", settings.model.withoutDropout == others.model.withoutDropout),
      ("vectors", settings.vectors == others.vectors),
    ]
    return parts.first { !$0.isSame }?.key
  }
}

extension GeneratorConfiguration {
  /// The configuration without its dropout rates and frozen embeddings, which do not affect whether
  /// weights can be averaged.
  fileprivate var withoutDropout: GeneratorConfiguration {
    var model = self
    model.decoder = decoder.withoutDropout
    return model
  }
}
