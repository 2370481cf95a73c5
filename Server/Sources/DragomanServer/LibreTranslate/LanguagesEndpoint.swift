// SPDX-License-Identifier: Apache-2.0

/// `GET /languages` as LibreTranslate defines it: the languages, each with those that it can be
/// translated to.
struct LanguagesEndpoint: Sendable {
  let service: TranslationService

  struct Entry: Encodable {
    let code, name: String
    let targets: [String]
  }

  func answer() -> JSONResponse {
    let models = service.models
    return JSONResponse(
      models.languages.map { language in
        Entry(
          code: language.code, name: language.name,
          targets: models.targets(of: language).map(\.code))
      })
  }
}
