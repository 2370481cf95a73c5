// SPDX-License-Identifier: Apache-2.0

import Dragoman
import Logging
import NIOPosix
import ServiceLifecycle

/// Threads that translate. Each computes on its own, so that several short lines need not wait for a
/// long one; all share the weights of a model.
final class TranslationLanes: Service {
  let queue: TranslationQueue
  private let threads: NIOThreadPool
  private let count: Int
  private let logger: Logger

  init(_ count: Int, _ limits: TranslationQueue.Limits, _ logger: Logger) {
    (self.count, self.logger) = (count, logger)
    queue = TranslationQueue(lanes: count, limits)
    threads = NIOThreadPool(numberOfThreads: count)
  }

  /// Translates until the server shuts down; then translates what waits, and ends the threads.
  func run() async throws {
    threads.start()
    for lane in 0..<count {
      threads.submit { [queue, logger] state in
        guard state == .active else { return }
        var translators = LaneTranslators()
        while let batch = queue.next(lane: lane) {
          do {
            try translators.translate(batch)
          } catch {
            logger.error("A translator could not start", metadata: ["error": "\(error)"])
            for line in batch {
              queue.remove(line.order)
              line.order.fail(error)
            }
          }
        }
      }
    }
    try? await gracefulShutdown()
    queue.close()
    try await threads.shutdownGracefully()
  }

  /// Returns the translations of lines.
  ///
  /// - Throws: `QueueError`, `CancellationError`.
  func translate(_ lines: [String], _ key: TranslationOrder.Key) async throws -> [Translation] {
    let order = TranslationOrder(lines, key)
    return try await order.translations {
      try queue.add(order)
    } cancel: { [queue] in
      queue.remove(order)
    }
  }
}

/// The translators of a lane, one for each model and options in recent use.
private struct LaneTranslators {
  private var translators: [(key: TranslationOrder.Key, translator: Translator)] = []
  /// A translator needs little memory beside the weights, but its workspace grows with the batches.
  private static let most = 4

  /// - Throws: `CheckpointError`, `ThreadError`.
  mutating func translate(_ batch: [WaitingLine]) throws {
    guard let key = batch.first?.order.key else { return }
    // Lines with the same number and text get the same sample, alone or in a batch.
    let inputs = batch.map { TranslationInput($0.text, number: $0.index + 1) }
    for (line, translation) in zip(batch, try translator(key).translate(inputs: inputs)) {
      line.order.finish(line.index, translation)
    }
  }

  private mutating func translator(_ key: TranslationOrder.Key) throws -> Translator {
    if let place = translators.firstIndex(where: { $0.key == key }) {
      let found = translators.remove(at: place)
      translators.append(found)
      return found.translator
    }
    let translator = try Translator(key.model.weights, options: key.options)
    translators.append((key, translator))
    if translators.count > Self.most { translators.removeFirst() }
    return translator
  }
}
