// SPDX-License-Identifier: Apache-2.0

import Dragoman
import Hummingbird
public import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Translates over HTTP.
///
///     let server = try TranslationServer(ServerSettings(checkpoints: ["checkpoints/eng-fra"]))
///     try await server.run()
public struct TranslationServer: Sendable {
  private let settings: ServerSettings
  private let service: TranslationService
  private let logger: Logger

  /// Loads the checkpoints.
  ///
  /// - Throws: The errors of `Checkpoint` and `TranslationWeights`; `ServerError` if two checkpoints
  ///   translate between the same languages.
  public init(_ settings: ServerSettings, logger: Logger = Logger(label: "dragoman-server")) throws
  {
    self.settings = settings
    self.logger = logger
    let translators = try settings.checkpoints.map { directory in
      try ServedTranslator(
        directory: directory, precision: settings.precision, threads: settings.threads)
    }
    var limits = TranslationQueue.Limits()
    limits.waiting = settings.queue
    service = TranslationService(
      try ServedModels(translators), TranslationLanes(settings.threads, limits, logger),
      settings.limits)
  }

  /// Serves until the process gets SIGTERM or SIGINT, and finishes the requests that have begun.
  /// `onRunning` is called with the port once clients can connect.
  ///
  /// - Throws: `ServerError`.
  public func run(onRunning: @escaping @Sendable (_ port: Int) -> Void = { _ in }) async throws {
    do {
      var configuration = ServiceGroupConfiguration(
        services: [application(onRunning: onRunning)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
      configuration.maximumGracefulShutdownDuration = .seconds(settings.shutdownSeconds)
      try await ServiceGroup(configuration: configuration).run()
    } catch let error as IOError {
      throw ServerError.cannotListen(
        host: settings.host, port: settings.port, code: error.errnoCode)
    } catch SocketAddressError.unknown(let host, _) {
      throw ServerError.unknownHost(host)
    }
  }

  /// The application that `run` runs.
  func application(
    onRunning: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) -> some ApplicationProtocol {
    Application(
      router: Routes(service: service, largestBody: settings.largestBody).router,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ClosedConnectionHandler()],
          idleTimeout: .seconds(Int64(settings.idleSeconds)))),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port),
        availableConnectionsDelegate: .maximum(settings.connections, logger: logger)),
      services: [service.lanes],
      onServerRunning: { onRunning($0.localAddress?.port ?? settings.port) },
      logger: logger)
  }
}
