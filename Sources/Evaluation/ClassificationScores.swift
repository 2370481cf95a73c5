// SPDX-License-Identifier: Apache-2.0

/// The scores of predicted labels against the right ones.
public struct ClassificationScores: Sendable, Equatable {
  /// The labels that were right or predicted at least once, in the given order.
  public let labels: [String]
  /// `counts[i][j]` is the number of examples of label i for which label j was predicted.
  public let counts: [[Int]]
  public let total: Int

  /// Each of `predicted` is compared with the label at its place in `references`. `order` lists
  /// labels first, in this order; others follow in code point order.
  public init(_ predicted: [String], references: [String], order: [String] = []) {
    precondition(predicted.count == references.count, "a label for each example")
    let used = Set(predicted).union(references)
    let known = Set(order)
    labels =
      order.filter(used.contains)
      + used.subtracting(known).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let places = Dictionary(uniqueKeysWithValues: zip(labels, labels.indices))
    var counts = labels.map { _ in [Int](repeating: 0, count: places.count) }
    for (predicted, reference) in zip(predicted, references) {
      if let row = places[reference], let column = places[predicted] { counts[row][column] += 1 }
    }
    self.counts = counts
    total = predicted.count
  }

  /// The number of examples with the right label.
  public var correct: Int { labels.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// The share of examples with the right label; 0 if there are none.
  public var accuracy: Double { ratio(correct, total) }

  /// The scores of one label.
  public struct Label: Sendable, Equatable {
    public let label: String
    /// The share of right predictions among those of the label; 0 if it was never predicted.
    public let precision: Double
    /// The share of its examples that were found; 0 if it has none.
    public let recall: Double
    /// The number of examples.
    public let support: Int

    /// The harmonic mean of precision and recall; 0 if both are 0.
    public var f1: Double {
      precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }
  }

  /// The scores of each of `labels`.
  public var byLabel: [Label] {
    labels.indices.map { index in
      let (found, support) = (counts[index][index], counts[index].reduce(0, +))
      let predicted = counts.reduce(0) { $0 + $1[index] }
      return Label(
        label: labels[index], precision: ratio(found, predicted), recall: ratio(found, support),
        support: support)
    }
  }

  /// The mean of the F1 scores of all labels, each with the same weight; 0 without labels.
  public var macroF1: Double {
    labels.isEmpty ? 0 : byLabel.reduce(0) { $0 + $1.f1 } / Double(labels.count)
  }
}

/// Returns the share of a part; 0 of nothing.
func ratio(_ part: Int, _ whole: Int) -> Double {
  whole == 0 ? 0 : Double(part) / Double(whole)
}
