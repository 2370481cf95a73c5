// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Inference
import Models
import Text

extension ClassifierCheckpoint: AveragedCheckpoint {
  var network: (layout: ParameterLayout, parameters: MappedParameters)? {
    (model.layout, parameters)
  }

  var assets: [KeyPath<CheckpointFiles, String>] {
    [\.textVocabulary, \.labels] + (settings.text.unit == .subword ? [\.textMerges] : [])
  }

  func difference(from other: ClassifierCheckpoint) -> String? {
    let (settings, others) = (settings, other.settings)
    let parts: [(key: String, isSame: Bool)] = [
      ("unit", settings.text.unit == others.text.unit),
      (
        "tokenizer",
        !settings.text.unit.isOfWords || settings.tokenizer.agrees(with: others.tokenizer)
      ),
      ("model", settings.model.withoutDropout == others.model.withoutDropout),
    ]
    return parts.first { !$0.isSame }?.key
  }
}

extension ClassifierConfiguration {
  /// The configuration without its dropout rates, which do not affect whether weights can be
  /// averaged.
  fileprivate var withoutDropout: ClassifierConfiguration {
    var model = self
    (model.encoder.dropout, model.encoder.outputDropout, model.encoder.wordDropout) = (0, 0, 0)
    model.encoder.variationalDropout = false
    return model
  }
}
