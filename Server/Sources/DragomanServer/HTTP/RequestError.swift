// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// An answer that says what is wrong with a request, as `{"error": "…"}`.
struct RequestError: HTTPResponseError, Equatable {
  let status: HTTPResponse.Status
  let message: String
  var headers: HTTPFields = [:]

  init(_ status: HTTPResponse.Status, _ message: String, headers: HTTPFields = [:]) {
    (self.status, self.message, self.headers) = (status, message, headers)
  }

  func response(from request: Request, context: some RequestContext) -> Response {
    var response = JSONResponse(["error": message], status: status).response
    for field in headers { response.headers.append(field) }
    return response
  }
}

/// An answer in JSON.
struct JSONResponse: ResponseGenerator {
  let response: Response

  init(_ value: some Encodable, status: HTTPResponse.Status = .ok) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    let data = (try? encoder.encode(value)) ?? Data("{}".utf8)
    response = Response(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
  }

  func response(from request: Request, context: some RequestContext) -> Response { response }
}

/// Answers every failure in the same form.
struct ErrorMiddleware<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as RequestError {
      return error.response(from: request, context: context)
    } catch is CancellationError {
      return RequestError(
        .badRequest, "The connection was closed before the answer: keep it open until then."
      ).response(from: request, context: context)
    } catch let error as QueueError {
      return Self.answer(to: error).response(from: request, context: context)
    } catch is NIOTooManyBytesError {
      return RequestError(.contentTooLarge, "The body of the request is too large.")
        .response(from: request, context: context)
    } catch let error as HTTPError where error.status == .notFound {
      return RequestError(.notFound, "There is nothing at \(request.uri.path).")
        .response(from: request, context: context)
    } catch {
      let status = (error as? any HTTPResponseError)?.status ?? .internalServerError
      if status == .internalServerError { context.logger.error("\(error)") }
      return RequestError(status, status.reasonPhrase).response(from: request, context: context)
    }
  }

  private static func answer(to error: QueueError) -> RequestError {
    switch error {
    case .tooManyLines(let count, let limit):
      RequestError(
        .contentTooLarge,
        "The request has \(count) lines, but at most \(limit) may wait: send it in parts.")
    case .full:
      RequestError(
        .tooManyRequests, "The server is busy: try again in a second.",
        headers: [.retryAfter: "1"])
    case .closed: RequestError(.serviceUnavailable, "The server is shutting down.")
    }
  }
}
