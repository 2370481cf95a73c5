// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The corpus score BLEU (Papineni et al., 2002), digit for digit as sacreBLEU (Post, 2018) has it,
/// with its exponential smoothing.
public struct BLEU: Equatable, Sendable {
  public struct Options: Equatable, Sendable {
    public var tokenization: Tokenization
    /// Whether upper and lower case count as the same.
    public var lowercase: Bool

    public init(tokenization: Tokenization = .mteval13a, lowercase: Bool = false) {
      self.tokenization = tokenization
      self.lowercase = lowercase
    }
  }

  /// The longest n-grams that are counted.
  public static let maximumOrder = 4

  public let options: Options
  /// How many references each hypothesis was compared with.
  public let referencesPerHypothesis: Int
  /// The n-grams that are also in the reference, by order.
  public let matches: [Int]
  /// The n-grams of the hypotheses, by order.
  public let totals: [Int]
  /// In tokens.
  public let hypothesisLength: Int
  /// In tokens; of several references the one nearest in length counts.
  public let referenceLength: Int
  /// Per cent of the n-grams that match, by order, smoothed.
  public let precisions: [Double]
  /// What is left of the score for hypotheses that are too short, 0 to 1.
  public let brevityPenalty: Double
  /// 0 to 100.
  public let score: Double

  /// Scores each hypothesis against the reference on the same line.
  ///
  /// As many references as hypotheses are a precondition.
  public static func corpus(
    hypotheses: [String], references: [String], options: Options = Options()
  ) -> BLEU {
    corpus(hypotheses: hypotheses, referenceSets: [references], options: options)
  }

  /// Scores each hypothesis against the references on the same line of every set.
  ///
  /// As many references in each set as hypotheses are a precondition.
  public static func corpus(
    hypotheses: [String], referenceSets: [[String]], options: Options = Options()
  ) -> BLEU {
    precondition(!referenceSets.isEmpty, "no references")
    precondition(
      referenceSets.allSatisfy { $0.count == hypotheses.count },
      "hypotheses and references differ in number")
    var statistics = Statistics()
    for (line, hypothesis) in hypotheses.enumerated() {
      statistics.add(
        symbols(of: hypothesis, options),
        references: referenceSets.map { symbols(of: $0[line], options) })
    }
    return BLEU(statistics, options: options, referencesPerHypothesis: referenceSets.count)
  }

  private static func symbols(of line: String, _ options: Options) -> [UInt64] {
    options.tokenization.tokens(of: line, lowercase: options.lowercase).map(hash(of:))
  }

  private init(_ statistics: Statistics, options: Options, referencesPerHypothesis: Int) {
    self.options = options
    self.referencesPerHypothesis = referencesPerHypothesis
    matches = statistics.matches
    totals = statistics.totals
    hypothesisLength = statistics.hypothesisLength
    referenceLength = statistics.referenceLength
    brevityPenalty = statistics.brevityPenalty
    precisions = statistics.smoothedPrecisions
    guard matches.contains(where: { $0 > 0 }) else {
      score = 0
      return
    }
    // An order without n-grams makes the score zero; sacreBLEU writes its logarithm so.
    let logarithms = precisions.map { $0 == 0 ? -9_999_999_999 : log($0) }
    score = brevityPenalty * exp(logarithms.reduce(0, +) / Double(Self.maximumOrder))
  }
}

/// The counts that a corpus is scored by.
private struct Statistics {
  var matches = [Int](repeating: 0, count: BLEU.maximumOrder)
  var totals = [Int](repeating: 0, count: BLEU.maximumOrder)
  var hypothesisLength = 0
  var referenceLength = 0

  mutating func add(_ hypothesis: [UInt64], references: [[UInt64]]) {
    hypothesisLength += hypothesis.count
    let nearest = references.map(\.count).min { first, second in
      (abs(first - hypothesis.count), first) < (abs(second - hypothesis.count), second)
    }
    referenceLength += nearest ?? 0
    let ngrams = NGrams(of: hypothesis, maximumOrder: BLEU.maximumOrder)
    let wanted = references.map { NGrams(of: $0, maximumOrder: BLEU.maximumOrder) }
    for order in 0..<BLEU.maximumOrder {
      totals[order] += ngrams.bags[order].count
      matches[order] += NGrams.matches(of: ngrams.bags[order], in: wanted.map { $0.bags[order] })
    }
  }

  var brevityPenalty: Double {
    if hypothesisLength >= referenceLength { return 1 }
    if hypothesisLength == 0 { return 0 }
    return exp(1 - Double(referenceLength) / Double(hypothesisLength))
  }

  /// Each order without a match counts as half, a quarter, an eighth … of a match, in turn
  /// (`mteval-v13a.pl`; method 3 of Chen and Cherry, 2014).
  var smoothedPrecisions: [Double] {
    guard matches.contains(where: { $0 > 0 }) else { return matches.map { _ in 0 } }
    var divisor = 1.0
    return zip(matches, totals).map { matches, total in
      if total == 0 { return 0 }
      if matches > 0 { return 100 * Double(matches) / Double(total) }
      divisor *= 2
      return 100 / (divisor * Double(total))
    }
  }
}

extension BLEU: CustomStringConvertible {
  /// The line that sacreBLEU prints.
  public var description: String {
    let precisions = precisions.map { fixedPoint($0, places: 1) }.joined(separator: "/")
    let ratio = referenceLength == 0 ? 0 : Double(hypothesisLength) / Double(referenceLength)
    return "BLEU = \(fixedPoint(score, places: 2)) \(precisions)"
      + " (BP = \(fixedPoint(brevityPenalty, places: 3)) ratio = \(fixedPoint(ratio, places: 3))"
      + " hyp_len = \(hypothesisLength) ref_len = \(referenceLength))"
  }

  /// How the score was made, in sacreBLEU's notation: what to quote beside it.
  public var signature: String {
    "nrefs:\(referencesPerHypothesis)|case:\(options.lowercase ? "lc" : "mixed")|eff:no"
      + "|tok:\(options.tokenization.rawValue)|smooth:exp|version:\(sacreBLEUVersion)"
  }
}

/// The version whose scores these are.
let sacreBLEUVersion = "2.6.0"
