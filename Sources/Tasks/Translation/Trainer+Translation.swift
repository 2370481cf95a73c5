// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Corpora
import Evaluation
import Inference
public import Models
import Subwords
public import Text
public import Training

extension Trainer {
  /// Starts a new checkpoint of a translator in the directory `checkpoint`. Embeddings start from
  /// `sourceEmbeddings` and `targetEmbeddings`, as far as these have them; the others are random.
  ///
  /// - Throws: `TrainingError` if a value is out of range or contradicts another, if the model does
  ///   not fit the data's vocabularies or the memory, or if the directory is in use or holds a
  ///   checkpoint (unless `overwriting`); `FileError` if it cannot be written; `ThreadError`.
  public convenience init(
    _ data: TrainingData, model configuration: ModelConfiguration,
    _ training: TrainingConfiguration = TrainingConfiguration(),
    scoring: TranslationScoring = TranslationScoring(), reverseSource: Bool = false,
    sourceEmbeddings: WordVectors? = nil, targetEmbeddings: WordVectors? = nil,
    checkpoint directory: String, overwriting: Bool = false
  ) throws {
    var record = CheckpointRecord(
      checkpoint: CheckpointConfiguration(
        model: configuration, sourceTokenizer: data.sourceTokenizer,
        targetTokenizer: data.targetTokenizer, reverseSource: reverseSource,
        icuVersion: ICU.version),
      training: training, scoring: scoring, data: data.configuration, corpus: data.fingerprint,
      development: data.developmentFingerprint)
    try record.chooseBLEUTokenization()
    record.checkpoint.subwords = data.merges.map { _ in SubwordFiles() }
    record.checkpoint.targetTypography = data.targetTypography
    try record.checkValues()
    try record.checkVocabularySizes(data)
    for embeddings in [sourceEmbeddings, targetEmbeddings] {
      try embeddings?.checkSize(is: configuration.embeddingSize)
    }
    try record.training.checkMemory(parameters: record.checkpoint.model.parameterCount)
    let store = try checkpointStore(directory)
    if store.holdsCheckpoint && !overwriting {
      throw TrainingError.checkpointExists(directory: directory)
    }
    let task = TranslationTask(data, record)
    let parameters = task.model.network.initialParameters(
      seed: training.seed, embeddingDeviation: training.embeddingDeviation,
      forgetBias: training.forgetBias, sourceEmbeddings: sourceEmbeddings,
      targetEmbeddings: targetEmbeddings)
    self.init(
      try TrainingLoop(
        task, record.training, initial: parameters, store, parts: data.parts,
        record: record.part))
  }

  /// Resumes the run whose checkpoint is in `directory`, with the settings of `record`: what
  /// `CheckpointRecord` read from there, and any changes. The data must use the checkpoint's
  /// tokenizers and vocabularies.
  ///
  /// The best score starts anew with another dev set, which needs `allowingChangedCorpus`, or with
  /// another validation metric.
  ///
  /// - Throws: `TrainingError` if a fixed setting, the corpus or the dev set has changed (the texts
  ///   may change with `allowingChangedCorpus`), or if the directory is in use; `ThreadError`; any
  ///   error of reading the checkpoint.
  public convenience init(
    resuming directory: String, as record: CheckpointRecord, _ data: TrainingData,
    allowingChangedCorpus: Bool = false
  ) throws {
    let store = try checkpointStore(directory)
    try self.init(
      resuming: store, from: CheckpointRecord(store.files), as: record, data,
      allowingChangedCorpus: allowingChangedCorpus)
  }

  /// Resumes the run in `store`, whose record is `stored`.
  package convenience init(
    resuming store: CheckpointStore, from stored: CheckpointRecord, as record: CheckpointRecord,
    _ data: TrainingData, allowingChangedCorpus: Bool
  ) throws {
    var record = record
    record.checkpoint.sourceTokenizer = data.sourceTokenizer
    record.checkpoint.targetTokenizer = data.targetTokenizer
    (record.corpus, record.development) = (data.fingerprint, data.developmentFingerprint)
    try record.checkValues()
    try record.checkFixedValues(against: stored)
    record.checkpoint.nameLanguages(as: stored.checkpoint)
    // This also checks the best weights so far: this run may not find better ones.
    let checkpoint = try Checkpoint(store.files, stored.checkpoint)
    try record.checkMerges(data, checkpoint)
    try record.checkVocabularies(data, checkpoint)
    if !allowingChangedCorpus { try record.checkCorpora(against: stored) }
    try record.training.checkMemory(parameters: record.checkpoint.model.parameterCount)
    let changes = SettingChanges(
      from: stored.training, record.scoreChange(since: stored), record: record.part)
    self.init(
      try TrainingLoop(
        resuming: TranslationTask(data, record), record.training, store,
        changes: record == stored ? nil : changes))
  }
}

extension TrainingData {
  /// The files of the checkpoint that hold the vocabularies and merges.
  fileprivate var parts: [CheckpointPart] {
    let merges = merges.map { merges in
      [
        CheckpointPart("source.bpe") { try merges.source.write(to: $0) },
        CheckpointPart("target.bpe") { try merges.target.write(to: $0) },
      ]
    }
    return (merges ?? []) + [
      CheckpointPart("source.vocab") { try sourceVocabulary.write(to: $0) },
      CheckpointPart("target.vocab") { try targetVocabulary.write(to: $0) },
    ]
  }
}

extension CheckpointConfiguration {
  /// Keeps the original language tags: another tag for the same language changes nothing.
  fileprivate mutating func nameLanguages(as stored: CheckpointConfiguration) {
    sourceTokenizer.language = stored.sourceTokenizer.language
    targetTokenizer.language = stored.targetTokenizer.language
  }
}

extension CheckpointRecord {
  /// Chooses BLEU's tokenization for the target language unless one is set. `13a` is stored as nil,
  /// which is its meaning in a file.
  fileprivate mutating func chooseBLEUTokenization() throws(TokenizerError) {
    let language = try Language(tag: checkpoint.targetTokenizer.language)
    let tokenization = scoring.bleuTokenization ?? BLEU.Tokenization(language)
    scoring.bleuTokenization = tokenization == .mteval13a ? nil : tokenization
  }

  fileprivate func scoreChange(since stored: CheckpointRecord) -> ScoreChange {
    if development != stored.development { return .otherSet }
    if data.maximumLength != stored.data.maximumLength { return .otherPart }
    return scoring.bleu == stored.scoring.bleu ? .none : .otherMetric
  }
}
