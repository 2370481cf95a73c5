// SPDX-License-Identifier: Apache-2.0

import Dragoman
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import DragomanServer

/// The interface of LibreTranslate, over a real connection.
struct LibreTranslateTests {
  private static let json = "application/json"
  private static let form = "application/x-www-form-urlencoded"

  private func server(_ change: (inout ServerSettings) -> Void = { _ in }) throws
    -> TranslationServer
  {
    var settings = ServerSettings(checkpoints: [try ToyModel.checkpoint.get()])
    (settings.port, settings.threads) = (0, 2)
    change(&settings)
    return try TranslationServer(
      settings, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
  }

  /// Sends a request to a server of its own, and returns the status, a space and the body.
  private func answer(
    _ path: String, _ body: String = "", method: HTTPRequest.Method = .post,
    type: String? = json, change: (inout ServerSettings) -> Void = { _ in }
  ) async throws -> String {
    try await server(change).application().test(.live) { client in
      var headers = HTTPFields()
      if let type { headers[.contentType] = type }
      let response = try await client.executeRequest(
        uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
      return "\(response.status.code) \(String(buffer: response.body))"
    }
  }

  private func translations(_ lines: [String]) throws -> [String] {
    try Translator(checkpoint: ToyModel.checkpoint.get()).translate(lines).map(\.text)
  }

  @Test func aTextIsTranslatedAsByTheLibrary() async throws {
    for line in ToyModel.lines {
      let expected = try translations([line])[0]
      #expect(!expected.isEmpty)
      let found = try await answer(
        "/translate", #"{"q": "\#(line)", "source": "en", "target": "fr"}"#)
      #expect(found == #"200 {"translatedText":"\#(expected)"}"#)
    }
  }

  @Test func aFormWorksToo() async throws {
    let expected = try translations(["good morning 1"])[0]
    let found = try await answer(
      "/translate", "q=good+m%6Frning%201&source=en&target=fr&format=text&api_key=", type: Self.form
    )
    #expect(found == #"200 {"translatedText":"\#(expected)"}"#)
  }

  @Test func aListGivesAList() async throws {
    let expected = try translations(Array(ToyModel.lines.prefix(3)))
    let texts = ToyModel.lines.prefix(3).map { "\"\($0)\"" }.joined(separator: ",")
    let found = try await answer(
      "/translate", #"{"q": [\#(texts), ""], "source": "en", "target": "fr"}"#)
    let quoted = (expected + [""]).map { "\"\($0)\"" }.joined(separator: ",")
    #expect(found == #"200 {"translatedText":[\#(quoted)]}"#)
  }

  @Test func eachLineIsTranslatedByItself() async throws {
    let expected = try translations(["good morning 1", "good morning 2"])
    let found = try await answer(
      "/translate", #"{"q": "good morning 1\n\ngood morning 2", "source": "en", "target": "fr"}"#)
    #expect(found == #"200 {"translatedText":"\#(expected[0])\n\n\#(expected[1])"}"#)
  }

  @Test func alternativesAreOtherTranslations() async throws {
    let found = try await answer(
      "/translate",
      #"{"q": "good morning 1", "source": "en", "target": "fr", "alternatives": 2}"#)
    struct Answer: Decodable { let translatedText: String, alternatives: [String] }
    let parsed = try JSONDecoder().decode(Answer.self, from: Data(found.dropFirst(4).utf8))
    var options = Translator.Options()
    (options.beamSize, options.hypotheses) = (3, 3)
    let expected = try Translator(checkpoint: ToyModel.checkpoint.get(), options: options)
      .translate(["good morning 1"])[0].hypotheses.map(\.text)
    #expect([parsed.translatedText] + parsed.alternatives == expected)
  }

  @Test func theLanguageIsDetected() async throws {
    let found = try await answer(
      "/translate", #"{"q": "good morning 1", "source": "auto", "target": "fr"}"#)
    #expect(found.hasPrefix("200 ") && found.contains(#""language":"en"}"#), "\(found)")
    let detected = try await answer("/detect", #"{"q": "bonjour mon ami"}"#)
    #expect(detected.hasPrefix("200 ") && detected.hasSuffix(#""language":"en"}]"#), "\(detected)")
    #expect(detected.contains(#""language":"fr"},{"#), "\(detected)")
  }

  @Test func languagesAndSettingsAreListed() async throws {
    #expect(
      try await answer("/languages", method: .get, type: nil)
        == #"200 [{"code":"en","name":"English","targets":["fr"]},{"code":"fr","name":"French","targets":[]}]"#
    )
    let settings = try await answer("/frontend/settings", method: .get, type: nil)
    #expect(settings.hasPrefix("200 ") && settings.contains(#""charLimit":5000"#))
    #expect(try await answer("/health", method: .get, type: nil) == #"200 {"status":"ok"}"#)
  }

  @Test func aTextInTheTargetLanguageStays() async throws {
    for source in ["fr", "auto"] {
      let found = try await answer(
        "/translate", #"{"q": "bonjour mon ami\r\n", "source": "\#(source)", "target": "fr"}"#)
      #expect(found.contains(#""translatedText":"bonjour mon ami\r\n"}"#), "\(found)")
    }
  }

  @Test func blankLinesDoNotWait() async throws {
    let expected = try translations(["good morning 1"])[0]
    let found = try await answer(
      "/translate", #"{"q": "\n\n \ngood morning 1\n", "source": "en", "target": "fr"}"#
    ) { $0.queue = 1 }
    #expect(found == #"200 {"translatedText":"\n\n\n\#(expected)\n"}"#)
    #expect(
      try await answer("/translate", #"{"q": [""], "source": "en", "target": "fr"}"#)
        == #"200 {"translatedText":[""]}"#)
  }

  @Test func repeatedFieldsOfAFormAreAList() async throws {
    let expected = try translations(["good morning 1", "good morning 2"])
    let found = try await answer(
      "/translate", "q=good+morning+1&q=good+morning+2&source=en&target=fr", type: Self.form)
    #expect(found == #"200 {"translatedText":["\#(expected[0])","\#(expected[1])"]}"#)
    let many = String(repeating: "q&", count: 100_000)
    #expect(
      try await answer("/translate", many + "source=en&target=fr", type: Self.form)
        == #"400 {"error":"Invalid request: request (100000) exceeds batch limit (200)"}"#)
  }

  @Test func nothingIsTranslatedIntoASource() async throws {
    #expect(
      try await answer("/translate", #"{"q": "bonjour", "source": "auto", "target": "en"}"#)
        == #"400 {"error":"en is not available as a target language"}"#)
  }

  @Test func textsOfAListWaitTogether() async throws {
    // One after another, they would fit into the queue.
    let found = try await answer(
      "/translate", #"{"q": ["a", "b", "c"], "source": "en", "target": "fr"}"#
    ) { $0.queue = 2 }
    #expect(
      found
        == #"413 {"error":"The request has 3 lines, but at most 2 may wait: send it in parts."}"#)
  }

  @Test func aFullQueueIsSaidAtOnce() async throws {
    let model = try ServedTranslator(
      directory: ToyModel.checkpoint.get(), precision: .float32, threads: 1)
    let limits = TranslationQueue.Limits(waiting: 2)
    // Nothing takes lines from this queue.
    let lanes = TranslationLanes(1, limits, Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let key = TranslationOrder.Key(model: model, options: Translator.Options())
    try lanes.queue.add(TranslationOrder(["a", "b"], key))
    let app = Application(
      router: Routes(
        service: TranslationService(try ServedModels([model]), lanes), largestBody: 1_000
      ).router,
      server: .http1(configuration: .init(additionalChannelHandlers: [ClosedConnectionHandler()])),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await app.test(.live) { client in
      let response = try await client.executeRequest(
        uri: "/translate", method: .post, headers: [.contentType: Self.json],
        body: ByteBuffer(string: #"{"q": "c", "source": "en", "target": "fr"}"#))
      #expect(response.status == .tooManyRequests && response.headers[.retryAfter] == "1")
      #expect(
        String(buffer: response.body) == #"{"error":"The server is busy: try again in a second."}"#)
    }
  }

  private static let pair = #""source": "en", "target": "fr""#

  @Test(
    arguments: [
      ("{", 400, "Invalid request: the body is not a JSON object."),
      ("[1]", 400, "Invalid request: the body is not a JSON object."),
      ("{}", 400, "Invalid request: missing q parameter"),
      (#"{"q": "", \#(pair)}"#, 400, "Invalid request: missing q parameter"),
      (#"{"q": null, \#(pair)}"#, 400, "Invalid request: missing q parameter"),
      (#"{"q": 3, \#(pair)}"#, 400, "Invalid request: q must be a string or a list of strings."),
      (
        #"{"q": ["a", 3], \#(pair)}"#, 400,
        "Invalid request: q must be a string or a list of strings."
      ),
      (#"{"q": "a", "target": "fr"}"#, 400, "Invalid request: missing source parameter"),
      (#"{"q": "a", "source": "en"}"#, 400, "Invalid request: missing target parameter"),
      (
        #"{"q": "a", "source": 3, "target": "fr"}"#, 400,
        "Invalid request: source must be a string."
      ),
      (#"{"q": "a", "source": "en", "target": "xx"}"#, 400, "xx is not supported"),
      (#"{"q": "a", "source": "en", "target": "auto"}"#, 400, "auto is not supported"),
      (
        #"{"q": "a", "source": "fr", "target": "en"}"#, 400,
        "en is not available as a target language from fr"
      ),
      (#"{"q": "a", \#(pair), "format": "pdf"}"#, 400, "pdf format is not supported"),
      (
        #"{"q": "a", \#(pair), "alternatives": -1}"#, 400,
        "Invalid request: alternatives must be a whole number from 0 to 10."
      ),
      (
        #"{"q": "a", \#(pair), "alternatives": 1e300}"#, 400,
        "Invalid request: alternatives must be a whole number from 0 to 10."
      ),
      (
        #"{"q": "123456789012345678901", \#(pair)}"#, 400,
        "Invalid request: request (21) exceeds text limit (20)"
      ),
      (
        #"{"q": ["a", "b", "c", "d"], \#(pair)}"#, 400,
        "Invalid request: request (4) exceeds batch limit (3)"
      ),
    ])
  func wrongRequests(body: String, status: Int, message: String) async throws {
    let found = try await answer("/translate", body) {
      ($0.characterLimit, $0.listLimit) = (20, 3)
    }
    #expect(found == #"\#(status) {"error":"\#(message)"}"#)
  }

  @Test func wrongPathsMethodsAndTypes() async throws {
    #expect(
      try await answer("/nowhere") == #"404 {"error":"There is nothing at /nowhere."}"#)
    #expect(
      try await answer("/translate", method: .get) == #"405 {"error":"Use POST for /translate."}"#)
    #expect(
      try await answer("/languages") == #"405 {"error":"Use GET for /languages."}"#)
    #expect(
      try await answer("/translate", "q", type: "text/plain")
        == #"415 {"error":"The content type must be application/json or application/x-www-form-urlencoded."}"#
    )
    #expect(
      try await answer("/translate", "q=%zz", type: Self.form)
        == #"400 {"error":"Invalid request: the form is not encoded as UTF-8."}"#)
    let large = String(repeating: "a", count: 1 << 22)
    #expect(
      try await answer("/translate", large) { ($0.characterLimit, $0.listLimit) = (20, 3) }
        == #"413 {"error":"The body of the request is too large."}"#)
  }

  @Test func answersInCompanyAreThoseAlone() async throws {
    let expected = try translations(ToyModel.lines)
    let app = try server().application()
    try await app.test(.ahc(.http)) { client in
      try await withThrowingTaskGroup(of: (Int, String).self) { group in
        for number in 0..<80 {
          group.addTask {
            let line = ToyModel.lines[number % ToyModel.lines.count]
            let response = try await client.executeRequest(
              uri: "/translate", method: .post, headers: [.contentType: Self.json],
              body: ByteBuffer(string: #"{"q": "\#(line)", "source": "en", "target": "fr"}"#))
            return (number % ToyModel.lines.count, String(buffer: response.body))
          }
        }
        for try await (line, body) in group {
          #expect(body == #"{"translatedText":"\#(expected[line])"}"#)
        }
      }
    }
  }
}
