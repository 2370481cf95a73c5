// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Corpora
import Evaluation
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
    if let invalidValue { throw .invalidValue(invalidValue) }
    if let found = contradiction(hasDevelopment: development != nil) {
      throw .contradiction(found)
    }
  }

  /// Returns the first two settings that contradict each other.
  package func contradiction(hasDevelopment: Bool) -> TrainingContradiction? {
    training.contradiction(
      hasDevelopment: hasDevelopment,
      scoresOutputs: scoring.translatesDevelopment || !training.validationMetric.isOfTranslations,
      hasForgetGates: checkpoint.model.cell.hasForgetGates)
  }

  /// The first value that is out of range.
  package var invalidValue: InvalidValue? {
    checkpoint.model.invalidValue ?? training.invalidValue ?? data.outOfRange
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
        InvalidValue("\(side)_vocabulary_size", "\(found)", .exactly("\(expected)")))
    }
    if model.tiedEmbeddings == .all && data.sourceVocabulary != data.targetVocabulary {
      throw .invalidValue(ModelConfiguration.twoVocabularies)
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
        key: side + "_vocabulary", was: path, now: "TrainingData.\(side)Vocabulary", .words)
    }
  }

  /// - Throws: `TrainingError.fixedValue` if the merges of the checkpoint differ from those of
  ///   `data`.
  func checkMerges(_ data: TrainingData, _ checkpoint: Checkpoint) throws(TrainingError) {
    let stored = checkpoint.merges
    guard stored != data.merges else { return }
    throw .fixedValue(
      key: "source_merges", was: stored == nil ? "none" : checkpoint.files.sourceMerges,
      now: data.merges == nil ? "none" : "TrainingData.merges", .units)
  }

  /// - Throws: `TrainingError.fixedValue` for the first fixed value that differs from `stored`.
  package func checkFixedValues(against stored: CheckpointRecord) throws(TrainingError) {
    for (key, was, now) in [
      ("source_language", stored.checkpoint.sourceTokenizer, checkpoint.sourceTokenizer),
      ("target_language", stored.checkpoint.targetTokenizer, checkpoint.targetTokenizer),
    ] where !Language.isSame(was.language, now.language) {
      throw .fixedValue(key: key, was: was.language, now: now.language, .vocabularies)
    }
    if let (key, was, now, reason) = changedFixedSetting(since: stored) {
      throw .fixedValue(key: key, was: was, now: now, reason)
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
    changedSettings(since: stored)
  }
}
