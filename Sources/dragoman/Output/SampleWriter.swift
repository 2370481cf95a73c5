// SPDX-License-Identifier: Apache-2.0

import Inference
import Threads

/// A text that grows until a stop string occurs in what is added.
struct SampledText {
  private(set) var text: String
  /// True if the stop string has occurred. It is not part of the text.
  private(set) var isStopped = false
  private let stop: [UInt8]
  /// The end of what was added, if it may be the beginning of the stop string.
  private var held: [UInt8] = []

  init(_ text: String, stop: String?) {
    self.text = text
    self.stop = Array((stop ?? "").utf8)
  }

  /// Adds text, and returns the part that is certain to come before the stop string.
  mutating func add(_ added: String) -> String {
    held += added.utf8
    var count = 0
    while count < held.count && !isPossibleStop(at: count) { count += 1 }
    isStopped = !stop.isEmpty && held[count...].starts(with: stop)
    return take(count)
  }

  /// Returns true if the stop string, or a beginning of it that fills the rest, is at `index`.
  private func isPossibleStop(at index: Int) -> Bool {
    !stop.isEmpty && held[index...].starts(with: stop.prefix(held.count - index))
  }

  /// Ends the text, and returns what was held back.
  mutating func end() -> String { isStopped ? "" : take(held.count) }

  private mutating func take(_ count: Int) -> String {
    let taken = String(decoding: held.prefix(count), as: UTF8.self)
    held.removeFirst(count)
    text += taken
    return taken
  }

  var endingInLineEnd: String { endsInLineEnd ? text : text + "\n" }

  var endsInLineEnd: Bool { text.utf8.last == UInt8(ascii: "\n") }
}

/// Collects samples as a model writes them, on any thread. A single sample is printed unit by unit.
// Sendable: every field is accessed with the lock held.
final class SampleWriter: @unchecked Sendable {
  private var samples: [SampledText]
  private var decoders: [ContinuationDecoder]
  private let streams: Bool
  private var output = StandardOutput()
  private var failure: (any Error)?
  private var hasBegun = false
  private let lock = Monitor()

  init(
    after text: String, _ decoder: ContinuationDecoder, samples: Int, stop: String?, streams: Bool
  ) {
    self.samples = Array(repeating: SampledText(text, stop: stop), count: samples)
    decoders = Array(repeating: decoder, count: samples)
    self.streams = streams
  }

  /// The samples so far.
  var texts: [SampledText] { lock.withLock { samples } }

  /// Prints the text before the continuation.
  func begin() throws {
    try check { print(samples[0].text) }
  }

  /// Adds a unit, and returns false if the text is over. From the first unit on, Ctrl-C ends the
  /// text in order.
  func add(_ token: Int32, to sample: Int) -> Bool {
    lock.withLock {
      if !hasBegun { Interruption.install() }
      hasBegun = true
      print(samples[sample].add(decoders[sample].text(adding: token)))
      return failure == nil && !samples[sample].isStopped && Interruption.signal == nil
    }
  }

  /// Adds what was held back, and prints it, with a line end if there is none.
  func finish() throws {
    try check {
      for sample in samples.indices {
        let rest = samples[sample].isStopped ? "" : decoders[sample].remainingText()
        print(samples[sample].add(rest) + samples[sample].end())
      }
      if !samples[0].endsInLineEnd { print("\n") }
    }
  }

  /// - Throws: The first error in printing.
  private func check(_ body: () -> Void) throws {
    let failure = lock.withLock {
      body()
      return self.failure
    }
    if let failure { throw failure }
  }

  private func print(_ text: String) {
    guard streams && !text.isEmpty && failure == nil else { return }
    do {
      try output.write(text)
      try output.flush()
    } catch {
      failure = error
    }
  }
}
