// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// The fields of a request, whose body is a JSON object or a form.
struct RequestFields: Sendable {
  enum Value: Decodable, Equatable, Sendable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case list([Value])
    case null
    case object

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let list = try? container.decode([Value].self) {
        self = .list(list)
      } else {
        self = .object
      }
    }
  }

  private let values: [String: Value]

  /// Reads the body of a request.
  ///
  /// - Throws: `RequestError` if it has another form than its content type says.
  init(_ body: ByteBuffer, contentType: String?) throws(RequestError) {
    let type = contentType?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    switch type {
    case "application/json": values = try Self.json(body)
    case "application/x-www-form-urlencoded": values = try Self.form(body)
    case nil where body.readableBytes == 0: values = [:]
    default:
      throw RequestError(
        .unsupportedMediaType,
        "The content type must be application/json or application/x-www-form-urlencoded.")
    }
  }

  private static func json(_ body: ByteBuffer) throws(RequestError) -> [String: Value] {
    guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
      throw RequestError(.badRequest, "Invalid request: the body is not valid UTF-8.")
    }
    guard let values = try? JSONDecoder().decode([String: Value].self, from: Data(text.utf8)) else {
      throw RequestError(.badRequest, "Invalid request: the body is not a JSON object.")
    }
    return values
  }

  private static func form(_ body: ByteBuffer) throws(RequestError) -> [String: Value] {
    guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
      throw RequestError(.badRequest, "Invalid request: the body is not valid UTF-8.")
    }
    var values: [String: Value] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count == 2 ? decoded(parts[1]) : ""
      guard let name = decoded(parts[0]), let value else {
        throw RequestError(.badRequest, "Invalid request: the form is not encoded as UTF-8.")
      }
      switch values[name] {
      case nil: values[name] = .text(value)
      case .list(let others): values[name] = .list(others + [.text(value)])
      case .some(let other): values[name] = .list([other, .text(value)])
      }
    }
    return values
  }

  /// Returns a part of a form without its percent encoding; nil if that is malformed or not of UTF-8.
  private static func decoded(_ part: Substring) -> String? {
    var (bytes, rest) = ([UInt8](), part.utf8)
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

  // MARK: Values

  /// Returns the value of a field; nil if it is missing or null.
  subscript(_ name: String) -> Value? { values[name].flatMap { $0 == .null ? nil : $0 } }

  /// Returns a text; nil if the field is missing.
  ///
  /// - Throws: `RequestError` if it is no text.
  func text(_ name: String) throws(RequestError) -> String? {
    switch self[name] {
    case nil: return nil
    case .text(let text): return text
    default: throw RequestError(.badRequest, "Invalid request: \(name) must be a string.")
    }
  }

  /// Returns a whole number in a range; nil if the field is missing.
  ///
  /// - Throws: `RequestError` if it is another value.
  func number(_ name: String, in range: ClosedRange<Int>) throws(RequestError) -> Int? {
    let number: Int? =
      switch self[name] {
      case nil: nil
      case .number(let number): Int(exactly: number)
      case .text(let text): Int(text)
      default: nil
      }
    if self[name] == nil { return nil }
    guard let number, range.contains(number) else {
      throw RequestError(
        .badRequest,
        "Invalid request: \(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)."
      )
    }
    return number
  }
}
