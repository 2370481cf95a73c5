// SPDX-License-Identifier: Apache-2.0

package import Compute
import Glibc
import Models

/// Settings for sampling: each word is drawn from the model's distribution.
public struct Sampling: Sendable, Equatable {
  /// The divisor of the logits, above 0. Values below 1 favour probable words; values above 1
  /// flatten the distribution.
  public var temperature: Float = 1
  /// The number of most probable words to draw from; nil for all.
  public var topK: Int?
  /// Nucleus sampling (Holtzman et al., "The curious case of neural text degeneration", 2020): draw
  /// only from the most probable words that together have this share of the probability, above 0
  /// and at most 1. Applies after `temperature` and `topK`.
  public var topP: Float?
  /// The seed. A draw also depends on the number of the line.
  public var seed: UInt64 = 1

  public init() {}
}

/// Draws words. A draw depends only on the seed, the line, the sample and the step.
package struct Sampler {
  private let settings: Sampling
  private let random: Philox
  private let kernels: Kernels

  package init(_ settings: Sampling, _ kernels: Kernels) {
    self.settings = settings
    self.kernels = kernels
    random = Philox(seed: settings.seed, purpose: RandomPurpose.sampling)
  }

  /// Draws a word from the row `logits` `[1, V]`; nil if no word has a probability above 0.
  package func draw(_ logits: MatrixView, line: Int, sample: UInt32, step: Int) -> Int32? {
    let line = UInt64(truncatingIfNeeded: line)
    let words = random.words(
      at: (
        UInt32(truncatingIfNeeded: line), UInt32(truncatingIfNeeded: line >> 32), sample,
        UInt32(step)
      ))
    let bits = UInt64(words.0) << 21 ^ UInt64(words.1)
    return pick(logits, at: Double(bits) * 0x1p-53)
  }

  /// Returns the word at the position `unit`, in `[0, 1)`, of the cumulative distribution.
  package func pick(_ logits: MatrixView, at unit: Double) -> Int32? {
    let (words, weights) = choices(logits)
    let target = unit * sum(weights)
    var (reached, picked): (Double, Int?) = (0, nil)
    for (place, weight) in weights.enumerated() where weight > 0 && reached <= target {
      reached += Double(weight)
      picked = place
    }
    return picked.map { words?[$0] ?? Int32($0) }
  }

  /// Returns the words to draw from (nil for all, in the order of their ids), and their
  /// probabilities divided by the largest.
  private func choices(_ logits: MatrixView) -> (words: [Int32]?, weights: [Float]) {
    guard let first = ranked(logits, 1).first else { return ([], []) }
    let largest = logits[0, Int(first)]
    func weights(_ values: [Float]) -> [Float] {
      kernels.exponential(values.map { ($0 - largest) / settings.temperature })
    }
    func weights(of words: [Int32]) -> [Float] { weights(words.map { logits[0, Int($0)] }) }

    if settings.topK == nil && settings.topP == nil { return (nil, weights(logits.elements)) }
    var words = ranked(logits, settings.topK ?? Self.mostByKernel)
    var found = weights(of: words)
    guard let share = settings.topP else { return (words, found) }
    let wanted = Double(share) * sum(settings.topK == nil ? weights(logits.elements) : found)
    if settings.topK == nil && sum(found) < wanted {
      words = ranked(logits, logits.columns)
      found = weights(of: words)
    }
    var (count, reached) = (0, 0.0)
    while count < found.count && reached < wanted {
      reached += Double(found[count])
      count += 1
    }
    return (Array(words.prefix(count)), Array(found.prefix(count)))
  }

  private func sum(_ weights: [Float]) -> Double { weights.reduce(0) { $0 + Double($1) } }

  /// The largest count for which the kernel is faster than sorting.
  private static let mostByKernel = 256

  /// Returns the `count` words with the largest logits, in decreasing order.
  private func ranked(_ logits: MatrixView, _ count: Int) -> [Int32] {
    if count <= Self.mostByKernel {
      return Array(kernels.largest(count, ofEachRow: logits).prefix { $0 >= 0 })
    }
    let values = logits.elements
    let order = values.indices.filter { values[$0] > -.infinity }
      .sorted { (values[$1], $0) < (values[$0], $1) }
    return order.prefix(count).map { Int32($0) }
  }
}
