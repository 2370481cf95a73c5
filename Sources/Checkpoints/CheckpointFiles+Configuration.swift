// SPDX-License-Identifier: Apache-2.0

import Files
import FoundationEssentials

extension CheckpointFiles {
  /// The newest format version of `config.json` that this program reads.
  package static let newestFormatVersion = 3

  /// Reads `config.json` of a checkpoint of a task; the checkpoints of the first task do not name it.
  ///
  /// - Throws: `CheckpointError`, `TextFormatError` or `FileError`.
  package func readConfiguration<Configuration: Decodable>(
    task: String? = nil
  ) throws -> Configuration {
    let json = try configurationData()
    let found = try readTask(of: json)
    guard found == task else {
      throw CheckpointError(directory: directory, problem: .otherTask(found, wanted: task))
    }
    return try decode(Configuration.self, json)
  }

  /// Reads the name of the checkpoint's task in `config.json`; nil for the first task.
  ///
  /// - Throws: `CheckpointError`, `TextFormatError` or `FileError`.
  package func readTask() throws -> String? { try readTask(of: configurationData()) }

  private func readTask(of json: Data) throws(CheckpointError) -> String? {
    let format = try decode(Format.self, json)
    let version = format.format_version
    guard version <= Self.newestFormatVersion else {
      throw CheckpointError(
        directory: directory,
        problem: .newerFormat(found: version, supported: Self.newestFormatVersion))
    }
    return format.task
  }

  private func configurationData() throws -> Data {
    // Without this check, an empty path would mean files in the root directory.
    guard !directory.isEmpty, fileExists(configuration) else {
      throw CheckpointError(directory: directory, problem: .notACheckpoint)
    }
    return try unsafe MappedFile(path: configuration).withBytes { bytes in
      try unsafe TextFormatError.check(bytes, path: configuration)
      return unsafe Data(bytes)
    }
  }

  private func decode<Value: Decodable>(
    _ type: Value.Type, _ json: Data
  ) throws(CheckpointError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: json)
    } catch {
      throw CheckpointError(
        directory: directory,
        problem: .malformedConfiguration(key: (error as? DecodingError)?.keyPath ?? ""))
    }
  }
}

private struct Format: Decodable {
  let format_version: Int
  let task: String?
}

/// Writes `config.json`.
package func writeConfiguration(_ configuration: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  var file = try AtomicFile(path: path)
  try file.write(String(decoding: try encoder.encode(configuration), as: UTF8.self) + "\n")
  try file.commit()
}

extension DecodingError {
  /// The path of the value that could not be decoded, as in `model.hidden_size`; empty for the
  /// whole document.
  fileprivate var keyPath: String {
    let (context, key): (Context, (any CodingKey)?) =
      switch self {
      case .keyNotFound(let key, let context): (context, key)
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .dataCorrupted(let context):
        (context, nil)
      @unknown default: (Context(codingPath: [], debugDescription: ""), nil)
      }
    return (context.codingPath + (key.map { [$0] } ?? [])).map(\.stringValue)
      .joined(separator: ".")
  }
}
