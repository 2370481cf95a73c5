// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Text

/// Continues a text with a language model, token by token.
package struct TextGenerator: Sendable {
  /// The way to draw tokens; nil takes the most probable token each time, the lowest id among
  /// equals.
  package var sampling: Sampling? = Sampling()
  /// The maximum number of tokens in a continuation.
  package var maximumLength: Int
  /// The token that ends a text; nil if none does.
  package var end: Int32?
  /// Tokens that are never written.
  package var forbidden: [Int32] = []
  /// The number of the text, which distinguishes texts in sampling.
  package var line = 0

  package init(maximumLength: Int) { self.maximumLength = maximumLength }

  /// Creates a generator of text of at most so many units, for models whose texts end with `</s>`.
  package init(unitsOfText maximumLength: Int) {
    self.maximumLength = maximumLength
    end = Vocabulary.Special.end
    forbidden = Vocabulary.Special.unwritten
  }

  /// The reason for which a continuation is over.
  package enum Ending: Sendable, Equatable {
    /// The end token was drawn, or nothing could follow.
    case end
    case stopped
    case maximumLength
  }

  package struct Continuation: Sendable, Equatable {
    /// The number of the sample.
    package let sample: Int
    /// The tokens after the seed, without the end token.
    package fileprivate(set) var tokens: [Int32] = []
    package fileprivate(set) var ending = Ending.maximumLength
  }

  /// Continues `seed` once for each number in `samples`. The continuations are rows of one batch;
  /// each depends only on the seed text, its number and the settings.
  ///
  /// `goesOn` gets the number of the sample and each token, as soon as it is drawn. It returns false
  /// if the continuation is over.
  package func continuations(
    of seed: some Sequence<Int32>, samples: Range<Int>, _ predictor: any TokenPredictor,
    goesOn: (Int, Int32) -> Bool = { _, _ in true }
  ) -> [Continuation] {
    predictor.start()
    predictor.read(seed)
    let sampler = sampling.map { Sampler($0, predictor.workspace.kernels) }
    var continuations = samples.map { Continuation(sample: $0) }
    // The continuations that go on, and the row of each.
    var live = Array(continuations.indices)
    var rows = [Int32](repeating: 0, count: live.count)
    for step in 0..<maximumLength where !live.isEmpty {
      let drawn = draw(live.map { continuations[$0].sample }, rows, step, sampler, predictor)
      var next: [(continuation: Int, row: Int32, token: Int32)] = []
      for (place, continuation) in live.enumerated() {
        guard let token = drawn[place], token != end else {
          continuations[continuation].ending = .end
          continue
        }
        continuations[continuation].tokens.append(token)
        if goesOn(continuations[continuation].sample, token) {
          next.append((continuation, rows[place], token))
        } else {
          continuations[continuation].ending = .stopped
        }
      }
      live = next.map(\.continuation)
      if live.isEmpty || step == maximumLength - 1 { break }
      predictor.advance(next.map(\.row), by: next.map(\.token))
      rows = [Int32](0..<Int32(next.count))
    }
    return continuations
  }

  /// Draws a token for each of `samples`, whose texts are in `rows`; nil if none is possible.
  private func draw(
    _ samples: [Int], _ rows: [Int32], _ step: Int, _ sampler: Sampler?,
    _ predictor: any TokenPredictor
  ) -> [Int32?] {
    let workspace = predictor.workspace
    return workspace.arena.scope {
      let logits = predictor.distribution().logits
      for row in 0..<logits.rows {
        for token in forbidden { logits[row, Int(token)] = -.infinity }
      }
      return zip(samples, rows).map { sample, row in
        let logits = logits.row(Int(row))
        guard let sampler else {
          return workspace.kernels.largest(1, ofEachRow: logits).first { $0 >= 0 }
        }
        return sampler.draw(logits, line: line, sample: UInt32(sample), step: step)
      }
    }
  }
}

// MARK: - Several workers

extension TextGenerator {
  /// Continues `seed` `samples` times on all workers of `pool`. The continuations do not depend on
  /// the number of workers. `goesOn` is called on any worker.
  package func continuations(
    of seed: [Int32], samples: Int, _ pool: PredictorPool,
    goesOn: @escaping @Sendable (Int, Int32) -> Bool = { _, _ in true }
  ) -> [Continuation] {
    if samples == 1 && pool.count > 1 {
      return pool.together {
        continuations(of: seed, samples: 0..<1, $0, goesOn: goesOn)
      }
    }
    let parts = min(pool.count, samples)
    return pool.map(below: parts) { predictor, part in
      continuations(
        of: seed, samples: samples * part / parts..<samples * (part + 1) / parts, predictor,
        goesOn: goesOn)
    }.flatMap { $0 }
  }
}
