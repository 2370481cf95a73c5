// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Inference
import Models
import Tasks
import Text
import Training

/// The settings of training without any flags.
let defaults = CheckpointRecord.withDefaults

extension CheckpointRecord {
  /// The defaults; vocabulary sizes and corpus are filled in once the corpus has been read.
  fileprivate static var withDefaults: CheckpointRecord {
    var training = TrainingConfiguration()
    training.threads = Resources.availableCPUs
    return CheckpointRecord(
      checkpoint: CheckpointConfiguration(
        model: ModelConfiguration(
          sourceVocabularySize: Vocabulary.Special.tokens.count,
          targetVocabularySize: Vocabulary.Special.tokens.count),
        sourceTokenizer: TokenizerConfiguration(language: "und"),
        targetTokenizer: TokenizerConfiguration(language: "und"),
        reverseSource: false, icuVersion: ICU.version),
      training: training, data: DataConfiguration(),
      corpus: CorpusFingerprint(bytes: 0, lines: 0, hash: ""))
  }

  var model: ModelConfiguration {
    get { checkpoint.model }
    set { checkpoint.model = newValue }
  }

  /// Applies the settings that are given, and the languages.
  mutating func apply(_ given: GivenSettings, _ corpus: CorpusOptions) {
    if let language = corpus.sourceLanguage { checkpoint.sourceTokenizer.language = language }
    if let language = corpus.targetLanguage { checkpoint.targetTokenizer.language = language }
    if given["batch_size"] != nil { training.batchTokens = nil }
    if let kind = given["schedule"], kind != training.scheduleKind.rawValue {
      // The settings of another schedule do not apply to this one.
      (training.warmupSteps, training.decayRate) = (nil, nil)
      (training.decayInterval, training.plateauPatience) = (nil, nil)
    }
    for setting in trainSettings {
      guard let text = given[setting.key] else { continue }
      precondition(setting.set(&self, text), "a value that was not checked")
    }
  }
}

/// The settings that flags and a configuration file of `train` may give.
let trainSettings = CheckpointRecord.settings.filter(\.isGiven)
