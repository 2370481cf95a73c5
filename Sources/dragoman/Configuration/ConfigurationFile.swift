// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Layers
import Messages
import Yams

/// A YAML file of settings: a flat mapping of keys to values.
struct ConfigurationFile {
  struct Entry {
    let key: String
    /// Nil for null, which does not change the setting.
    let value: String?
    /// The line number, from 1.
    let line: Int
  }

  let path: String
  private let entries: [Entry]
  /// The lines of the keys that `apply` used.
  private var linesOfTaken: [String: Int] = [:]

  /// - Throws: `ConfigurationError`, `YAMLError`, `TextFormatError` or `FileError`.
  init(path: String) throws {
    self.path = path
    entries = try Self.entries(of: YAMLFile.root(path, form: ConfigurationError.form), path)
  }

  private static func entries(of root: Node?, _ path: String) throws(ConfigurationError) -> [Entry]
  {
    guard let root, root.null == nil else { return [] }
    guard let mapping = root.mapping else {
      throw ConfigurationError(path: path, line: root.mark?.line, .noMapping)
    }
    var entries: [Entry] = []
    for (key, value) in mapping {
      let line = key.mark?.line
      guard let name = key.scalar?.string else {
        throw ConfigurationError(path: path, line: line, .noMapping)
      }
      guard let scalar = value.scalar else {
        let kind = value.mapping == nil ? "a list" : "a group of keys"
        throw ConfigurationError(path: path, line: line, .nested(key: name, found: kind))
      }
      entries.append(
        Entry(key: name, value: value.null == nil ? scalar.string : nil, line: line ?? 1))
    }
    return entries
  }
}

extension ConfigurationFile {
  /// Applies the keys whose flags are not given.
  ///
  /// - Throws: `ConfigurationError` for an unknown key or a value of the wrong kind.
  mutating func apply<Command: TrainingCommand>(
    to command: inout Command, _ given: inout GivenSettings
  ) throws(ConfigurationError) {
    let (settings, keys) = (Command.settings, Command.fileKeys)
    for entry in entries {
      if let setting = settings.first(where: { $0.key == entry.key }) {
        try apply(entry, setting, Command.defaults, &given)
      } else if let key = keys.first(where: { $0.name == entry.key }) {
        try apply(entry, key, &command)
      } else {
        throw unknownKey(entry, among: settings.map(\.key) + keys.map(\.name))
      }
    }
  }

  /// Applies the keys of a command that has no settings of a model.
  ///
  /// - Throws: `ConfigurationError` for an unknown key or a value of the wrong kind.
  mutating func apply<Command>(
    _ keys: [ConfigurationKey<Command>], to command: inout Command
  ) throws(ConfigurationError) {
    for entry in entries {
      guard let key = keys.first(where: { $0.name == entry.key }) else {
        throw unknownKey(entry, among: keys.map(\.name))
      }
      try apply(entry, key, &command)
    }
  }

  private func unknownKey(_ entry: Entry, among names: [String]) -> ConfigurationError {
    ConfigurationError(
      path: path, line: entry.line,
      .unknownKey(entry.key, nearest: ConfigurationError.nearest(to: entry.key, in: names)))
  }

  private mutating func apply<Record>(
    _ entry: Entry, _ setting: Setting<Record>, _ defaults: Record,
    _ given: inout GivenSettings
  ) throws(ConfigurationError) {
    guard let value = entry.value else { return }
    var record = defaults
    guard setting.set(&record, value) else {
      if case .choiceOrFormula = setting.kind, let error = CellFormulaError(in: value) {
        throw ConfigurationError(
          path: path, line: entry.line, .wrongFormula(key: entry.key, error))
      }
      throw wrongKind(entry, expected: setting.kind.words)
    }
    guard given[entry.key] == nil else { return }
    given[entry.key] = value
    linesOfTaken[entry.key] = entry.line
  }

  private mutating func apply<Command>(
    _ entry: Entry, _ key: ConfigurationKey<Command>, _ command: inout Command
  ) throws(ConfigurationError) {
    guard let value = entry.value else { return }
    do throws(ConfigurationMismatch) {
      if try key.apply(&command, value) { linesOfTaken[entry.key] = entry.line }
    } catch {
      throw wrongKind(entry, expected: error.expected)
    }
  }

  private func wrongKind(_ entry: Entry, expected: String) -> ConfigurationError {
    ConfigurationError(
      path: path, line: entry.line,
      .wrongKind(key: entry.key, expected: expected, found: entry.value ?? ""))
  }

  /// Returns the value of a key in the file, even if a flag overrides it.
  func value(of key: String) -> String? { entries.first { $0.key == key }?.value }

  /// Returns the line that set a key; nil if a flag set it, or nothing did.
  func line(of key: String) -> Int? { linesOfTaken[key] }
}

extension SettingKind {
  /// The values of this kind, in words.
  fileprivate var words: String {
    switch self {
    case .wholeNumber: "a whole number"
    case .number: "a number"
    case .trueOrFalse: "true or false"
    case .choice(let names): listed(names, "or")
    case .choiceOrFormula(let names): listed(names + ["a formula"], "or")
    case .averaging: "best:n or last:n"
    case .optional(.averaging): "best:n, last:n or none"
    case .optional(let kind): "\(kind.words) or none"
    }
  }
}
