// SPDX-License-Identifier: Apache-2.0

package import Compute
import Glibc
import Models

/// Draws each word by its probability, in place of taking the most probable one.
public struct Sampling: Sendable, Equatable {
  /// What logits are divided by, above 0: below 1 the probable words come more often, above 1 less.
  public var temperature: Float = 1
  /// Only so many of the most probable words can come; nil for all.
  public var topK: Int?
  /// Only the most probable words that together make up this share of the probability, above 0 and at
  /// most 1, can come (nucleus sampling; Holtzman et al., "The curious case of neural text
  /// degeneration", 2020). Taken of what `temperature` and `topK` leave.
  public var topP: Float?
  /// What a line's translation is drawn by, together with the line's number.
  public var seed: UInt64 = 1

  public init() {}
}

/// Draws words. A draw depends on the seed, the line, the sample and the step only.
package struct Sampler {
  private let settings: Sampling
  private let random: Philox
  private let kernels: Kernels

  package init(_ settings: Sampling, _ kernels: Kernels) {
    self.settings = settings
    self.kernels = kernels
    random = Philox(seed: settings.seed, purpose: RandomPurpose.sampling)
  }

  /// A word of the row `logits` `[1, V]`; nil where none has a probability.
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

  /// The word at the place `unit`, in `[0, 1)`, when the probabilities are laid end to end.
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

  /// The words that can come, nil for all by their ids, with their probabilities by that of the most
  /// probable one.
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

  /// Up to this many words, the kernel is faster than sorting.
  private static let mostByKernel = 256

  /// The `count` words of the largest logits, the first one first.
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
