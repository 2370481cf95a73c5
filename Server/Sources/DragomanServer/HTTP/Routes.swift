// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// The paths of the server, and what answers there.
struct Routes: Sendable {
  let service: TranslationService
  /// In bytes.
  let largestBody: Int

  var router: Router<ServerContext> {
    let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: ErrorMiddleware())
    let translate = TranslateEndpoint(service: service)
    let detect = DetectEndpoint(service: service)
    let languages = LanguagesEndpoint(service: service)
    let settings = FrontendSettingsEndpoint(service: service)
    post("/translate", router) { try await translate.answer($0) }
    post("/detect", router) { try detect.answer($0) }
    get("/languages", router) { languages.answer() }
    get("/frontend/settings", router) { settings.answer() }
    get("/health", router) { JSONResponse(["status": "ok"]) }
    return router
  }

  /// Adds an endpoint with a body. The work for a client that goes away is cancelled.
  private func post(
    _ path: RouterPath, _ router: Router<ServerContext>,
    _ answer: @escaping @Sendable (RequestFields) async throws -> JSONResponse
  ) {
    router.post(path) { [largestBody, mostTexts = service.limits.texts] request, context in
      let body = try await request.body.collect(upTo: largestBody)
      let fields = try RequestFields(
        body, contentType: request.headers[.contentType], mostTexts: mostTexts)
      let connection = try await context.channel.pipeline
        .handler(type: ClosedConnectionHandler.self).get()
      return try await connection.whileOpen { try await answer(fields) }
    }
    refuse([.get, .put, .delete, .patch], path, allowing: "POST", router)
  }

  private func get(
    _ path: RouterPath, _ router: Router<ServerContext>,
    _ answer: @escaping @Sendable () -> JSONResponse
  ) {
    router.get(path) { _, _ in answer() }
    refuse([.post, .put, .delete, .patch], path, allowing: "GET", router)
  }

  private func refuse(
    _ methods: [HTTPRequest.Method], _ path: RouterPath, allowing allowed: String,
    _ router: Router<ServerContext>
  ) {
    for method in methods {
      router.on(path, method: method) { request, _ -> JSONResponse in
        throw RequestError(
          .methodNotAllowed, "Use \(allowed) for \(request.uri.path).", headers: [.allow: allowed])
      }
    }
  }
}
