// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// `POST /detect` as LibreTranslate defines it: the languages of `q`, the most probable first, with
/// confidences in percent.
struct DetectEndpoint: Sendable {
  let service: TranslationService

  func answer(_ fields: RequestFields) throws -> JSONResponse {
    guard let text = try fields.text(.q), !text.isEmpty else {
      throw RequestError(.badRequest, "Invalid request: missing q parameter")
    }
    try service.limits.check([text])
    return JSONResponse(service.models.detector.guesses(text).map(DetectedLanguage.init))
  }
}

struct DetectedLanguage: Encodable, Equatable, Sendable {
  /// In percent.
  let confidence: Int
  let language: String

  init(_ guess: LanguageDetector.Guess) {
    (confidence, language) = (
      Int((guess.confidence * 100).rounded()), guess.language.code
    )
  }
}

extension TranslationService {
  /// Returns the most probable language of each text among those that can be translated to `target`,
  /// and `target` itself.
  ///
  /// - Throws: `RequestError` if nothing can be translated to `target`.
  func detected(
    _ texts: [String], before target: ServedLanguage
  ) throws(RequestError) -> [DetectedLanguage] {
    let sources = models.translators.filter { $0.target == target }.map(\.source)
    guard !sources.isEmpty else {
      throw RequestError(.badRequest, "\(target.code) is not available as a target language")
    }
    return texts.map { text in
      let guesses = models.detector.guesses(text).filter {
        $0.language == target || sources.contains($0.language)
      }
      // If the target has the same vocabulary as a source, nothing tells them apart.
      let best = guesses.filter { $0.logProbability == guesses[0].logProbability }
      return DetectedLanguage(best.first { sources.contains($0.language) } ?? best[0])
    }
  }
}
