// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Inference
import Models
import Text

extension Checkpoint: AveragedCheckpoint {
  var network: (layout: ParameterLayout, parameters: MappedParameters)? {
    (model.layout, parameters)
  }

  var copiedFiles: [KeyPath<CheckpointFiles, String>] {
    let vocabularies: [KeyPath<CheckpointFiles, String>] = [\.sourceVocabulary, \.targetVocabulary]
    return vocabularies + (merges == nil ? [] : [\.sourceMerges, \.targetMerges])
  }

  func difference(from other: Checkpoint) -> String? {
    let (settings, others) = (configuration, other.configuration)
    let parts: [(key: String, isSame: Bool)] = [
      ("model", settings.model.withoutDropout == others.model.withoutDropout),
      ("source_tokenizer", settings.sourceTokenizer.agrees(with: others.sourceTokenizer)),
      ("target_tokenizer", settings.targetTokenizer.agrees(with: others.targetTokenizer)),
      ("reverse_source", settings.reverseSource == others.reverseSource),
      ("subwords", settings.subwords == others.subwords),
    ]
    return parts.first { !$0.isSame }?.key
  }
}

extension ModelConfiguration {
  /// The configuration without its dropout rates and frozen embeddings, which do not affect whether
  /// weights can be averaged.
  fileprivate var withoutDropout: ModelConfiguration {
    var model = self
    (model.dropout, model.outputDropout, model.wordDropout) = (0, 0, 0)
    model.variationalDropout = false
    model.frozenEmbeddings = .none
    return model
  }
}
