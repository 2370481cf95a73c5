// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Inference
import Models

extension LabellerCheckpoint: AveragedCheckpoint {
  var network: (layout: ParameterLayout, parameters: MappedParameters)? {
    (model.layout, parameters)
  }

  var copiedFiles: [KeyPath<CheckpointFiles, String>] { assets.files }

  func difference(from other: LabellerCheckpoint) -> String? {
    let (settings, others) = (settings, other.settings)
    if settings.model.withoutDropout != others.model.withoutDropout { return "model" }
    return settings.vectors == others.vectors ? nil : "vectors"
  }
}
