// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The settings that flags and a configuration file give, as text, by their keys. Flags override the
/// file.
struct GivenSettings {
  private var texts: [String: String] = [:]

  subscript(key: String) -> String? {
    get { texts[key] }
    set { texts[key] = newValue }
  }

  /// The settings among the options and flags of a command: those with a key in `keys`. The key of a
  /// property is its name, with underscores.
  init(flags options: some ParsableArguments, keys: Set<String>) {
    add(options, keys)
  }

  private mutating func add(_ options: Any, _ keys: Set<String>) {
    for property in Mirror(reflecting: options).children {
      guard let name = property.label?.dropFirst() else { continue }
      if let group = property.value as? any OptionGroupValue {
        add(group.options, keys)
      } else if let option = property.value as? any OptionValue {
        let key = snakeCase(name)
        if keys.contains(key), let text = Self.text(option.value) { texts[key] = text }
      }
    }
  }

  /// Returns a value as a configuration file would give it; nil if it is not given.
  private static func text(_ value: Any) -> String? {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional { return mirror.children.first.flatMap { text($0.value) } }
    if let choice = value as? any RawRepresentable { return "\(choice.rawValue)" }
    return "\(value)"
  }
}

/// `hiddenSize` is `hidden_size`.
private func snakeCase(_ name: some StringProtocol) -> String {
  name.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
}

private protocol OptionGroupValue {
  var options: Any { get }
}

extension OptionGroup: OptionGroupValue {
  fileprivate var options: Any { wrappedValue }
}

private protocol OptionValue {
  var value: Any { get }
}

extension Option: OptionValue {
  fileprivate var value: Any { wrappedValue }
}

extension Flag: OptionValue {
  fileprivate var value: Any { wrappedValue }
}
