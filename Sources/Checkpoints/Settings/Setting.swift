// SPDX-License-Identifier: Apache-2.0

/// A row of the table of settings: the name of a setting, where it lives, its valid values, and
/// whether it may change when a run resumes.
///
/// The table drives the configuration file, the flags, the checks, `config.json`, and the rules and
/// messages of resuming.
package struct Setting<Configuration>: Sendable {
  /// The key in `config.json` and in a configuration file; the flag has hyphens in place of
  /// underscores.
  package let key: String
  /// The section of `config.json`; empty until the setting is part of a whole record.
  package private(set) var section = ""
  package private(set) var kind: SettingKind
  package private(set) var resuming: Resuming
  /// True if users set it. Other settings follow from the data.
  package let isGiven: Bool
  /// Sets the value that a user writes; returns false if it is of another kind.
  package private(set) var set: @Sendable (inout Configuration, String) -> Bool
  /// The value as text; a setting that each side of a pair has gives one text for each.
  let texts: @Sendable (Configuration) -> [String]
  /// True if the value is the one that a new run has.
  package let isDefault: @Sendable (Configuration) -> Bool
  /// Returns the invalid part of the value and the values that are valid; nil if it is valid.
  let violation: @Sendable (Configuration) -> (found: String, expected: Expectation)?
  let decode: @Sendable (inout Configuration, KeyedDecodingContainer<NamedKey>) throws -> Void
  let encode: @Sendable (Configuration, inout KeyedEncodingContainer<NamedKey>) throws -> Void
}

/// The rule for changing a setting when a run resumes.
package enum Resuming: Equatable, Sendable {
  case changes
  case fixed(FixedReason)
}

/// The form of a setting in `config.json`.
package enum SettingPresence: Sendable {
  /// Written always, and expected when reading.
  case required
  /// Written always; older checkpoints, which do not have it, have the default.
  case written
  /// Written unless it is the default, so that older programs can read the rest.
  case added
}

/// The reason why a setting cannot change when a run resumes.
public enum FixedReason: Equatable, Sendable {
  /// The saved weights have its shape, or were trained for it.
  case weights
  case initialWeights
  case optimizerState
  case orderOfData
  case vocabularies
  /// The weights were trained for the words, or the units, of the given file.
  case words, units
}

extension Setting where Configuration: Configurable {
  package init<Value: SettingValue>(
    _ key: String, _ path: any WritableKeyPath<Configuration, Value> & Sendable,
    _ presence: SettingPresence,
    _ resuming: Resuming = .changes, _ validity: Validity<Value> = .any, isGiven: Bool = true
  ) {
    self.key = key
    self.resuming = resuming
    self.isGiven = isGiven
    kind = Value.kind
    set = { configuration, text in
      guard let value = Value(settingText: text) else { return false }
      configuration[keyPath: path] = value
      return true
    }
    texts = { [$0[keyPath: path].settingText] }
    violation = { configuration in
      let value = configuration[keyPath: path]
      return validity.violation(value).map { (value.checkedText, $0) }
    }
    let standard = Configuration()[keyPath: path]
    isDefault = { $0[keyPath: path] == standard }
    decode = { configuration, container in
      if presence == .required {
        configuration[keyPath: path] = try container.decode(Value.self, forKey: NamedKey(key))
      } else if let value = try container.decodeIfPresent(Value.self, forKey: NamedKey(key)) {
        configuration[keyPath: path] = value
      }
    }
    encode = { configuration, container in
      let value = configuration[keyPath: path]
      if presence == .added && value == standard { return }
      try container.encode(value, forKey: NamedKey(key))
    }
  }
}

extension Setting {
  /// Makes a setting of a part a setting of the whole record, in a section of `config.json`.
  package func at<Record>(
    _ path: any WritableKeyPath<Record, Configuration> & Sendable, _ section: String
  ) -> Setting<Record> {
    Setting<Record>(
      section: section, key: key, kind: kind, resuming: resuming, isGiven: isGiven,
      set: { set(&$0[keyPath: path], $1) }, texts: { texts($0[keyPath: path]) },
      isDefault: { isDefault($0[keyPath: path]) },
      violation: { violation($0[keyPath: path]) },
      decode: { try decode(&$0[keyPath: path], $1) },
      encode: { try encode($0[keyPath: path], &$1) })
  }

  /// Makes a setting of a part a setting of the whole record, in the same section.
  package func at<Record>(
    _ path: any WritableKeyPath<Record, Configuration> & Sendable
  ) -> Setting<Record> { at(path, section) }

  package func text(_ configuration: Configuration) -> String { texts(configuration)[0] }

  /// Returns the value before and now, if it has changed.
  func change(
    from old: Configuration, to new: Configuration
  ) -> (key: String, was: String, now: String)? {
    zip(texts(old), texts(new)).first { $0 != $1 }.map { (key, $0, $1) }
  }

  /// Forbids a change when a run resumes.
  package func fixed(_ reason: FixedReason) -> Setting {
    var setting = self
    setting.resuming = .fixed(reason)
    return setting
  }

  /// Allows only some of the values that the type has.
  package func limited(to choices: [String]) -> Setting {
    var setting = self
    setting.kind = .choice(choices)
    setting.set = { [set] in choices.contains($1) && set(&$0, $1) }
    return setting
  }

  /// Creates a setting of a record that writes the value in a way of its own.
  package init<Value: SettingValue>(
    ofRecord key: String, as _: Value.Type, _ resuming: Resuming,
    get: @escaping @Sendable (Configuration) -> [Value],
    set: @escaping @Sendable (inout Configuration, Value) -> Void, standard: Value
  ) {
    self.init(
      section: "", key: key, kind: Value.kind, resuming: resuming, isGiven: true,
      set: { record, text in
        guard let value = Value(settingText: text) else { return false }
        set(&record, value)
        return true
      }, texts: { get($0).map(\.settingText) },
      isDefault: { get($0).allSatisfy { $0 == standard } }, violation: { _ in nil },
      decode: { _, _ in }, encode: { _, _ in })
  }

  private init(
    section: String, key: String, kind: SettingKind, resuming: Resuming, isGiven: Bool,
    set: @escaping @Sendable (inout Configuration, String) -> Bool,
    texts: @escaping @Sendable (Configuration) -> [String],
    isDefault: @escaping @Sendable (Configuration) -> Bool,
    violation:
      @escaping @Sendable (Configuration) -> (found: String, expected: Expectation)?,
    decode:
      @escaping @Sendable (inout Configuration, KeyedDecodingContainer<NamedKey>) throws -> Void,
    encode:
      @escaping @Sendable (Configuration, inout KeyedEncodingContainer<NamedKey>) throws -> Void
  ) {
    self.section = section
    self.key = key
    self.kind = kind
    self.resuming = resuming
    self.isGiven = isGiven
    self.set = set
    self.texts = texts
    self.isDefault = isDefault
    self.violation = violation
    self.decode = decode
    self.encode = encode
  }
}
