// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Dragoman
import DragomanServer
import Glibc
import Logging
import Messages

@main
struct DragomanServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dragoman-server",
    abstract: "Serve translations over HTTP.",
    discussion: """
      Loads one or more translators and answers requests in the form of LibreTranslate, so that clients for \
      plain text work unchanged:

        dragoman-server checkpoints/eng-fra
        curl http://127.0.0.1:8080/translate -d q="I am cold." -d source=en -d target=fr

      Only programs on this machine can connect, unless --host says otherwise. SIGTERM and Ctrl-C end the \
      server after it has answered the requests that have begun, or after 30 seconds.
      """)

  @Argument(
    help: ArgumentHelp("Directories written by 'dragoman train'.", valueName: "checkpoint"))
  var checkpoints: [String]

  @Option(help: ArgumentHelp("Address to listen on.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(
    help: ArgumentHelp("Port to listen on; 0 for any that is free.", valueName: "n"))
  var port = 8080

  @Option(
    help: ArgumentHelp(
      "Number of translations to compute at the same time (default: the number of CPUs).",
      valueName: "n"))
  var threads: Int?

  @Option(help: "Number format of matrix products: float32, or int8, which is faster.")
  var precision = Translator.Precision.float32

  @Option(
    help: ArgumentHelp(
      "Maximum number of lines that wait to be translated. Further requests are refused with status 429.",
      valueName: "n"))
  var queue = 1_024

  @Option(
    help: ArgumentHelp("Maximum number of characters in a text.", valueName: "n"))
  var characterLimit = 5_000

  @Option(
    help: ArgumentHelp("Maximum number of texts in a request.", valueName: "n"))
  var listLimit = 200

  func validate() throws {
    func require(_ value: Int, in range: ClosedRange<Int>, _ flag: String) throws {
      guard !range.contains(value) else { return }
      throw ValidationError(
        "\(flag) is \(value), but must be from \(range.lowerBound) to \(range.upperBound).")
    }
    try require(port, in: 0...65_535, "--port")
    try require(queue, in: 1...1_000_000, "--queue")
    try require(characterLimit, in: 1...1_000_000, "--character-limit")
    try require(listLimit, in: 1...100_000, "--list-limit")
    if let threads { try require(threads, in: 1...256, "--threads") }
  }

  func run() async throws {
    do {
      var logger = Logger(label: "dragoman-server") { StreamLogHandler.standardError(label: $0) }
      logger.logLevel = .notice
      let server = try TranslationServer(settings, logger: logger)
      try await server.run { port in
        note("Serving on http://\(host.contains(":") ? "[\(host)]" : host):\(port).")
      }
    } catch {
      guard let text = ErrorText(of: error) ?? (error as? ServerError)?.text else { throw error }
      note("Error: " + text.message)
      if let advice = text.advice { note(advice) }
      throw ExitCode(text.status.rawValue)
    }
  }

  private var settings: ServerSettings {
    var settings = ServerSettings(checkpoints: checkpoints)
    settings.host = host
    settings.port = port
    settings.threads = threads ?? min(256, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    settings.precision = precision
    settings.queue = queue
    settings.characterLimit = characterLimit
    settings.listLimit = listLimit
    return settings
  }
}

extension Translator.Precision: @retroactive ExpressibleByArgument {}

private func note(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
