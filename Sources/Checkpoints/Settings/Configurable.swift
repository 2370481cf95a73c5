// SPDX-License-Identifier: Apache-2.0

/// A group of settings, which are listed in one table. Its form in `config.json` follows from the
/// table.
package protocol Configurable: Codable, Sendable {
  /// Creates the settings of a new run.
  init()

  static var settings: [Setting<Self>] { get }
}

extension Configurable {
  /// Reads the settings of a section of `config.json` whose keys are used.
  package init(
    readingFrom section: KeyedDecodingContainer<NamedKey>,
    where isUsed: (String) -> Bool = { _ in true }
  ) throws {
    self.init()
    for setting in Self.settings where isUsed(setting.key) { try setting.decode(&self, section) }
  }

  /// Writes the settings whose keys are used to a section of `config.json`.
  package func write(
    to section: inout KeyedEncodingContainer<NamedKey>,
    where isUsed: (String) -> Bool = { _ in true }
  ) throws {
    for setting in Self.settings where isUsed(setting.key) { try setting.encode(self, &section) }
  }

  /// The first value that is out of range.
  package var outOfRange: InvalidValue? { outOfRange { _ in true } }

  /// Returns the first value that is out of range among the settings whose keys are used.
  package func outOfRange(where isUsed: (String) -> Bool) -> InvalidValue? {
    for setting in Self.settings where isUsed(setting.key) {
      if let (found, expected) = setting.violation(self) {
        return InvalidValue(setting.key, found, expected)
      }
    }
    return nil
  }
}

/// The contents of `config.json`: all settings of a run.
package protocol CheckpointRecording: Codable, Equatable, Sendable {
  static var settings: [Setting<Self>] { get }

  /// Reads the record of the checkpoint in `files`.
  ///
  /// - Throws: `CheckpointError` or `FileError`.
  init(_ files: CheckpointFiles) throws
}

extension CheckpointRecording {
  /// Returns the settings that differ from `stored`, among those that may change, as in
  /// `learning_rate`, `0.001`, `0.0005`.
  package func changedSettings(
    since stored: Self
  ) -> [(key: String, was: String, now: String)] {
    Self.settings.filter { $0.resuming == .changes }
      .compactMap { $0.change(from: stored, to: self) }
  }

  /// Returns the first fixed setting that differs from `stored`.
  package func changedFixedSetting(
    since stored: Self
  ) -> (key: String, was: String, now: String, reason: FixedReason)? {
    Self.settings.lazy.compactMap { setting in
      guard case .fixed(let reason) = setting.resuming else { return nil }
      return setting.change(from: stored, to: self).map { ($0.key, $0.was, $0.now, reason) }
    }.first
  }
}

/// A key that is only known when the program runs.
package struct NamedKey: CodingKey {
  package let stringValue: String
  package var intValue: Int? { nil }

  package init(_ name: String) { stringValue = name }
  package init(stringValue: String) { self.init(stringValue) }
  package init?(intValue: Int) { nil }
}
