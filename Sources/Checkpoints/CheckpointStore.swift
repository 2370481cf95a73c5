// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Files
import FoundationEssentials
import Safetensors

/// A file of a checkpoint that is about to be written.
package struct CheckpointPart {
  /// The file name.
  package let name: String
  /// Writes the file to a path.
  package let write: (_ path: String) throws -> Void

  package init(_ name: String, write: @escaping (_ path: String) throws -> Void) {
    self.name = name
    self.write = write
  }
}

/// The checkpoint directory of a run, locked against other processes. Each file is replaced
/// atomically, so that the directory always holds a usable checkpoint.
package final class CheckpointStore {
  package let files: CheckpointFiles
  private let lock: FileLock
  private let lockPath: String
  private let isNew: Bool
  /// The files of a new checkpoint while it is being written, in a subdirectory.
  private let draft: CheckpointFiles

  /// Locks the directory, and creates it if it is missing. Nil if another process has locked it.
  ///
  /// - Throws: `FileError`.
  package init?(directory: String) throws {
    files = CheckpointFiles(directory: directory)
    draft = CheckpointFiles(directory: directory + "/.new")
    lockPath = directory + "/.lock"
    isNew = !isDirectory(directory)
    try createDirectory(directory)
    guard let lock = try FileLock(path: lockPath) else { return nil }
    self.lock = lock
    // A killed process may have left a draft behind.
    discardDraft()
  }

  /// Removes a new directory if no checkpoint was written to it.
  deinit {
    guard isNew && !holdsCheckpoint else { return }
    try? removeFile(lockPath)
    removeEmptyDirectory(files.directory)
  }

  /// True if the directory holds a checkpoint. `config.json` is the last file to be written.
  package var holdsCheckpoint: Bool { fileExists(files.configuration) }

  /// Writes a new checkpoint, or replaces the existing one. The configuration is the last part.
  ///
  /// All files are written as a draft first, so that a full disk leaves the old checkpoint intact.
  /// Then `config.json` is removed first and put back last: a reader, or a run after a kill, finds
  /// the old checkpoint, the new one or none, but never a mixture of their files.
  package func create(_ parts: [CheckpointPart]) throws {
    precondition(parts.last?.name == CheckpointFiles.configurationName, "config.json is last")
    defer { discardDraft() }
    try createDirectory(draft.directory)
    for part in parts { try part.write(draft.path(part.name)) }

    try removeFile(files.configuration)
    // Sync before each of the next two steps: otherwise the disk may do them in another order, and
    // leave a configuration without its files or with those of the other checkpoint.
    try syncDirectory(files.directory)
    for name in files.assetNames() { try removeFile(files.path(name)) }
    try removeFile(files.trainingState)
    try removeFile(files.metrics)
    try removeFile(files.runs)
    try syncDirectory(files.directory)
    for part in parts { try moveFile(from: draft.path(part.name), to: files.path(part.name)) }
    try removeKept(except: [])
  }

  private func discardDraft() { try? FileManager.default.removeItem(atPath: draft.directory) }
}

// MARK: - Weights

extension CheckpointStore {
  /// The step at which the weights in `model.safetensors` were saved; nil if the file does not say.
  package var modelStep: Int? {
    get throws { try SafetensorsFile(path: files.model).metadata["step"].flatMap { Int($0) } }
  }

  /// Writes the weights to `model.safetensors`. For the mean of several weights, the metadata lists
  /// their steps.
  package func saveModel(
    _ parameters: ParameterBuffer, step: Int, averagedSteps: [Int] = []
  ) throws {
    try parameters.writeModel(to: files.model, step: step, averagedSteps: averagedSteps)
  }

  /// Reads the weights in `model.safetensors` exactly.
  package func readModel(into parameters: ParameterBuffer) throws {
    try parameters.read(prefix: "", from: SafetensorsFile(path: files.model))
  }

  /// Saves weights of a step, to be averaged later, in the format of `model.safetensors`.
  package func keep(_ parameters: ParameterBuffer, step: Int, as name: String) throws {
    try createDirectory(files.kept)
    try parameters.writeModel(to: files.kept + "/" + name, step: step)
  }

  /// Reads weights that `keep` saved.
  package func readKept(_ name: String, into parameters: ParameterBuffer) throws {
    try parameters.read(prefix: "", from: SafetensorsFile(path: files.kept + "/" + name))
  }

  package func holdsKept(_ name: String) -> Bool { fileExists(files.kept + "/" + name) }

  /// Removes the files of weights that are no longer kept. The training state must be saved before:
  /// then the files that it names exist, even after a kill.
  package func removeKept(except names: Set<String>) throws(FileError) {
    guard isDirectory(files.kept) else { return }
    let found = (try? FileManager.default.contentsOfDirectory(atPath: files.kept)) ?? []
    for name in found where !names.contains(name) { try removeFile(files.kept + "/" + name) }
    if names.isEmpty { removeEmptyDirectory(files.kept) }
  }
}

extension ParameterBuffer {
  /// Writes the weights of a step in the format of `model.safetensors`.
  package func writeModel(to path: String, step: Int, averagedSteps: [Int] = []) throws {
    var metadata = ["format": "pt", "step": "\(step)"]
    if !averagedSteps.isEmpty {
      metadata["averaged_steps"] = averagedSteps.map { "\($0)" }.joined(separator: " ")
    }
    try writeModel(to: path, metadata: metadata)
  }
}
