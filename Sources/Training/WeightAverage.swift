// SPDX-License-Identifier: Apache-2.0

package import Compute

/// The mean of several models' weights, which often scores better than each of them
/// (Junczys-Dowmunt, Dwojak and Sennrich, WMT 2016).
package struct WeightAverage {
  package let weights: ParameterBuffer
  package private(set) var count = 0

  package init(_ layout: ParameterLayout) { weights = ParameterBuffer(layout) }

  package mutating func add(_ parameters: ParameterBuffer) {
    count += 1
    Kernels.best.move(weights.all, toward: parameters.all, by: 1 / Float(count))
  }
}

/// The choice of weights, among those scored in validation, to average at the end of the run.
public struct Averaging: Sendable, Equatable {
  public enum Choice: String, Sendable, CaseIterable {
    /// The weights with the best scores; among equal scores, the earlier ones.
    case best
    /// The latest weights.
    case last
  }

  public var choice: Choice
  public var count: Int

  public init(_ choice: Choice, _ count: Int) {
    self.choice = choice
    self.count = count
  }
}

extension Averaging: Codable, LosslessStringConvertible {
  /// Parses a description such as `best:4`.
  public init?(_ description: String) {
    let parts = description.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let choice = Choice(rawValue: String(parts[0])),
      let count = Int(parts[1])
    else { return nil }
    self.init(choice, count)
  }

  public var description: String { "\(choice.rawValue):\(count)" }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let averaging = Averaging(text) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: text))
    }
    self = averaging
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

// MARK: - Keeping

/// Weights that were scored in validation and saved to a file of their own.
package struct KeptWeights: Codable, Sendable, Equatable {
  package var step: Int
  package var epoch: Int
  /// The score by the validation metric; nil without a dev set.
  package var score: Double?
  /// The perplexity on the dev set; missing in older training states if the metric is another one.
  package var perplexity: Double?

  package init(step: Int, epoch: Int, score: RankedScore?) {
    (self.step, self.epoch) = (step, epoch)
    (self.score, perplexity) = (score?.value, score?.perplexity)
  }

  /// Nil without a dev set.
  fileprivate var ranked: RankedScore? {
    score.map { RankedScore($0, perplexity: perplexity ?? .infinity) }
  }

  /// The name of the file in the checkpoint's subdirectory of kept weights.
  package var fileName: String { "step-\(step).safetensors" }
}

extension Averaging {
  /// Returns the weights to keep out of `kept` and `new`, in the order of their steps.
  func keeping(
    _ kept: [KeptWeights], _ new: KeptWeights, _ metric: ValidationMetric
  ) -> [KeptWeights] {
    let all = kept.filter { $0.step != new.step } + [new]
    switch choice {
    case .last: return Array(all.suffix(count))
    case .best:
      let ranked = all.sorted { first, second in
        guard let score = first.ranked, score != second.ranked else {
          return first.step < second.step
        }
        return metric.isBetter(score, than: second.ranked)
      }
      return ranked.prefix(count).sorted { $0.step < $1.step }
    }
  }
}
