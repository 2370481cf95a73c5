// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import FoundationEssentials

/// A directory that does not fit a search.
package enum CellSearchError: Error, Equatable {
  /// Another process searches in the directory.
  case inUse(directory: String)
  /// The search in the directory has another value of a setting, or other data if `key` is nil.
  case otherSearch(path: String, key: String?)
  /// A line that is not a candidate, or not the next one.
  case invalidLine(path: String, line: Int)
  /// The file of settings is not valid.
  case invalidSettings(path: String)
  /// A known cell with a single unit has more parameters in one of the tasks.
  case tooFewParameters(limit: Int, needed: Int)
}

/// The settings and the data of a search: `search.json`.
struct CellSearchRecord: Codable, Equatable {
  let settings: CellSearchConfiguration
  let data: [CorpusFingerprint]

  init(_ settings: CellSearchConfiguration, _ data: [CorpusFingerprint]) {
    (self.settings, self.data) = (settings, data)
  }

  /// Writes the record unless it is there.
  ///
  /// - Throws: `CellSearchError` if another one is there; `FileError`.
  func check(_ path: String) throws {
    guard fileExists(path) else { return try write(to: path) }
    let bytes = try unsafe MappedFile(path: path).withBytes { unsafe Data($0) }
    guard let stored = try? JSONDecoder().decode(CellSearchRecord.self, from: bytes) else {
      throw CellSearchError.invalidSettings(path: path)
    }
    if stored.settings != settings {
      throw CellSearchError.otherSearch(path: path, key: settings.difference(from: stored.settings))
    }
    if stored.data != data { throw CellSearchError.otherSearch(path: path, key: nil) }
  }

  private func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    var file = try AtomicFile(path: path)
    try file.write(String(decoding: try encoder.encode(self), as: UTF8.self) + "\n")
    try file.commit()
  }
}

extension CellSearchConfiguration {
  /// The first setting, in alphabetical order, that differs.
  fileprivate func difference(from other: CellSearchConfiguration) -> String? {
    func values(_ configuration: CellSearchConfiguration) -> [String: Double] {
      let data = try? JSONEncoder().encode(configuration)
      return data.flatMap { try? JSONDecoder().decode([String: Double].self, from: $0) } ?? [:]
    }
    let (mine, others) = (values(self), values(other))
    return mine.keys.sorted().first { mine[$0] != others[$0] }
  }
}

/// Files with a JSON object on each line.
enum JSONLines {
  /// Returns no lines if the file does not exist.
  ///
  /// - Throws: `CellSearchError.invalidLine` or `FileError`.
  static func read<Line: Decodable>(_ path: String) throws -> [Line] {
    guard fileExists(path) else { return [] }
    let text = try unsafe MappedFile(path: path).withBytes {
      unsafe String(decoding: $0, as: UTF8.self)
    }
    return try text.split(separator: "\n").enumerated().map { index, line in
      guard let value = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)) else {
        throw CellSearchError.invalidLine(path: path, line: index + 1)
      }
      return value
    }
  }

  /// Writes all lines, so that the file is the old or the new one at any moment.
  static func write<Line: Encodable>(_ lines: [Line], to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var file = try AtomicFile(path: path)
    for line in lines {
      try file.write(String(decoding: try encoder.encode(line), as: UTF8.self) + "\n")
    }
    try file.commit()
  }
}
