// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Files
import FoundationEssentials
import Inference
import Training

/// A reason why checkpoints cannot be averaged.
public enum AverageError: Error, Equatable, Sendable {
  /// The output directory already holds a checkpoint.
  case outputExists(directory: String)
  /// Two checkpoints differ in `part`, which is a key of `config.json` or a file name.
  case different(first: String, second: String, part: String)
  /// The checkpoint is an n-gram model, which has counts instead of weights.
  case noWeights(directory: String)
}

/// A checkpoint whose weights can be averaged with those of other checkpoints of its task.
protocol AveragedCheckpoint {
  init(directory: String) throws

  var files: CheckpointFiles { get }
  /// The weights and their layout; nil if the model is not a network.
  var network: (layout: ParameterLayout, parameters: MappedParameters)? { get }
  /// The vocabularies and merges, which must be the same in all checkpoints.
  var copiedFiles: [KeyPath<CheckpointFiles, String>] { get }

  /// Returns the key in `config.json` of the first setting that must agree but does not; nil if
  /// there is none.
  func difference(from other: Self) -> String?
}

/// Averages the weights of several checkpoints into a new one.
public enum CheckpointAverage {
  /// Writes the mean of the checkpoints in `directories`, at least one, to the directory `output`.
  /// Everything else is copied from the first checkpoint, except the training state: training
  /// cannot resume from an average.
  ///
  /// - Throws: `AverageError`, `FileError`, or any error of `Checkpoint` or
  ///   `LanguageModelCheckpoint` if one cannot be read.
  public static func write(of directories: [String], to output: String) throws {
    precondition(!directories.isEmpty)
    let files = CheckpointFiles(directory: output)
    if fileExists(files.configuration) { throw AverageError.outputExists(directory: output) }
    let tasks = try directories.map { try CheckpointFiles(directory: $0).readTask() }
    if let other = tasks.firstIndex(where: { $0 != tasks[0] }) {
      throw AverageError.different(
        first: directories[0], second: directories[other], part: "task")
    }
    switch tasks[0] {
    case LanguageModelSettings.task: try write(LanguageModelCheckpoint.self, directories, to: files)
    case ClassifierSettings.task: try write(ClassifierCheckpoint.self, directories, to: files)
    case LabellerSettings.task: try write(LabellerCheckpoint.self, directories, to: files)
    case GeneratorSettings.task: try write(GeneratorCheckpoint.self, directories, to: files)
    default: try write(Checkpoint.self, directories, to: files)
    }
  }

  private static func write<Averaged: AveragedCheckpoint>(
    _: Averaged.Type, _ directories: [String], to files: CheckpointFiles
  ) throws {
    let first = try Averaged(directory: directories[0])
    let layout = try network(of: first).layout
    var average = WeightAverage(layout)
    let weights = ParameterBuffer(layout)
    for directory in directories {
      let checkpoint = try Averaged(directory: directory)
      let parameters = try network(of: checkpoint).parameters
      try check(checkpoint, against: first)
      for entry in layout.entries {
        weights.setValues(parameters[entry.slot].elements, of: entry.slot)
      }
      average.add(weights)
    }
    let isNew = !fileExists(files.directory)
    do {
      try write(average, like: first, to: files)
    } catch {
      if isNew { try? FileManager.default.removeItem(atPath: files.directory) }
      throw error
    }
  }

  private static func write(
    _ average: WeightAverage, like first: some AveragedCheckpoint, to files: CheckpointFiles
  ) throws {
    try createDirectory(files.directory)
    try average.weights.writeModel(
      to: files.model,
      metadata: ["format": "pt", MappedParameters.averagedKey: "\(average.count)"])
    for asset in first.copiedFiles {
      try copyFile(from: first.files[keyPath: asset], to: files[keyPath: asset])
    }
    // Last, because the configuration makes the directory a checkpoint.
    try copyFile(from: first.files.configuration, to: files.configuration)
  }

  private static func network(
    of checkpoint: some AveragedCheckpoint
  ) throws(AverageError) -> (layout: ParameterLayout, parameters: MappedParameters) {
    guard let network = checkpoint.network else {
      throw .noWeights(directory: checkpoint.files.directory)
    }
    return network
  }

  private static func check<Averaged: AveragedCheckpoint>(
    _ checkpoint: Averaged, against first: Averaged
  ) throws {
    let (files, expected) = (checkpoint.files, first.files)
    var part = checkpoint.difference(from: first)
    for asset in first.copiedFiles where part == nil {
      let path = files[keyPath: asset]
      let isSame = try bytes(of: path) == bytes(of: expected[keyPath: asset])
      part = isSame ? nil : splitPath(path).name
    }
    if let part {
      throw AverageError.different(
        first: expected.directory, second: files.directory, part: part)
    }
  }

  private static func copyFile(from path: String, to place: String) throws {
    var file = try AtomicFile(path: place)
    let bytes = try bytes(of: path)
    try unsafe file.write(bytes.span.bytes)
    try file.commit()
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    try unsafe MappedFile(path: path).withBytes { unsafe Array($0) }
  }
}
