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
    settings.model.withoutDropout == other.settings.model.withoutDropout ? nil : "model"
  }
}
