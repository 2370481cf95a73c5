// SPDX-License-Identifier: Apache-2.0

/// The corpus score chrF (Popović, 2015), or chrF++ (2017) when words are counted too, digit for
/// digit as sacreBLEU (Post, 2018) has them.
public struct ChrF: Equatable, Sendable {
  public struct Options: Equatable, Sendable {
    /// The longest n-grams of words that are counted: 0 is chrF, 2 is chrF++.
    public var wordOrder: Int
    /// Whether upper and lower case count as the same.
    public var lowercase: Bool

    public init(wordOrder: Int = 0, lowercase: Bool = false) {
      precondition(ChrF.wordOrders.contains(wordOrder), "an order out of range")
      self.wordOrder = wordOrder
      self.lowercase = lowercase
    }
  }

  /// The longest n-grams of characters that are counted.
  public static let characterOrder = 6
  /// What the longest n-grams of words may be.
  public static let wordOrders = 0...10
  /// How many times recall counts for what precision does.
  public static let beta = 2

  public let options: Options
  /// How many references each hypothesis was compared with.
  public let referencesPerHypothesis: Int
  /// 0 to 100.
  public let score: Double

  /// Scores each hypothesis against the reference on the same line.
  ///
  /// As many references as hypotheses are a precondition.
  public static func corpus(
    hypotheses: [String], references: [String], options: Options = Options()
  ) -> ChrF {
    corpus(hypotheses: hypotheses, referenceSets: [references], options: options)
  }

  /// Scores each hypothesis against that reference on the same line which it agrees with best.
  ///
  /// As many references in each set as hypotheses are a precondition.
  public static func corpus(
    hypotheses: [String], referenceSets: [[String]], options: Options = Options()
  ) -> ChrF {
    precondition(!referenceSets.isEmpty, "no references")
    precondition(
      referenceSets.allSatisfy { $0.count == hypotheses.count },
      "hypotheses and references differ in number")
    var total = Statistics(orders: characterOrder + options.wordOrder)
    for (line, hypothesis) in hypotheses.enumerated() {
      let bags = bags(of: hypothesis, options)
      let candidates = referenceSets.map {
        Statistics(bags, reference: Self.bags(of: $0[line], options))
      }
      // The first of the best, as a comparison by `<` finds it.
      var best = candidates[0]
      for candidate in candidates where best.score < candidate.score { best = candidate }
      total.add(best)
    }
    return ChrF(
      options: options, referencesPerHypothesis: referenceSets.count, score: total.score)
  }

  /// The n-grams of a line: of its characters without white space, then of its words.
  private static func bags(of line: String, _ options: Options) -> [[UInt64]] {
    var text = Scalars(line.unicodeScalars)
    if options.lowercase { text = text.lowercased() }
    let characters = text.lazy.filter { !$0.isPythonSpace }.map { UInt64($0.value) }
    let bags = NGrams(of: Array(characters), maximumOrder: characterOrder).bags
    if options.wordOrder == 0 { return bags }
    let words = text.words().flatMap(separatingPunctuation).map(hash(of:))
    return bags + NGrams(of: words, maximumOrder: options.wordOrder).bags
  }
}

/// Cuts one sign of ASCII punctuation from the end of a word, or else from its start.
private func separatingPunctuation(
  _ word: ArraySlice<Unicode.Scalar>
) -> [ArraySlice<Unicode.Scalar>] {
  guard word.count > 1, let first = word.first, let last = word.last else { return [word] }
  if last.isASCIIPunctuation { return [word.dropLast(), word.suffix(1)] }
  if first.isASCIIPunctuation { return [word.prefix(1), word.dropFirst()] }
  return [word]
}

extension Unicode.Scalar {
  fileprivate var isASCIIPunctuation: Bool {
    switch self {
    case "!"..."/", ":"..."@", "["..."`", "{"..."~": true
    default: false
    }
  }
}

/// The counts that a line or a corpus is scored by, for each order.
private struct Statistics {
  private var hypothesis: [Int]
  private var reference: [Int]
  private var matches: [Int]

  init(orders: Int) {
    hypothesis = [Int](repeating: 0, count: orders)
    reference = hypothesis
    matches = hypothesis
  }

  init(_ hypothesisBags: [[UInt64]], reference referenceBags: [[UInt64]]) {
    reference = referenceBags.map(\.count)
    // What the reference is too short for is not held against the hypothesis.
    hypothesis = zip(hypothesisBags, reference).map { $1 == 0 ? 0 : $0.count }
    matches = zip(hypothesisBags, referenceBags).map { NGrams.matches(of: $0, in: [$1]) }
  }

  mutating func add(_ other: Statistics) {
    for order in matches.indices {
      hypothesis[order] += other.hypothesis[order]
      reference[order] += other.reference[order]
      matches[order] += other.matches[order]
    }
  }

  /// The F score of mean precision and mean recall, over the orders that both sides have, 0 to 100.
  var score: Double {
    let orders = matches.indices.filter { hypothesis[$0] > 0 && reference[$0] > 0 }
    guard !orders.isEmpty else { return 0 }
    func mean(_ totals: [Int]) -> Double {
      orders.reduce(0) { $0 + Double(matches[$1]) / Double(totals[$1]) } / Double(orders.count)
    }
    let (precision, recall) = (mean(hypothesis), mean(reference))
    guard precision + recall > 0 else { return 0 }
    let factor = Double(ChrF.beta * ChrF.beta)
    let score = (1 + factor) * precision * recall / (factor * precision + recall)
    return 100 * score
  }
}

extension ChrF: CustomStringConvertible {
  /// sacreBLEU's name of the score: `chrF2`, `chrF2++`.
  public var name: String {
    "chrF\(Self.beta)" + String(repeating: "+", count: options.wordOrder)
  }

  /// The line that sacreBLEU prints.
  public var description: String { "\(name) = \(fixedPoint(score, places: 2))" }

  /// How the score was made, in sacreBLEU's notation: what to quote beside it.
  public var signature: String {
    "nrefs:\(referencesPerHypothesis)|case:\(options.lowercase ? "lc" : "mixed")|eff:yes"
      + "|nc:\(Self.characterOrder)|nw:\(options.wordOrder)|space:no|version:\(sacreBLEUVersion)"
  }
}
