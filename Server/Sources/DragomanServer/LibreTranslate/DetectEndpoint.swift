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

  init(_ guess: LanguageDetector.Guess) {
    (confidence, language) = (
      Int((guess.confidence * 100).rounded()), guess.language.code
    )
  }
}

extension ServedModels {
  /// Returns the most probable language of a text among those that can be translated to `target`, and
  /// `target` itself.
  func detected(_ text: String, before target: ServedLanguage) -> DetectedLanguage {
    let guesses = detector.guesses(text)
    let possible = guesses.filter {
      $0.language == target || translator(from: $0.language.code, to: target.code) != nil
    }
    // Every target has a source.
    return DetectedLanguage(possible.first ?? guesses[0])
  }
}
