// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import DragomanServer

@Suite(.timeLimit(.minutes(1))) struct ClosedConnectionTests {
  private static func closeInput(of channel: NIOAsyncTestingChannel) async throws {
    try await channel.testingEventLoop.executeInContext {
      channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }
  }

  /// Runs `close` while work waits, and returns whether the work was cancelled.
  private func isCancelled(
    _ close: @escaping @Sendable (NIOAsyncTestingChannel) async throws -> Void
  ) async throws -> Bool {
    let handler = ClosedConnectionHandler()
    let channel = await NIOAsyncTestingChannel(handler: handler)
    let (began, source) = AsyncStream<Void>.makeStream()
    let work = Task {
      try await handler.whileOpen {
        let (never, _) = AsyncStream<Void>.makeStream()
        source.finish()
        for await _ in never {}
        try Task.checkCancellation()
        return false
      }
    }
    for await _ in began {}
    try await close(channel)
    do { return try await work.value } catch is CancellationError { return true }
  }

  @Test func closingTheConnectionCancelsTheWork() async throws {
    #expect(
      try await isCancelled { channel in
        try await channel.connect(to: SocketAddress(unixDomainSocketPath: "/x")).get()
        try await channel.close().get()
      })
  }

  @Test func closingOneSideCancelsTheWork() async throws {
    #expect(
      try await isCancelled { channel in
        try await Self.closeInput(of: channel)
      })
  }

  @Test func anOpenConnectionGetsItsAnswer() async throws {
    let handler = ClosedConnectionHandler()
    let channel = await NIOAsyncTestingChannel(handler: handler)
    #expect(try await handler.whileOpen { 7 } == 7)
    try await Self.closeInput(of: channel)
    await #expect(throws: CancellationError.self) {
      try await handler.whileOpen { Issue.record("work for a client that is gone") }
    }
  }
}
