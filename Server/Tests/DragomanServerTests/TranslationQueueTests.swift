// SPDX-License-Identifier: Apache-2.0

import Dragoman
import Testing

@testable import DragomanServer

struct TranslationQueueTests {
  private let model: ServedTranslator

  init() throws {
    model = try ServedTranslator(
      directory: ToyModel.checkpoint.get(), precision: .float32, threads: 1)
  }

  private func order(_ lines: String..., beam: Int = 1) -> TranslationOrder {
    var options = Translator.Options()
    options.beamSize = beam
    return TranslationOrder(lines, TranslationOrder.Key(model: model, options: options))
  }

  private func queue(lanes: Int = 1, waiting: Int = 100, batch: Int = 64) -> TranslationQueue {
    TranslationQueue(lanes: lanes, TranslationQueue.Limits(waiting: waiting, batch: batch))
  }

  @Test func linesOfSeveralOrdersShareABatch() throws {
    let queue = queue(batch: 3)
    for order in [order("a", "b"), order("c", "d")] { try queue.add(order) }
    #expect(queue.next(lane: 0)?.map(\.text) == ["a", "b", "c"])
    #expect(queue.next(lane: 0)?.map(\.text) == ["d"])
  }

  @Test func linesWithOtherOptionsWait() throws {
    let queue = queue()
    for order in [order("a"), order("b", beam: 4), order("c")] { try queue.add(order) }
    #expect(queue.next(lane: 0)?.map(\.text) == ["a", "c"])
    #expect(queue.next(lane: 0)?.map(\.text) == ["b"])
  }

  @Test func muchLongerLinesWait() throws {
    let (queue, long) = (queue(), String(repeating: "a ", count: 2_000))
    for order in [order("a"), order(long), order("b")] { try queue.add(order) }
    #expect(queue.next(lane: 0)?.map(\.text) == ["a", "b"])
    #expect(queue.next(lane: 0)?.map(\.text) == [long])
  }

  @Test func theFirstOfSeveralLanesTakesShortLines() throws {
    let (queue, long) = (queue(lanes: 2), String(repeating: "a ", count: 2_000))
    try queue.add(order(long, "b"))
    #expect(queue.next(lane: 0)?.map(\.text) == ["b"])
    #expect(queue.next(lane: 1)?.map(\.text) == [long])
  }

  @Test func aFullQueueTakesNoMore() throws {
    let queue = queue(waiting: 2)
    try queue.add(order("a"))
    #expect(throws: QueueError.full) { try queue.add(order("b", "c")) }
    try queue.add(order("b"))
    #expect(queue.count == 2)
    #expect(throws: QueueError.tooManyLines(3, limit: 2)) { try queue.add(order("d", "e", "f")) }
  }

  @Test func aClosedQueueIsEmptied() throws {
    let queue = queue()
    try queue.add(order("a"))
    queue.close()
    #expect(throws: QueueError.closed) { try queue.add(order("b")) }
    #expect(queue.next(lane: 0)?.map(\.text) == ["a"])
    #expect(queue.next(lane: 0) == nil)
  }

  @Test func everyLaneEmptiesAClosedQueue() throws {
    let (queue, long) = (queue(lanes: 2), String(repeating: "a ", count: 2_000))
    try queue.add(order(long))
    queue.close()
    #expect(queue.next(lane: 0)?.map(\.text) == [long])
    #expect(queue.next(lane: 0) == nil && queue.next(lane: 1) == nil)
  }

  @Test func anOrderThatNobodyWaitsForIsRemoved() throws {
    let (queue, first) = (queue(), order("a", "b"))
    for order in [first, order("c")] { try queue.add(order) }
    queue.remove(first)
    #expect(queue.next(lane: 0)?.map(\.text) == ["c"])
  }

  @Test func aCancelledTaskRemovesItsOrder() async throws {
    let (queue, order) = (queue(), order("a"))
    let task = Task {
      try await order.translations {
        try queue.add(order)
        withUnsafeCurrentTask { $0?.cancel() }
      } cancel: {
        queue.remove(order)
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(queue.count == 0)
  }
}
