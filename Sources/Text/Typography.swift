// SPDX-License-Identifier: Apache-2.0

/// The typography of a text, which its tokens do not preserve: the apostrophe between letters, and
/// the space next to a sign or between groups of digits.
///
/// It is learned from the target side of the training text, which is normalized for training, so
/// that translations can be written like that text. By default, the apostrophe is `'` and the space
/// U+0020.
public struct Typography: Sendable, Equatable {
  /// A place in text that is written in different ways.
  public enum Place: Hashable, Sendable {
    case betweenLetters
    case betweenDigits
    /// The space before or after a sign, such as `?`.
    case before(Unicode.Scalar), after(Unicode.Scalar)
  }

  /// The form at each place, if it is not the plain one.
  public let forms: [Place: Unicode.Scalar]

  /// - Parameter forms: A known apostrophe or space for each place; other places and forms are
  ///   ignored.
  public init(_ forms: [Place: Unicode.Scalar]) {
    self.forms = forms.filter { Place.all.contains($0) && $0.forms.dropFirst().contains($1) }
  }
}

extension Typography.Place {
  private static let signsAfterSpace: [Unicode.Scalar] = [
    "?", "!", ":", ";", "»", "›", "%", "‰", "€", "°", "—", "–",
  ]
  private static let signsBeforeSpace: [Unicode.Scalar] = ["«", "‹", "—", "–", "№", "§"]

  /// All places, in the order in which they are reported.
  public static let all: [Self] =
    [.betweenLetters, .betweenDigits] + signsAfterSpace.map { .before($0) }
    + signsBeforeSpace.map { .after($0) }

  static let numbers: [Self: Int] = Dictionary(
    uniqueKeysWithValues: all.enumerated().map { ($1, $0) })

  /// The possible forms at the place, the plain form first.
  var forms: [Unicode.Scalar] {
    self == .betweenLetters ? Apostrophe.forms : Self.spaces
  }

  private static let spaces: [Unicode.Scalar] = [
    " ", "\u{A0}", "\u{202F}", "\u{2009}", "\u{2007}", "\u{2005}", "\u{3000}",
  ]

  /// Finds the place of the space in `range`; nil if it is an ordinary space between words.
  init?(ofSpace range: Range<Int>, in text: Span<UInt8>) {
    if range.upperBound < text.count {
      let place = Self.before(scalar(in: text, at: range.upperBound))
      if Self.numbers[place] != nil {
        self = place
        return
      }
    }
    if let (value, _) = character(in: text, before: range.lowerBound),
      let sign = Unicode.Scalar(value), Self.numbers[.after(sign)] != nil
    {
      self = .after(sign)
    } else if separatesDigits(range, in: text) {
      self = .betweenDigits
    } else {
      return nil
    }
  }
}

/// Returns true if the space in `range` groups the digits of a number, as in `12 000`.
private func separatesDigits(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
  func countDigits(_ indices: some Sequence<Int>) -> Int {
    var count = 0
    for index in indices {
      guard isDigit(text[index]) else { break }
      count += 1
      if count > 3 { break }
    }
    return count
  }
  return countDigits(range.upperBound..<text.count) == 3
    && (1...3).contains(countDigits((0..<range.lowerBound).reversed()))
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func scalar(in text: Span<UInt8>, at index: Int) -> Unicode.Scalar {
  Unicode.Scalar(character(in: text, at: index).value) ?? "\u{FFFD}"
}

// MARK: - Writing

extension Typography {
  /// Replaces `'` and spaces in the text with the forms of their places.
  public func written(_ text: String) -> String {
    if forms.isEmpty { return text }
    let written = written(text.utf8Span.span)
    return written.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  private func written(_ text: Span<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var copied = 0
    for index in text.indices {
      guard let place = plainPlace(at: index, in: text), let form = forms[place] else { continue }
      append(text.extracting(copied..<index), to: &result)
      append(form.value, to: &result)
      copied = index + 1
    }
    guard copied > 0 else { return nil }
    append(text.extracting(copied..<text.count), to: &result)
    return result
  }

  /// Returns the place at `index` if it is written in the plain form; otherwise nil.
  private func plainPlace(at index: Int, in text: Span<UInt8>) -> Place? {
    switch text[index] {
    case UInt8(ascii: "'"):
      Apostrophe.isBetweenLetters(index..<index + 1, in: text) ? .betweenLetters : nil
    case UInt8(ascii: " "): Place(ofSpace: index..<index + 1, in: text)
    default: nil
    }
  }
}

// MARK: - Counting

/// The number of occurrences of each form at each place in a text.
package struct TypographyCounts: Sendable {
  /// A number that stands for a form at a place.
  typealias Event = UInt16

  private var counts = [Int](repeating: 0, count: Typography.Place.all.count * formsOfPlace)

  package init() {}

  /// The maximum number of forms of a place.
  private static let formsOfPlace = 8
  /// The minimum number of occurrences of the usual form.
  private static let leastEvidence = 3

  static func event(_ place: Typography.Place, form: Unicode.Scalar) -> Event? {
    guard let number = Typography.Place.numbers[place], let form = place.forms.firstIndex(of: form)
    else { return nil }
    return Event(number * formsOfPlace + form)
  }

  mutating func add(_ events: [Event]) {
    for event in events { counts[Int(event)] += 1 }
  }

  package static func += (left: inout TypographyCounts, right: TypographyCounts) {
    for index in left.counts.indices { left.counts[index] += right.counts[index] }
  }

  /// The form used in more than half of the cases at each place; places with too few occurrences
  /// are left out.
  package var typography: Typography {
    var forms: [Typography.Place: Unicode.Scalar] = [:]
    for (number, place) in Typography.Place.all.enumerated() {
      let counts = counts[number * Self.formsOfPlace..<(number + 1) * Self.formsOfPlace]
      let all = counts.reduce(0, +)
      for (form, count) in zip(place.forms, counts)
      where count >= Self.leastEvidence && 2 * count > all {
        forms[place] = form
      }
    }
    return Typography(forms)
  }
}

// MARK: - Coding

extension Typography.Place {
  /// The name of the place, for example `between letters` or `before ?`.
  var name: String {
    switch self {
    case .betweenLetters: "between letters"
    case .betweenDigits: "between digits"
    case .before(let sign): "before \(sign)"
    case .after(let sign): "after \(sign)"
    }
  }

  init?(name: String) {
    guard let place = Self.all.first(where: { $0.name == name }) else { return nil }
    self = place
  }
}

/// Coded as an object that maps each place to a code point: `{ "before ?": "U+202F" }`.
extension Typography: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    var forms: [Place: Unicode.Scalar] = [:]
    for (name, codePoint) in try container.decode([String: String].self) {
      // Checkpoints of newer programs may have more places.
      guard let place = Place(name: name) else { continue }
      guard let form = place.forms.first(where: { Self.name(of: $0) == codePoint }) else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "\(codePoint) \(name)")
      }
      forms[place] = form
    }
    self.init(forms)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      Dictionary(uniqueKeysWithValues: forms.map { ($0.name, Self.name(of: $1)) }))
  }

  /// The name of a code point, such as `U+202F`.
  public static func name(of character: Unicode.Scalar) -> String {
    let digits = String(character.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
