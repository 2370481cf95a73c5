// SPDX-License-Identifier: Apache-2.0

/// The number of words of texts that can be read back from vectors: a linear probe of the bag of
/// words.
///
/// Each fifth of the texts is tested with a ridge regression that learned from the others which words
/// a text has. For a text with n different words, the n words with the highest predictions are
/// compared with them.
public struct BagOfWordsProbe: Sendable, Equatable {
  /// Numbers of words, of one text or of several.
  public struct Counts: Sendable, Equatable {
    /// The different words of each text.
    public var words = 0
    /// The words that the probe reads back.
    public var recovered = 0
    /// The words that are found without the vector, by always naming the most frequent ones.
    public var guessed = 0
    /// The words that occur in the texts that the probe learned from. It cannot read back others.
    public var known = 0

    /// Returns one of the counts as a share of all words; 0 without words.
    public func share(_ count: KeyPath<Counts, Int>) -> Double {
      Double(self[keyPath: count]) / Double(max(1, words))
    }

    static func + (a: Counts, b: Counts) -> Counts {
      Counts(
        words: a.words + b.words, recovered: a.recovered + b.recovered,
        guessed: a.guessed + b.guessed, known: a.known + b.known)
    }
  }

  /// The counts of each text.
  public let counts: [Counts]

  private static let foldCount = 5
  /// The penalty of the regression for each text that it learns from.
  private static let penalty = 0.2

  /// Probes the vectors of texts, all of the same size, for the words of the texts.
  ///
  /// - Throws: `InspectionError.tooFewTexts` or `.notFiniteState`.
  public init(vectors: [[Float]], words: [Set<String>]) throws(InspectionError) {
    precondition(vectors.count == words.count, "the words of each text")
    guard vectors.count >= 2 else { throw .tooFewTexts(found: vectors.count) }
    if let row = vectors.firstIndex(where: { !$0.allSatisfy(\.isFinite) }) {
      throw .notFiniteState(row: row)
    }
    let bags = WordBags(words)
    let values = Array(vectors.joined())
    var counts = [Counts](repeating: Counts(), count: vectors.count)
    let folds = min(Self.foldCount, vectors.count)
    for fold in 0..<folds {
      let heldOut = Array(stride(from: fold, to: vectors.count, by: folds))
      let training = vectors.indices.filter { $0 % folds != fold }
      let inputs = ProbeInputs(values, columns: vectors[0].count, training: training)
      let regression = RidgeRegression(
        inputs, training: training, penalty: Self.penalty * Double(training.count))
      let shares = bags.shares(of: training)
      regression.forEachPrediction(of: heldOut) { text, weights in
        counts[text] = bags.counts(
          of: text, predictions: bags.predictions(weights, training, shares), shares)
      }
    }
    self.counts = counts
  }

  /// The sums over some of the texts.
  public func total(_ texts: [Int]) -> Counts {
    texts.reduce(Counts()) { $0 + counts[$1] }
  }
}

/// The words of texts, numbered from the most frequent one.
private struct WordBags {
  private let bags: [[Int]]
  private let wordCount: Int

  init(_ words: [Set<String>]) {
    var texts: [String: Int] = [:]
    for word in words.joined() { texts[word, default: 0] += 1 }
    let order = texts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let numbers = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    bags = words.map { $0.compactMap { numbers[$0] }.sorted() }
    wordCount = order.count
  }

  /// Returns the share of texts that contain each word.
  func shares(of texts: [Int]) -> [Double] {
    var shares = [Double](repeating: 0, count: wordCount)
    for text in texts {
      for word in bags[text] { shares[word] += 1 / Double(texts.count) }
    }
    return shares
  }

  /// Returns the predictions for a text whose prediction is the mean of the `training` texts plus
  /// their differences from it, times `weights`.
  func predictions(
    _ weights: ArraySlice<Double>, _ training: [Int], _ shares: [Double]
  ) -> [Double] {
    let rest = 1 - weights.reduce(0, +)
    var predictions = shares.map { $0 * rest }
    for (weight, text) in zip(weights, training) {
      for word in bags[text] { predictions[word] += weight }
    }
    return predictions
  }

  func counts(
    of text: Int, predictions: [Double], _ shares: [Double]
  ) -> BagOfWordsProbe.Counts {
    let bag = Set(bags[text])
    return BagOfWordsProbe.Counts(
      words: bag.count,
      recovered: largest(bag.count, of: predictions).count(where: bag.contains),
      guessed: largest(bag.count, of: shares).count(where: bag.contains),
      known: bag.count { shares[$0] > 0 })
  }

  /// Returns the places of the largest values; of equal ones, the first.
  private func largest(_ count: Int, of values: [Double]) -> [Int] {
    var places: [Int] = []
    for (place, value) in values.enumerated() {
      if places.count == count {
        guard let last = places.last, value > values[last] else { continue }
        places.removeLast()
      }
      places.insert(place, at: places.firstIndex { values[$0] < value } ?? places.count)
    }
    return places
  }
}
