// SPDX-License-Identifier: Apache-2.0

/// `GET /frontend/settings` as LibreTranslate defines it: what a page needs to know about the server.
struct FrontendSettingsEndpoint: Sendable {
  let service: TranslationService

  struct Settings: Encodable {
    let apiKeys = false
    let charLimit: Int
    let filesTranslation = false
    let frontendTimeout = 500
    let keyRequired = false
    let language: Languages
    let suggestions = false
    let supportedFilesFormat: [String] = []
  }

  struct Languages: Encodable {
    let source, target: Choice
  }

  struct Choice: Encodable {
    let code, name: String
  }

  func answer() -> JSONResponse {
    let target = service.models.translators.first?.target
    return JSONResponse(
      Settings(
        charLimit: service.limits.characters,
        language: Languages(
          source: Choice(code: "auto", name: "Auto Detect"),
          target: Choice(code: target?.code ?? "", name: target?.name ?? ""))))
  }
}
