// SPDX-License-Identifier: Apache-2.0

import Dragoman
import Synchronization

/// The lines of a request, and the translations that are finished.
final class TranslationOrder: Sendable {
  /// What lines of a batch have in common.
  struct Key: Equatable, Sendable {
    let model: ServedTranslator
    let options: Translator.Options

    static func == (first: Key, second: Key) -> Bool {
      first.model === second.model && first.options == second.options
    }
  }

  let key: Key
  let lines: [String]

  private struct State {
    var translations: [Translation?]
    var missing: Int
    var continuation: CheckedContinuation<[Translation], any Error>?
  }

  private let state: Mutex<State>

  init(_ lines: [String], _ key: Key) {
    self.key = key
    self.lines = lines
    state = Mutex(
      State(translations: Array(repeating: nil, count: lines.count), missing: lines.count))
  }

  /// Waits until all lines are translated. `start` puts them into a queue.
  ///
  /// - Throws: What `start` throws; `CancellationError`.
  func translations(
    start: () throws -> Void, cancel: @escaping @Sendable () -> Void
  ) async throws -> [Translation] {
    if lines.isEmpty { return [] }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        state.withLock { $0.continuation = continuation }
        do {
          try start()
          // The task may have been cancelled before there was anything to cancel.
          if Task.isCancelled {
            cancel()
            fail(CancellationError())
          }
        } catch {
          fail(error)
        }
      }
    } onCancel: {
      cancel()
      fail(CancellationError())
    }
  }

  /// Sets the translation of a line. The last one ends the waiting.
  func finish(_ index: Int, _ translation: Translation) {
    let finished = state.withLock {
      state -> (CheckedContinuation<[Translation], any Error>, [Translation])? in
      state.translations[index] = translation
      state.missing -= 1
      guard state.missing == 0, let continuation = state.continuation.take() else { return nil }
      return (continuation, state.translations.compactMap { $0 })
    }
    finished?.0.resume(returning: finished?.1 ?? [])
  }

  func fail(_ error: any Error) {
    state.withLock { $0.continuation.take() }?.resume(throwing: error)
  }
}
