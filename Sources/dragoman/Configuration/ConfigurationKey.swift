// SPDX-License-Identifier: Apache-2.0

/// A key of the configuration file that is not a setting: it names a file, or how to read one.
struct ConfigurationKey<Command> {
  let name: String
  /// Applies a value unless the flag is given; returns true if it did.
  let apply: (inout Command, String) throws(ConfigurationMismatch) -> Bool

  private init(
    _ name: String,
    apply: @escaping (inout Command, String) throws(ConfigurationMismatch) -> Bool
  ) {
    self.name = name
    self.apply = apply
  }

  init<Value>(
    _ name: String, _ path: WritableKeyPath<Command, Value?>, expected: String,
    _ read: @escaping (String) -> Value?
  ) {
    self.name = name
    apply = { (command, text) throws(ConfigurationMismatch) in
      guard let value = read(text) else { throw ConfigurationMismatch(expected: expected) }
      guard command[keyPath: path] == nil else { return false }
      command[keyPath: path] = value
      return true
    }
  }

  static func text(
    _ name: String, _ path: WritableKeyPath<Command, String?>
  ) -> ConfigurationKey {
    ConfigurationKey(name, path, expected: "text") { $0.isEmpty ? nil : $0 }
  }

  /// One file, for an option that takes several.
  static func files(
    _ name: String, _ path: WritableKeyPath<Command, [String]>
  ) -> ConfigurationKey {
    ConfigurationKey(name) { (command, text) throws(ConfigurationMismatch) in
      if text.isEmpty { throw ConfigurationMismatch(expected: "text") }
      guard command[keyPath: path].isEmpty else { return false }
      command[keyPath: path] = [text]
      return true
    }
  }

  static func flag(
    _ name: String, _ path: WritableKeyPath<Command, Bool?>
  ) -> ConfigurationKey {
    ConfigurationKey(name, path, expected: "true or false") { Bool($0.lowercased()) }
  }
}

/// A value of the wrong kind.
struct ConfigurationMismatch: Error {
  let expected: String
}
