// SPDX-License-Identifier: Apache-2.0

import Dragoman
import HTTPTypes
import Synchronization

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
    guard texts.count <= self.texts else {
      throw RequestError(
        .badRequest,
        "Invalid request: request (\(texts.count)) exceeds batch limit (\(self.texts))")
    }
    for text in texts where text.utf8.count > characters && text.unicodeScalars.count > characters {
      throw RequestError(
        .badRequest,
        "Invalid request: request (\(text.unicodeScalars.count)) exceeds text limit (\(characters))"
      )
    }
  }
}

/// Translates texts with the models that are loaded.
final class TranslationService: Sendable {
  let limits: RequestLimits
  let lanes: TranslationLanes
  private let current: Mutex<ServedModels>

  init(_ models: ServedModels, _ lanes: TranslationLanes, _ limits: RequestLimits = RequestLimits())
  {
    (self.lanes, self.limits) = (lanes, limits)
    current = Mutex(models)
  }

  /// The models of this moment. A request uses the same ones from its beginning to its end.
  var models: ServedModels { current.withLock { $0 } }

  /// Replaces the models. Requests that have begun keep the old ones.
  func replace(by models: ServedModels) { current.withLock { $0 = models } }

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
    _ texts: [(source: String, text: String)], to target: String, alternatives: Int,
    _ models: ServedModels
  ) async throws -> [Result] {
    var results = texts.map { Result(text: $0.text, alternatives: []) }
    var numbers: [String: [Int]] = [:]
    for (number, text) in texts.enumerated() where text.source != target {
      numbers[text.source, default: []].append(number)
    }
    let orders = try numbers.map { source, numbers in
      guard let model = models.translator(from: source, to: target) else {
        throw RequestError(
          .badRequest, "\(target) is not available as a target language from \(source)")
      }
      return (model, numbers)
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

  /// Translates texts of one language. Their lines wait together.
  private func translate(
    _ texts: [TextLines], _ key: TranslationOrder.Key
  ) async throws -> [Result] {
    var translations = try await lanes.translate(texts.flatMap(\.lines), key)[...]
    return texts.map { text in
      defer { translations = translations.dropFirst(text.lines.count) }
      return Self.joined(
        Array(translations.prefix(text.lines.count)), of: text, count: key.options.hypotheses)
    }
  }

  /// Joins the translations of the lines of a text, of which there are at most `count` each.
  private static func joined(
    _ lines: [Translation], of text: TextLines, count: Int
  ) -> Result {
    let texts = (0..<count).map { rank in
      text.joined(
        lines.map { $0.hypotheses.indices.contains(rank) ? $0.hypotheses[rank].text : $0.text })
    }
    var seen: Set<String> = [texts[0]]
    return Result(
      text: texts[0], alternatives: texts.dropFirst().filter { seen.insert($0).inserted })
  }
}
