// SPDX-License-Identifier: Apache-2.0

import Dragoman
import HTTPTypes

/// Limits on what one request may ask for.
struct RequestLimits: Sendable {
  /// The maximum number of characters of a text.
  var characters = 5_000
  /// The maximum number of texts in a list.
  var texts = 200
  /// The maximum number of alternatives.
  var alternatives = 10

  /// - Throws: `RequestError` if there are too many texts, or too many characters in one.
  func check(_ texts: [String]) throws(RequestError) {
    guard texts.count <= self.texts else { throw tooManyTexts(texts.count) }
    for text in texts where text.utf8.count > characters && text.unicodeScalars.count > characters {
      throw RequestError(
        .badRequest,
        "Invalid request: request (\(text.unicodeScalars.count)) exceeds text limit (\(characters))"
      )
    }
  }
}

extension RequestLimits {
  func tooManyTexts(_ count: Int) -> RequestError {
    RequestError(.badRequest, "Invalid request: request (\(count)) exceeds batch limit (\(texts))")
  }
}

/// Translates texts with the models that are loaded.
final class TranslationService: Sendable {
  let limits: RequestLimits
  let lanes: TranslationLanes
  let models: ServedModels

  init(_ models: ServedModels, _ lanes: TranslationLanes, _ limits: RequestLimits = RequestLimits())
  {
    (self.models, self.lanes, self.limits) = (models, lanes, limits)
  }

  struct Result: Sendable {
    var text: String
    /// Other translations, the best first.
    var alternatives: [String]
  }

  /// Translates texts, each from its own language. Each line of a text is translated by itself, as
  /// `dragoman translate` does. A text that is in the target language already stays as it is.
  ///
  /// - Throws: `RequestError` if no model translates between two languages; `QueueError`;
  ///   `CancellationError`.
  func translate(
    _ texts: [(source: String, text: String)], to target: String, alternatives: Int
  ) async throws -> [Result] {
    var results = texts.map { Result(text: $0.text, alternatives: []) }
    var orders: [(model: ServedTranslator, numbers: [Int])] = []
    for (source, numbers) in Dictionary(grouping: texts.indices, by: { texts[$0].source }) {
      if let model = models.translator(from: source, to: target) {
        orders.append((model, numbers))
      } else if source != target {
        throw RequestError(
          .badRequest, "\(target) is not available as a target language from \(source)")
      }
    }
    for (model, numbers) in orders {
      let found = try await translate(
        numbers.map { TextLines(texts[$0].text) },
        TranslationOrder.Key(model: model, options: Self.options(alternatives: alternatives)))
      for (number, result) in zip(numbers, found) { results[number] = result }
    }
    return results
  }

  private static func options(alternatives: Int) -> Translator.Options {
    var options = Translator.Options()
    if alternatives > 0 {
      options.beamSize = alternatives + 1
      options.hypotheses = alternatives + 1
    }
    return options
  }

  /// Translates texts of one language. Their lines wait together, but for blank ones, which stay
  /// blank.
  private func translate(
    _ texts: [TextLines], _ key: TranslationOrder.Key
  ) async throws -> [Result] {
    let lines = texts.flatMap(\.lines)
    let written = lines.indices.filter { !lines[$0].allSatisfy(\.isWhitespace) }
    let found = try await lanes.translate(written.map { lines[$0] }, key)
    var translations: [Translation?] = Array(repeating: nil, count: lines.count)
    for (line, translation) in zip(written, found) { translations[line] = translation }
    var rest = translations[...]
    return texts.map { text in
      defer { rest = rest.dropFirst(text.lines.count) }
      return Self.joined(
        Array(rest.prefix(text.lines.count)), of: text, count: key.options.hypotheses)
    }
  }

  /// Joins the translations of the lines of a text, of which there are at most `count` each.
  private static func joined(
    _ lines: [Translation?], of text: TextLines, count: Int
  ) -> Result {
    let texts = (0..<count).map { rank in
      text.joined(
        lines.map { line in
          guard let line else { return "" }
          return line.hypotheses.indices.contains(rank) ? line.hypotheses[rank].text : line.text
        })
    }
    var seen: Set<String> = [texts[0]]
    return Result(
      text: texts[0], alternatives: texts.dropFirst().filter { seen.insert($0).inserted })
  }
}
