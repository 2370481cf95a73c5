// SPDX-License-Identifier: Apache-2.0

/// The kind of value that a setting has, as a user writes it.
package enum SettingKind: Equatable, Sendable {
  case wholeNumber, number, trueOrFalse
  case choice([String])
  /// One of the names, or the formula of a recurrent cell.
  case choiceOrFormula([String])
  /// `best:n` or `last:n`.
  case averaging
  /// A value of the kind, or `none`.
  indirect case optional(SettingKind)
}

/// The value of a setting.
package protocol SettingValue: Codable, Equatable, Sendable {
  static var kind: SettingKind { get }

  /// Parses what a user writes in a configuration file; nil if it is of another kind.
  init?(settingText: String)
  var settingText: String { get }
  /// The part of the value that has a range.
  var checkedText: String { get }
}

extension SettingValue {
  package var checkedText: String { settingText }
}

extension Int: SettingValue {
  package static var kind: SettingKind { .wholeNumber }
  package init?(settingText: String) { self.init(settingText) }
  package var settingText: String { "\(self)" }
}

extension UInt64: SettingValue {
  package static var kind: SettingKind { .wholeNumber }
  package init?(settingText: String) { self.init(settingText) }
  package var settingText: String { "\(self)" }
}

extension Float: SettingValue {
  package static var kind: SettingKind { .number }
  package init?(settingText: String) { self.init(settingText) }
  package var settingText: String { "\(self)" }
}

extension Bool: SettingValue {
  package static var kind: SettingKind { .trueOrFalse }
  package init?(settingText: String) { self.init(settingText.lowercased()) }
  package var settingText: String { "\(self)" }
}

extension SettingValue where Self: RawRepresentable<String> {
  package init?(settingText: String) { self.init(rawValue: settingText) }
  package var settingText: String { rawValue }
}

extension SettingValue where Self: RawRepresentable<String> & CaseIterable {
  package static var kind: SettingKind { .choice(allCases.map(\.rawValue)) }
}

extension Optional: SettingValue where Wrapped: SettingValue {
  private static var none: String { "none" }

  package static var kind: SettingKind { .optional(Wrapped.kind) }

  package init?(settingText: String) {
    if settingText == Self.none {
      self = nil
    } else if let value = Wrapped(settingText: settingText) {
      self = .some(value)
    } else {
      return nil
    }
  }

  package var settingText: String { self?.settingText ?? Self.none }
  package var checkedText: String { self?.checkedText ?? Self.none }
}
