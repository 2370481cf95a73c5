// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Inference
import Models
import Text

extension LanguageModelCheckpoint: AveragedCheckpoint {
  var copiedFiles: [KeyPath<CheckpointFiles, String>] {
    settings.text.unit == .subword ? [\.textVocabulary, \.textMerges] : [\.textVocabulary]
  }

  func difference(from other: LanguageModelCheckpoint) -> String? {
    let (settings, others) = (settings, other.settings)
    let parts: [(key: String, isSame: Bool)] = [
      ("unit", settings.text.unit == others.text.unit),
      // Models that carry the state from window to window and those that reset it are used alike.
      ("reset_state", settings.text.layout == others.text.layout),
      (
        "tokenizer",
        !settings.text.unit.isOfWords || settings.tokenizer.agrees(with: others.tokenizer)
      ),
      ("model", settings.model.withoutDropout == others.model.withoutDropout),
    ]
    return parts.first { !$0.isSame }?.key
  }
}

extension LanguageModelConfiguration {
  /// The configuration without its dropout rates and frozen embeddings, which do not affect whether
  /// weights can be averaged.
  var withoutDropout: LanguageModelConfiguration {
    var model = self
    (model.dropout, model.outputDropout, model.wordDropout) = (0, 0, 0)
    model.variationalDropout = false
    model.frozenEmbeddings = false
    return model
  }
}
