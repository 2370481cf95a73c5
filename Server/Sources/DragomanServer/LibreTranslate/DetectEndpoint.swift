// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// `POST /detect` as LibreTranslate defines it: the languages of `q`, the most probable first, with
/// confidences in percent.
struct DetectEndpoint: Sendable {
  let service: TranslationService

  func answer(_ fields: RequestFields) throws -> JSONResponse {
    guard let text = try fields.text("q"), !text.isEmpty else {
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

  /// For a text without words.
  static let none = DetectedLanguage(confidence: 0, language: "en")

  private init(confidence: Int, language: String) {
    (self.confidence, self.language) = (confidence, language)
  }

  init(_ guess: LanguageDetector.Guess) {
    self.init(confidence: Int((guess.confidence * 100).rounded()), language: guess.language.code)
  }
}
