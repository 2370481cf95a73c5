// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Inference
import Models
import Tasks
import Text
import Training

extension CheckpointRecord: TrainingRecord {
  /// The defaults; vocabulary sizes and corpus are filled in once the corpus has been read.
  static var withDefaults: CheckpointRecord {
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

  static var metricsKeys: FileKeys { TranslationTask.fileKeys }

  var model: ModelConfiguration {
    get { checkpoint.model }
    set { checkpoint.model = newValue }
  }

  /// Applies the languages that are given.
  mutating func name(_ corpus: CorpusOptions) {
    if let language = corpus.sourceLanguage { checkpoint.sourceTokenizer.language = language }
    if let language = corpus.targetLanguage { checkpoint.targetTokenizer.language = language }
  }
}
