// SPDX-License-Identifier: Apache-2.0

/// The header of a `.npy` file: the literal of a Python dictionary with exactly three keys.
struct NPYHeader: Equatable {
  /// The name of the type, for example `<f4`; a structured type as in the file.
  let typeName: String
  let isFortranOrder: Bool
  let shape: [Int]

  /// Parses the text of a header; nil if it is malformed.
  init?(_ text: some Collection<UInt8>) {
    var literal = PythonLiteral(rest: ArraySlice(text))
    var (typeName, isFortranOrder, shape): (String?, Bool?, [Int]?)
    guard literal.skip("{") else { return nil }
    while !literal.skip("}") {
      guard let key = literal.string(), literal.skip(":") else { return nil }
      switch key {
      case "descr" where typeName == nil: typeName = literal.string() ?? literal.list()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = literal.boolean()
      case "shape" where shape == nil: shape = literal.tuple()
      default: return nil
      }
      guard literal.skip(",") || literal.isBefore("}") else { return nil }
    }
    guard let typeName, let isFortranOrder, let shape, literal.isAtEnd else { return nil }
    (self.typeName, self.isFortranOrder, self.shape) = (typeName, isFortranOrder, shape)
  }
}

/// Reads the few forms of Python literals that a header has.
private struct PythonLiteral {
  var rest: ArraySlice<UInt8>

  private mutating func skipWhitespace() {
    rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
  }

  var isAtEnd: Bool {
    var copy = self
    copy.skipWhitespace()
    return copy.rest.isEmpty
  }

  func isBefore(_ word: String) -> Bool {
    var copy = self
    return copy.skip(word)
  }

  /// Skips whitespace and `word`; false if something else follows.
  mutating func skip(_ word: String) -> Bool {
    skipWhitespace()
    guard rest.starts(with: word.utf8) else { return false }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }

  /// A string without escapes.
  mutating func string() -> String? {
    skipWhitespace()
    guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
      let end = rest.dropFirst().firstIndex(of: quote)
    else { return nil }
    let text = rest[(rest.startIndex + 1)..<end]
    rest = rest[(end + 1)...]
    return text.contains(UInt8(ascii: "\\")) ? nil : String(decoding: text, as: UTF8.self)
  }

  mutating func boolean() -> Bool? { skip("True") ? true : skip("False") ? false : nil }

  /// A tuple of counts.
  mutating func tuple() -> [Int]? {
    guard skip("(") else { return nil }
    var numbers: [Int] = []
    while !skip(")") {
      skipWhitespace()
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
      rest = rest.dropFirst(digits.count)
      numbers.append(number)
      guard skip(",") || isBefore(")") else { return nil }
    }
    return numbers
  }

  /// A list, such as a structured type has, as text.
  mutating func list() -> String? {
    guard isBefore("[") else { return nil }
    skipWhitespace()
    var depth = 0
    for index in rest.indices {
      if rest[index] == UInt8(ascii: "[") { depth += 1 }
      if rest[index] == UInt8(ascii: "]") { depth -= 1 }
      if depth == 0 {
        defer { rest = rest[(index + 1)...] }
        return String(decoding: rest[...index], as: UTF8.self)
      }
    }
    return nil
  }
}
