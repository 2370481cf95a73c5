// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Evaluation
import Glibc
import Inference
import Layers
import Models
import Text
package import Training

extension CheckpointRecord {
  /// Checks every value and every combination of values.
  ///
  /// - Throws: `TrainingError.invalidValue` for the first value out of range,
  ///   `TrainingError.contradiction` for two settings that exclude each other.
  func checkValues() throws(TrainingError) {
    if let (key, found, expected) = checkpoint.model.impossibleValue {
      throw .invalidValue(key: "model." + key, found: found, expected: expected)
    }
    if let (key, found, expected) = training.invalidValue {
      throw .invalidValue(key: "training." + key, found: found, expected: expected)
    }
    if let (key, found, expected) = data.invalidValue {
      throw .invalidValue(key: "data." + key, found: found, expected: expected)
    }
    if let found = training.contradiction(
      hasDevelopment: development != nil, scoresOutputs: scoring.translates)
    {
      throw .contradiction(found)
    }
  }

  /// Checks that the weights, the moments, the gradient and the moving average fit into memory.
  ///
  /// - Throws: `TrainingError.notEnoughMemory` if they need more than `available` bytes.
  package func checkMemory(available: Int = Self.physicalMemory) throws(TrainingError) {
    let buffers =
      2 + training.optimizer.momentNames.count + (training.emaDecay ?? 0 > 0 ? 1 : 0)
    let needed = buffers * checkpoint.model.parameterCount * MemoryLayout<Float>.size
    if needed > available { throw .notEnoughMemory(needed: needed, available: available) }
  }

  /// The memory of this machine, in bytes.
  package static var physicalMemory: Int {
    sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
  }

  /// Checks that the model was made for the vocabularies of `data`.
  ///
  /// - Throws: `TrainingError.invalidValue` if a vocabulary size differs, or if the embeddings of
  ///   source and target are tied and the vocabularies differ.
  func checkVocabularySizes(_ data: TrainingData) throws(TrainingError) {
    let model = checkpoint.model
    for (side, found, expected) in [
      ("source", model.sourceVocabularySize, data.sourceVocabulary.count),
      ("target", model.targetVocabularySize, data.targetVocabulary.count),
    ] where found != expected {
      throw .invalidValue(
        key: "model.\(side)_vocabulary_size", found: "\(found)", expected: "\(expected)")
    }
    if model.tiedEmbeddings == .all && data.sourceVocabulary != data.targetVocabulary {
      let (key, found, expected) = ModelConfiguration.twoVocabularies
      throw .invalidValue(key: "model." + key, found: found, expected: expected)
    }
  }

  /// - Throws: `TrainingError.fixedValue` if the vocabularies of the checkpoint differ from those of
  ///   `data`.
  func checkVocabularies(
    _ data: TrainingData, _ checkpoint: Checkpoint
  ) throws(TrainingError) {
    let files = checkpoint.files
    for (side, stored, path, vocabulary) in [
      ("source", checkpoint.sourceVocabulary, files.sourceVocabulary, data.sourceVocabulary),
      ("target", checkpoint.targetVocabulary, files.targetVocabulary, data.targetVocabulary),
    ] where vocabulary != stored {
      throw .fixedValue(
        key: side + "_vocabulary", was: path, now: "TrainingData.\(side)Vocabulary")
    }
  }

  /// - Throws: `TrainingError.fixedValue` if the merges of the checkpoint differ from those of
  ///   `data`.
  func checkMerges(_ data: TrainingData, _ checkpoint: Checkpoint) throws(TrainingError) {
    let stored = checkpoint.merges
    guard stored != data.merges else { return }
    throw .fixedValue(
      key: "source_merges", was: stored == nil ? "none" : checkpoint.files.sourceMerges,
      now: data.merges == nil ? "none" : "TrainingData.merges")
  }

  /// The settings that cannot be changed when resuming: the weights and moments fit one model, one
  /// vocabulary and one optimizer, and the order of the data follows from one seed.
  private static let fixedKeys: [(name: String, value: @Sendable (CheckpointRecord) -> String)] = [
    ("embedding_size", { "\($0.checkpoint.model.embeddingSize)" }),
    ("hidden_size", { "\($0.checkpoint.model.hiddenSize)" }),
    ("layers", { "\($0.checkpoint.model.layers)" }),
    ("cell", { $0.checkpoint.model.cell.rawValue }),
    ("layer_norm", { "\($0.checkpoint.model.layerNorm)" }),
    ("bidirectional", { $0.checkpoint.model.bidirectional.rawValue }),
    ("residual", { "\($0.checkpoint.model.residual)" }),
    ("decoder_init", { $0.checkpoint.model.decoderInitialization.rawValue }),
    ("attention", { $0.checkpoint.model.attention.rawValue }),
    ("input_feeding", { "\($0.checkpoint.model.inputFeeding)" }),
    ("tie_embeddings", { $0.checkpoint.model.tiedEmbeddings.rawValue }),
    ("lowercase", { "\($0.checkpoint.sourceTokenizer.lowercase)" }),
    ("lowercase", { "\($0.checkpoint.targetTokenizer.lowercase)" }),
    ("normalization", { $0.checkpoint.sourceTokenizer.normalization.rawValue }),
    ("normalization", { $0.checkpoint.targetTokenizer.normalization.rawValue }),
    ("reverse_source", { "\($0.checkpoint.reverseSource)" }),
    ("min_frequency", { "\($0.data.minimumFrequency)" }),
    ("max_vocabulary", { "\($0.data.maximumVocabulary)" }),
    ("subwords", { $0.data.subwordMerges.map { "\($0)" } ?? "none" }),
    ("joint_subwords", { "\($0.data.jointSubwords)" }),
    ("source_vocabulary_size", { "\($0.checkpoint.model.sourceVocabularySize)" }),
    ("target_vocabulary_size", { "\($0.checkpoint.model.targetVocabularySize)" }),
    ("optimizer", { $0.training.optimizer.rawValue }),
    ("embedding_deviation", { "\($0.training.embeddingDeviation)" }),
    ("seed", { "\($0.training.seed)" }),
  ]

  /// - Throws: `TrainingError.fixedValue` for the first fixed value that differs from `stored`.
  package func checkFixedValues(against stored: CheckpointRecord) throws(TrainingError) {
    for (key, was, now) in [
      ("source_language", stored.checkpoint.sourceTokenizer, checkpoint.sourceTokenizer),
      ("target_language", stored.checkpoint.targetTokenizer, checkpoint.targetTokenizer),
    ] where !Language.isSame(was.language, now.language) {
      throw .fixedValue(key: key, was: was.language, now: now.language)
    }
    for (key, value) in Self.fixedKeys where value(self) != value(stored) {
      throw .fixedValue(key: key, was: value(stored), now: value(self))
    }
  }

  /// Checks that the texts are those of `stored`. A dev set may be added.
  ///
  /// - Throws: `TrainingError.corpusChanged` or `.developmentChanged`.
  func checkCorpora(against stored: CheckpointRecord) throws(TrainingError) {
    if corpus != stored.corpus { throw .corpusChanged(was: stored.corpus, now: corpus) }
    if let was = stored.development, let now = development, was != now {
      throw .developmentChanged(was: was, now: now)
    }
  }

  /// Returns the settings that differ from `stored`, among those that may change, as in
  /// `learning_rate`, `0.001`, `0.0005`.
  public func changes(since stored: CheckpointRecord) -> [(key: String, was: String, now: String)] {
    let before = stored.changeableValues
    return changeableValues.compactMap { key, now in
      let was = before.first { $0.key == key }?.value ?? "none"
      return was == now ? nil : (key, was, now)
    }
  }

  private var changeableValues: [(key: String, value: String)] {
    [
      ("dropout", "\(checkpoint.model.dropout)"),
      ("output_dropout", "\(checkpoint.model.outputDropout)"),
      ("word_dropout", "\(checkpoint.model.wordDropout)"),
      ("variational_dropout", "\(checkpoint.model.variationalDropout)"),
      ("max_length", "\(data.maximumLength)"),
      ("bpe_dropout", "\(data.subwordDropout)"),
      ("batch_size", "\(training.batchSize)"),
      ("batch_tokens", training.batchTokens.map { "\($0)" } ?? "none"),
      ("accumulate", "\(training.accumulate ?? 1)"),
      ("epochs", "\(training.epochs)"),
      ("max_steps", training.maximumSteps.map { "\($0)" } ?? "none"),
      ("validation_metric", training.metric.rawValue),
      ("bleu_tokenization", scoring.bleu.rawValue),
      ("dev_translations", "\(scoring.translates)"),
      ("patience", training.patience.map { "\($0)" } ?? "none"),
      ("learning_rate", "\(training.learningRate)"),
      ("schedule", "\(training.scheduleKind?.rawValue ?? ScheduleKind.constant.rawValue)"),
      ("warmup_steps", "\(training.schedule.warmupSteps)"),
      ("decay_rate", "\(training.decayRate ?? Schedule.defaultDecayRate)"),
      ("decay_interval", training.decayInterval.map { "\($0)" } ?? "an epoch"),
      (
        "plateau_patience", "\(training.plateauPatience ?? Schedule.defaultPlateauPatience)"
      ),
      ("ema_decay", "\(training.emaDecay ?? 0)"),
      ("average", training.averaging?.description ?? "none"),
      ("recoveries", "\(training.mostRecoveries)"),
      ("momentum", "\(training.momentum)"),
      ("weight_decay", "\(training.weightDecay)"),
      ("clip_norm", "\(training.clipNorm)"),
      ("label_smoothing", "\(training.labelSmoothing ?? 0)"),
      ("scheduled_sampling", "\(training.scheduledSampling ?? 0)"),
      ("precision", training.precision.rawValue),
      ("threads", "\(training.threads)"),
      ("log_interval", "\(training.logInterval)"),
      ("save_interval", "\(training.saveInterval)"),
    ]
  }
}
