// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Dragoman
import Synchronization

/// Lines that wait to be translated, and the lanes that take them in batches.
///
/// A lane that becomes free takes the oldest line and others like it: lines for the same model with the
/// same options, and not much longer. Lines that arrive meanwhile make up the next batch, so that
/// batches grow with the load. Under load, a lane that finds few lines waits a moment for more. If there
/// are several lanes, the first takes only short lines, so that long ones cannot block it.
final class TranslationQueue: Sendable {
  struct Limits: Sendable {
    /// The maximum number of lines that wait.
    var waiting = 1_024
    /// The maximum number of lines in a batch.
    var batch = 64
    /// The time that a lane waits for more lines under load.
    var patience = DispatchTimeInterval.milliseconds(2)
  }

  /// Lines up to this length, in bytes, are short.
  static let shortLine = 600

  private struct State {
    /// The lines that wait, the oldest first.
    var lines: [WaitingLine] = []
    /// The lanes that wait for lines.
    var idle: Set<Int> = []
    /// The size of the last batch.
    var lastBatch = 1
    var isClosed = false
  }

  private let limits: Limits
  private let state = Mutex(State())
  /// Wakes a lane.
  private let bells: [DispatchSemaphore]

  init(lanes: Int, _ limits: Limits = Limits()) {
    self.limits = limits
    bells = (0..<lanes).map { _ in DispatchSemaphore(value: 0) }
  }

  /// The number of lines that wait.
  var count: Int { state.withLock { $0.lines.count } }

  /// Adds the lines of an order.
  ///
  /// - Throws: `QueueError`.
  func add(_ order: TranslationOrder) throws(QueueError) {
    let woken = try state.withLock { state throws(QueueError) -> [Int] in
      if state.isClosed { throw .closed }
      if order.lines.count > limits.waiting {
        throw .tooManyLines(order.lines.count, limit: limits.waiting)
      }
      guard state.lines.count + order.lines.count <= limits.waiting else { throw .full }
      for index in order.lines.indices {
        state.lines.append(WaitingLine(order: order, index: index))
      }
      let woken = Array(state.idle)
      state.idle = []
      return woken
    }
    for lane in woken { bells[lane].signal() }
  }

  /// Removes the lines of an order that nobody waits for any more.
  func remove(_ order: TranslationOrder) {
    state.withLock { $0.lines.removeAll { $0.order === order } }
  }

  /// Waits for lines and returns a batch of them; nil once the queue is closed and empty.
  func next(lane: Int) -> [WaitingLine]? {
    // After a large batch, others will follow.
    let isEarly = state.withLock { !$0.isClosed && $0.lines.count < $0.lastBatch / 2 }
    if isEarly { _ = bells[lane].wait(timeout: .now() + limits.patience) }
    while true {
      let (batch, isOver) = state.withLock { state -> ([WaitingLine], Bool) in
        let batch = takeBatch(lane: state.isClosed ? nil : lane, from: &state.lines)
        if batch.isEmpty { state.idle.insert(lane) } else { state.lastBatch = batch.count }
        return (batch, state.isClosed && state.lines.isEmpty)
      }
      if !batch.isEmpty { return batch }
      if isOver { return nil }
      bells[lane].wait()
    }
  }

  /// Takes no more orders. Those that wait are still translated.
  func close() {
    state.withLock { $0.isClosed = true }
    for bell in bells { bell.signal() }
  }

  /// Takes lines for a lane; any lines if `lane` is nil.
  private func takeBatch(lane: Int?, from lines: inout [WaitingLine]) -> [WaitingLine] {
    let mayTake: (WaitingLine) -> Bool =
      lane == 0 && bells.count > 1 ? { $0.length <= Self.shortLine } : { _ in true }
    guard let first = lines.first(where: mayTake) else { return [] }
    // A batch takes as long as its longest line.
    let longest = max(2 * first.length, Self.shortLine)
    var batch: [WaitingLine] = []
    lines.removeAll { line in
      guard batch.count < limits.batch, mayTake(line), line.length <= longest,
        line.order.key == first.order.key
      else { return false }
      batch.append(line)
      return true
    }
    return batch
  }
}

enum QueueError: Error, Equatable {
  /// An order has more lines than may wait at all.
  case tooManyLines(Int, limit: Int)
  /// Too many lines wait already.
  case full
  /// The server is shutting down.
  case closed
}

/// A line of an order.
struct WaitingLine: Sendable {
  let order: TranslationOrder
  let index: Int

  var text: String { order.lines[index] }
  var length: Int { text.utf8.count }
}
