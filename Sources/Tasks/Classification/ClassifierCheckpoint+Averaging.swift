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

  var copiedFiles: [KeyPath<CheckpointFiles, String>] { assets.files }

  func difference(from other: ClassifierCheckpoint) -> String? {
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
