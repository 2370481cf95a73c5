// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// The fields of a request, whose body is a JSON object or a form. Fields that no path knows are
/// ignored.
struct RequestFields: Sendable {
  /// The fields that paths know.
  enum Name: String, CodingKey, CaseIterable {
    case q, source, target, format, alternatives
  }

  enum Value: Equatable, Sendable {
    case text(String)
    case number(Double)
    /// At most as many values as the limits allow.
    case list([Value])
    case longList(count: Int)
    /// A value of another kind.
    case other
  }

  private var values: [Name: Value] = [:]

  /// Reads the body of a request, with lists of at most `mostTexts` values.
  ///
  /// - Throws: `RequestError` if it has another form than its content type says.
  init(_ body: ByteBuffer, contentType: String?, mostTexts: Int) throws(RequestError) {
    guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
      throw RequestError(.badRequest, "Invalid request: the body is not valid UTF-8.")
    }
    switch contentType?.prefix(while: { $0 != ";" }).lowercased().filter({ $0 != " " }) {
    case "application/json": try readJSON(text, mostTexts)
    case "application/x-www-form-urlencoded": try readForm(text, mostTexts)
    case nil where text.isEmpty: break
    default:
      throw RequestError(
        .unsupportedMediaType,
        "The content type must be application/json or application/x-www-form-urlencoded.")
    }
  }

  private mutating func readJSON(_ text: String, _ mostTexts: Int) throws(RequestError) {
    let decoder = JSONDecoder()
    if let key = CodingUserInfoKey.mostTexts { decoder.userInfo[key] = mostTexts }
    do {
      values = try decoder.decode(DecodedFields.self, from: Data(text.utf8)).values
    } catch {
      throw RequestError(.badRequest, "Invalid request: the body is not a JSON object.")
    }
  }

  private mutating func readForm(_ text: String, _ mostTexts: Int) throws(RequestError) {
    var texts: [Name: [String]] = [:]
    for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]),
        let value = parts.count == 2 ? Self.decoded(parts[1]) : ""
      else {
        throw RequestError(.badRequest, "Invalid request: the form is not encoded as UTF-8.")
      }
      if let name = Name(rawValue: name) { texts[name, default: []].append(value) }
    }
    values = texts.mapValues { texts in
      if texts.count == 1 { return .text(texts[0]) }
      return texts.count > mostTexts
        ? .longList(count: texts.count) : .list(texts.map { .text($0) })
    }
  }

  /// Returns a part of a form without its percent encoding; nil if that is malformed or not of UTF-8.
  private static func decoded(_ part: Substring.UTF8View) -> String? {
    var (bytes, rest) = ([UInt8](), part)
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        let digits = rest.prefix(2)
        guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
          let value = UInt8(String(Substring(digits)), radix: 16)
        else { return nil }
        bytes.append(value)
        rest = rest.dropFirst(2)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

// MARK: - Values

extension RequestFields {
  subscript(_ name: Name) -> Value? { values[name] }

  /// Returns a text; nil if the field is missing.
  ///
  /// - Throws: `RequestError` if it is not a string.
  func text(_ name: Name) throws(RequestError) -> String? {
    switch self[name] {
    case nil: return nil
    case .text(let text): return text
    default: throw RequestError(.badRequest, "Invalid request: \(name.rawValue) must be a string.")
    }
  }

  /// Returns a whole number in a range; nil if the field is missing.
  ///
  /// - Throws: `RequestError` if it is another value.
  func number(_ name: Name, in range: ClosedRange<Int>) throws(RequestError) -> Int? {
    let number: Int?
    switch self[name] {
    case nil: return nil
    case .number(let value): number = Int(exactly: value)
    case .text(let text): number = Int(text)
    default: number = nil
    }
    guard let number, range.contains(number) else {
      throw RequestError(
        .badRequest,
        "Invalid request: \(name.rawValue) must be a whole number from \(range.lowerBound) to "
          + "\(range.upperBound).")
    }
    return number
  }
}

// MARK: - JSON

extension CodingUserInfoKey {
  fileprivate static let mostTexts = CodingUserInfoKey(rawValue: "mostTexts")
}

/// The known fields of a JSON object. A field that is null is missing.
private struct DecodedFields: Decodable {
  var values: [RequestFields.Name: RequestFields.Value] = [:]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: RequestFields.Name.self)
    for name in RequestFields.Name.allCases where container.contains(name) {
      if try container.decodeNil(forKey: name) { continue }
      values[name] = try container.decode(RequestFields.Value.self, forKey: name)
    }
  }
}

extension RequestFields.Value: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if var list = try? decoder.unkeyedContainer() {
      let most = CodingUserInfoKey.mostTexts.flatMap { decoder.userInfo[$0] as? Int } ?? .max
      if let count = list.count, count > most {
        self = .longList(count: count)
        return
      }
      var texts: [RequestFields.Value] = []
      while !list.isAtEnd {
        let text = try? list.decode(String.self)
        texts.append(text.map { .text($0) } ?? .other)
        // What is not a string is skipped only by decoding it as something else; one is enough to know.
        if text == nil { break }
      }
      self = .list(texts)
    } else {
      self = .other
    }
  }
}
