// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Files
import FoundationEssentials
import Inference
import Models
import Text
import Training

/// A reason why checkpoints cannot be averaged.
public enum AverageError: Error, Equatable, Sendable {
  /// The output directory already holds a checkpoint.
  case outputExists(directory: String)
  /// Two checkpoints differ in `part`, which is a key of `config.json` or a file name.
  case different(first: String, second: String, part: String)
}

/// Averages the weights of several checkpoints into a new one.
public enum CheckpointAverage {
  /// Writes the mean of the checkpoints in `directories`, at least one, to the directory `output`.
  /// Everything else is copied from the first checkpoint, except the training state: training
  /// cannot resume from an average.
  ///
  /// - Throws: `AverageError`, `FileError`, or any error of `Checkpoint` if one cannot be read.
  public static func write(of directories: [String], to output: String) throws {
    precondition(!directories.isEmpty)
    let files = CheckpointFiles(directory: output)
    if fileExists(files.configuration) { throw AverageError.outputExists(directory: output) }
    let first = try Checkpoint(directory: directories[0])
    let texts = texts(of: first.configuration)
    var average = WeightAverage(first.model.layout)
    let weights = ParameterBuffer(first.model.layout)
    for directory in directories {
      let checkpoint = try Checkpoint(directory: directory)
      try check(checkpoint, against: first, texts)
      for entry in weights.layout.entries {
        weights.setValues(checkpoint.parameters[entry.slot].elements, of: entry.slot)
      }
      average.add(weights)
    }
    let isNew = !fileExists(output)
    do {
      try write(average.weights, count: directories.count, like: first, texts, to: files)
    } catch {
      if isNew { try? FileManager.default.removeItem(atPath: output) }
      throw error
    }
  }

  private static func write(
    _ weights: ParameterBuffer, count: Int, like first: Checkpoint, _ texts: [Text],
    to files: CheckpointFiles
  ) throws {
    try createDirectory(files.directory)
    try weights.writeModel(
      to: files.model, metadata: ["format": "pt", Checkpoint.averagedKey: "\(count)"])
    for text in texts { try copyFile(from: first.files[keyPath: text], to: files[keyPath: text]) }
    // Last, because the configuration makes the directory a checkpoint.
    try copyFile(from: first.files.configuration, to: files.configuration)
  }

  private typealias Text = KeyPath<CheckpointFiles, String>

  /// The files that must be the same in all checkpoints: vocabularies and merges.
  private static func texts(of configuration: CheckpointConfiguration) -> [Text] {
    let vocabularies: [Text] = [\.sourceVocabulary, \.targetVocabulary]
    return vocabularies
      + (configuration.subwords == nil ? [] : [\.sourceMerges, \.targetMerges])
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

  private static func check(
    _ checkpoint: Checkpoint, against first: Checkpoint, _ texts: [Text]
  ) throws {
    let (found, expected) = (checkpoint.configuration, first.configuration)
    var parts: [(name: String, isSame: Bool)] = [
      ("model", found.model.withoutDropout == expected.model.withoutDropout),
      ("source_tokenizer", found.sourceTokenizer.agrees(with: expected.sourceTokenizer)),
      ("target_tokenizer", found.targetTokenizer.agrees(with: expected.targetTokenizer)),
      ("reverse_source", found.reverseSource == expected.reverseSource),
      ("subwords", found.subwords == expected.subwords),
    ]
    for text in texts where found.subwords == expected.subwords {
      let path = checkpoint.files[keyPath: text]
      parts.append(
        (splitPath(path).name, try bytes(of: path) == bytes(of: first.files[keyPath: text])))
    }
    for part in parts where !part.isSame {
      throw AverageError.different(
        first: first.files.directory, second: checkpoint.files.directory, part: part.name)
    }
  }
}

extension ModelConfiguration {
  /// The configuration without its dropout rates, which do not affect whether weights can be
  /// averaged.
  fileprivate var withoutDropout: ModelConfiguration {
    var model = self
    (model.dropout, model.outputDropout, model.wordDropout) = (0, 0, 0)
    model.variationalDropout = false
    return model
  }
}
