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
  /// `dragoman translate` does.
  ///
  /// - Throws: `RequestError` if no model translates between two languages; `QueueError`;
  ///   `CancellationError`.
  func translate(
    _ texts: [(source: String, text: String)], to target: String, alternatives: Int,
    _ models: ServedModels
  ) async throws -> [Result] {
    var options = Translator.Options()
    if alternatives > 0 {
      options.beamSize = alternatives + 1
      options.hypotheses = alternatives + 1
    }
    // Texts of the same language share an order, so that their lines are numbered together.
    var results: [Result] = []
    for (source, text) in texts {
      guard let model = models.translator(from: source, to: target) else {
        throw RequestError(
          .badRequest, "\(target) is not available as a target language from \(source)")
      }
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        .map(String.init)
      let translations = try await lanes.translate(
        lines, TranslationOrder.Key(model: model, options: options))
      results.append(Self.joined(translations, count: alternatives))
    }
    return results
  }

  /// Joins the translations of the lines of a text.
  private static func joined(_ lines: [Translation], count: Int) -> Result {
    func text(_ rank: Int) -> String {
      lines.map { line in
        rank < line.hypotheses.count ? line.hypotheses[rank].text : line.text
      }.joined(separator: "\n")
    }
    let best = text(0)
    var seen: Set<String> = [best]
    return Result(
      text: best, alternatives: (1..<count + 1).map(text).filter { seen.insert($0).inserted })
  }
}
