// SPDX-License-Identifier: Apache-2.0

import Compute
import Decoding
import Files
import FoundationEssentials
import Models
import Safetensors
import Subwords
import Text

/// The directory that a run writes its checkpoint to, locked against other processes. Every file is
/// replaced as a whole, so that the directory holds a usable checkpoint whatever happens.
final class CheckpointStore {
  let files: CheckpointFiles
  let metrics: MetricsLog
  private let lock: FileLock
  private let lockPath: String
  private let isNew: Bool
  /// Where a new checkpoint is written, beside the one that it replaces.
  private let draft: CheckpointFiles

  /// Creates the directory where missing, and locks it.
  ///
  /// - Throws: `TrainingError.checkpointInUse` or `FileError`.
  init(directory: String) throws {
    files = CheckpointFiles(directory: directory)
    draft = CheckpointFiles(directory: directory + "/.new")
    metrics = MetricsLog(path: files.metrics)
    lockPath = directory + "/.lock"
    isNew = !isDirectory(directory)
    try createDirectory(directory)
    guard let lock = try FileLock(path: lockPath) else {
      throw TrainingError.checkpointInUse(directory: directory)
    }
    self.lock = lock
    // A killed process may have left one.
    discardDraft()
  }

  /// A directory that was made for a checkpoint that came to nothing goes again.
  deinit {
    guard isNew && !holdsCheckpoint else { return }
    try? removeFile(lockPath)
    removeEmptyDirectory(files.directory)
  }

  /// Whether the directory holds a checkpoint: `config.json` is written last.
  var holdsCheckpoint: Bool { fileExists(files.configuration) }

  /// Writes a new checkpoint, or replaces the one that is there.
  ///
  /// All that can fail for want of room is done before the old one is touched. Then `config.json`
  /// goes first and comes last: whoever reads the directory meanwhile, or after a kill, finds one of
  /// the two checkpoints or none, and never files of both.
  func create(
    _ record: CheckpointRecord, _ data: TrainingData, _ model: EncoderDecoder,
    _ trained: TrainedParameters, _ state: TrainingState
  ) throws {
    defer { discardDraft() }
    try createDirectory(draft.directory)
    try data.sourceVocabulary.write(to: draft.sourceVocabulary)
    try data.targetVocabulary.write(to: draft.targetVocabulary)
    try data.merges?.source.write(to: draft.sourceMerges)
    try data.merges?.target.write(to: draft.targetMerges)
    try save(model, trained.weights, step: state.step, to: draft.model)
    try state.save(to: draft.trainingState, trained)
    try record.write(to: draft.configuration)

    for path in [files.configuration, files.metrics, files.sourceMerges, files.targetMerges] {
      try removeFile(path)
    }
    // A disk may write names in another order: the old ones are gone for good before the new ones come.
    try syncDirectory(files.directory)
    let merges: [KeyPath<CheckpointFiles, String>] =
      data.merges == nil ? [] : [\.sourceMerges, \.targetMerges]
    for file in merges + [
      \.sourceVocabulary, \.targetVocabulary, \.model, \.trainingState, \.configuration,
    ] {
      try moveFile(from: draft[keyPath: file], to: files[keyPath: file])
    }
    try removeKept(except: [])
  }

  private func discardDraft() { try? FileManager.default.removeItem(atPath: draft.directory) }

  /// Reads the state to go on from. Of weights to average whose file is gone, it says nothing.
  func readState(into trained: TrainedParameters) throws -> TrainingState {
    var state = try TrainingState(from: files.trainingState, into: trained)
    state.kept?.removeAll { !fileExists(path(of: $0)) }
    return state
  }

  /// The step that the weights in `model.safetensors` are of.
  var modelStep: Int? {
    get throws { try SafetensorsFile(path: files.model).metadata["step"].flatMap { Int($0) } }
  }

  /// Weights that are the mean of several name the steps of these.
  func saveModel(
    _ model: EncoderDecoder, _ parameters: ParameterBuffer, step: Int, averagedSteps: [Int] = []
  ) throws {
    try save(model, parameters, step: step, averagedSteps: averagedSteps, to: files.model)
  }

  private func save(
    _ model: EncoderDecoder, _ parameters: ParameterBuffer, step: Int, averagedSteps: [Int] = [],
    to path: String
  ) throws {
    var metadata = ["format": "pt", "step": "\(step)"]
    if !averagedSteps.isEmpty {
      metadata["averaged_steps"] = averagedSteps.map { "\($0)" }.joined(separator: " ")
    }
    try model.save(parameters, to: path, metadata: metadata)
  }
}

// MARK: - Weights to average

extension CheckpointStore {
  /// Writes weights in the form of `model.safetensors`.
  func keep(_ kept: KeptWeights, _ model: EncoderDecoder, _ parameters: ParameterBuffer) throws {
    try createDirectory(files.kept)
    try save(model, parameters, step: kept.step, to: path(of: kept))
  }

  func read(_ kept: KeptWeights, into parameters: ParameterBuffer) throws {
    try parameters.read(prefix: "", from: SafetensorsFile(path: path(of: kept)))
  }

  /// Removes the files of weights that are not kept any more. The training state that names others is
  /// written before: whatever a kill leaves behind, the files that a state names are there.
  func removeKept(except kept: [KeptWeights]) throws(FileError) {
    guard isDirectory(files.kept) else { return }
    let names = Set(kept.map(\.fileName))
    let found = (try? FileManager.default.contentsOfDirectory(atPath: files.kept)) ?? []
    for name in found where !names.contains(name) { try removeFile(files.kept + "/" + name) }
    if kept.isEmpty { removeEmptyDirectory(files.kept) }
  }

  private func path(of kept: KeptWeights) -> String { files.kept + "/" + kept.fileName }
}
