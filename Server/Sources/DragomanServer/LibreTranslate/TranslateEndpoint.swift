// SPDX-License-Identifier: Apache-2.0

import Dragoman
import HTTPTypes
import Hummingbird

/// `POST /translate` as LibreTranslate defines it: `q` is a text or a list of texts, and the answer has
/// the same form.
struct TranslateEndpoint: Sendable {
  let service: TranslationService

  /// What a client asks for.
  struct Input: Sendable {
    let texts: [String]
    let isList: Bool
    let source, target: String
    let alternatives: Int
  }

  struct Output: Encodable {
    var translatedText: OneOrMany<String>
    var alternatives: OneOrMany<[String]>?
    var detectedLanguage: OneOrMany<DetectedLanguage>?
  }

  func answer(_ fields: RequestFields) async throws -> JSONResponse {
    let input = try Self.input(fields, service.limits)
    let models = service.models
    func language(_ code: String) throws -> ServedLanguage {
      if let language = models.language(code) { return language }
      throw RequestError(.badRequest, "\(code) is not supported")
    }
    let source = input.source == "auto" ? nil : try language(input.source)
    let target = try language(input.target)
    let detected = try source == nil ? service.detected(input.texts, before: target) : nil
    let sources = detected?.map(\.language) ?? input.texts.map { _ in source?.code ?? "" }
    let results = try await service.translate(
      zip(sources, input.texts).map { ($0, $1) }, to: target.code,
      alternatives: input.alternatives)
    var output = Output(
      translatedText: OneOrMany(results.map(\.text), isList: input.isList))
    if input.alternatives > 0 {
      output.alternatives = OneOrMany(results.map(\.alternatives), isList: input.isList)
    }
    output.detectedLanguage = detected.map { OneOrMany($0, isList: input.isList) }
    return JSONResponse(output)
  }

  private static func input(
    _ fields: RequestFields, _ limits: RequestLimits
  ) throws(RequestError) -> Input {
    func missing(_ name: RequestFields.Name) -> RequestError {
      RequestError(.badRequest, "Invalid request: missing \(name.rawValue) parameter")
    }
    let texts: [String]
    var isList = false
    switch fields[.q] {
    case nil: throw missing(.q)
    case .text(let text): texts = [text]
    case .list(let values):
      isList = true
      texts = try values.map { value throws(RequestError) in
        guard case .text(let text) = value else {
          throw RequestError(
            .badRequest, "Invalid request: q must be a string or a list of strings.")
        }
        return text
      }
    case .longList(let count): throw limits.tooManyTexts(count)
    default:
      throw RequestError(.badRequest, "Invalid request: q must be a string or a list of strings.")
    }
    if !isList && texts == [""] { throw missing(.q) }
    guard let source = try fields.text(.source) else { throw missing(.source) }
    guard let target = try fields.text(.target) else { throw missing(.target) }
    let format = try fields.text(.format) ?? "text"
    guard format == "text" else {
      throw RequestError(.badRequest, "\(format) format is not supported")
    }
    try limits.check(texts)
    return Input(
      texts: texts, isList: isList, source: source, target: target,
      alternatives: try fields.number(.alternatives, in: 0...limits.alternatives) ?? 0)
  }
}

/// A value, or a list of values if the client sent a list.
struct OneOrMany<Value: Encodable>: Encodable {
  private let values: [Value]
  private let isList: Bool

  init(_ values: [Value], isList: Bool) { (self.values, self.isList) = (values, isList) }

  func encode(to encoder: any Encoder) throws {
    if isList {
      try values.encode(to: encoder)
    } else {
      try values[0].encode(to: encoder)
    }
  }
}
