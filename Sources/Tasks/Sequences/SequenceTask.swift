// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Compute
import Evaluation
package import Inference
package import Models
package import Text
package import Training

/// Settings of a model that reads or writes sequences.
package protocol SequenceTaskSettings: TaskSettings {
  associatedtype Model: SizedByAssets
  var model: Model { get set }
}

/// The data of a task whose model reads or writes sequences.
package protocol SequenceTaskData: Sendable {
  associatedtype Settings: SequenceTaskSettings
  associatedtype Task: LearningTask where Task.Model: InitializedModel

  var assets: SequenceAssets { get }
  var fingerprint: CorpusFingerprint { get }
  /// The fingerprint of the dev set, if it is in files of its own.
  var developmentFingerprint: CorpusFingerprint? { get }
  var hasDevelopment: Bool { get }

  /// Sets the settings that say how the data were read.
  func setReading(of settings: inout Settings)
  /// - Throws: An error of reading the checkpoint.
  static func assets(of directory: String) throws -> SequenceAssets
  /// - Throws: `RunningTextError` if the data are too short for the task.
  func task(_ record: TaskRecord<Settings>) throws -> Task
}

extension Trainer {
  /// Starts a new checkpoint in `directory`.
  ///
  /// - Throws: `TrainingError`, `RunningTextError`, `FileError` or `ThreadError`.
  package convenience init<Data: SequenceTaskData>(
    _ data: Data, _ model: Data.Settings.Model, _ training: TrainingConfiguration,
    _ embeddings: WordVectors?, in directory: String, overwriting: Bool
  ) throws {
    var settings = Data.Settings()
    settings.model = model
    data.setReading(of: &settings)
    let record = TaskRecord(
      settings, training, corpus: data.fingerprint, development: data.developmentFingerprint)
    try record.checkValues(hasDevelopment: data.hasDevelopment)
    if let misfit = data.assets.misfit(with: model) {
      throw TrainingError.invalidValue(
        InvalidValue(misfit.key, "\(misfit.size)", .exactly("\(misfit.count)")))
    }
    let task = try data.task(record)
    if let table = task.model.wordEmbeddings { try embeddings?.checkSize(is: table.columns) }
    let store = try newCheckpointStore(directory, overwriting: overwriting)
    let initial = task.model.initialParameters(
      seed: training.seed, embeddingDeviation: training.embeddingDeviation,
      forgetBias: training.forgetBias, embeddings: embeddings)
    self.init(
      try TrainingLoop(
        task, training, initial: initial, store, parts: data.assets.parts, record: record.part))
  }

  /// Resumes the run whose checkpoint is in `directory`, with the settings of `training`, or those it
  /// has.
  convenience init<Data: SequenceTaskData>(
    resumingIn directory: String, _ data: Data, _ training: TrainingConfiguration?
  ) throws {
    let store = try checkpointStore(directory)
    let stored = try TaskRecord<Data.Settings>(store.files)
    var record = stored
    if let training { record.training = training }
    try self.init(resuming: store, from: stored, as: record, data, allowingChangedCorpus: false)
  }

  /// Resumes the run in `store`, whose record is `stored`.
  package convenience init<Data: SequenceTaskData>(
    resuming store: CheckpointStore, from stored: TaskRecord<Data.Settings>,
    as record: TaskRecord<Data.Settings>, _ data: Data, allowingChangedCorpus: Bool
  ) throws {
    var record = record
    data.setReading(of: &record.settings)
    (record.corpus, record.development) = (data.fingerprint, data.developmentFingerprint)
    try record.checkResuming(stored, data.hasDevelopment, allowingChangedCorpus)
    // This also checks the best weights so far: this run may not find better ones.
    try data.assets.check(
      against: Data.assets(of: store.files.directory), store.files, name: "\(Data.self)")
    self.init(
      try TrainingLoop(
        resuming: data.task(record), record.training, store,
        changes: record.changes(since: stored)))
  }
}

extension SequenceAssets {
  /// - Throws: `TrainingError.fixedValue` for the first asset that differs from `stored`.
  fileprivate func check(
    against stored: SequenceAssets, _ files: CheckpointFiles, name: String
  ) throws(TrainingError) {
    if vocabulary != stored.vocabulary || merges != stored.merges {
      throw .fixedValue(
        key: "vocabulary", was: files.textVocabulary, now: name + ".vocabulary", .words)
    }
    if characters != stored.characters {
      throw .fixedValue(
        key: "characters", was: files.characterVocabulary, now: name + ".characters", .words)
    }
    if vectorSize != stored.vectorSize {
      throw .fixedValue(
        key: "vector_size", was: "\(stored.vectorSize)", now: "\(vectorSize)", .weights)
    }
    if labels != stored.labels {
      throw .fixedValue(key: "labels", was: files.labels, now: name + ".labels", .weights)
    }
  }

  /// The files of the checkpoint that hold the assets.
  fileprivate var parts: [CheckpointPart] {
    let text = vocabulary.map { textParts($0, merges) } ?? []
    let characters = characters.map { characters in
      CheckpointPart("characters.vocab") { try characters.write(to: $0) }
    }
    let labels = self.labels
    return text + [characters].compactMap(\.self)
      + (labels.count == 0 ? [] : [CheckpointPart("labels.tsv") { try labels.write(to: $0) }])
  }
}

/// Returns the mean loss of predictions whose right label occurs in training, with other scores.
func scores(
  _ logProbabilities: [[Float]], labels: some Sequence<Int32?>, values: [String: Double]
) -> Scores {
  var (loss, count) = (0.0, 0)
  for (scores, label) in zip(logProbabilities, labels) {
    guard let label else { continue }
    loss -= Double(scores[Int(label)])
    count += 1
  }
  let mean = loss / Double(max(count, 1))
  return Scores(
    loss: mean, perplexity: perplexity(totalNegativeLogLikelihood: mean, tokens: 1),
    values: values)
}

extension LabelSet {
  /// Returns the most probable label, the first one among equals.
  func best(_ logProbabilities: [Float]) -> String {
    let best = logProbabilities.indices.max { logProbabilities[$0] < logProbabilities[$1] }
    return self[Int32(best ?? 0)]
  }

  /// Returns the name of a label. No label is empty, so that the empty name stands for all that do
  /// not occur in training.
  func name(_ id: Int32?) -> String { id.map { self[$0] } ?? "" }
}
