// SPDX-License-Identifier: Apache-2.0

import Glibc
import Text

/// The corpus score BLEU (Papineni et al., 2002) with exponential smoothing. It equals sacreBLEU's
/// score (Post, 2018) in every digit.
public struct BLEU: CorpusScore, Equatable {
  public struct Options: Equatable, Sendable {
    public var tokenization: Tokenization
    /// True if text is lowercased before scoring.
    public var lowercase: Bool

    public init(tokenization: Tokenization = .mteval13a, lowercase: Bool = false) {
      self.tokenization = tokenization
      self.lowercase = lowercase
    }
  }

  /// The maximum length of n-grams.
  public static let maximumOrder = 4

  public static let standardOptions = Options()

  public let options: Options
  public let referencesPerHypothesis: Int
  /// The number of matching n-grams, by order.
  public let matches: [Int]
  /// The number of n-grams in the hypotheses, by order.
  public let totals: [Int]
  /// The number of tokens in the hypotheses.
  public let hypothesisLength: Int
  /// The number of tokens in the references. Of several references, the one nearest in length
  /// counts.
  public let referenceLength: Int
  /// The percentage of matching n-grams, by order, smoothed.
  public let precisions: [Double]
  /// The factor that lowers the score of hypotheses that are too short, 0 to 1.
  public let brevityPenalty: Double
  /// The score, 0 to 100.
  public let score: Double

  public init(_ statistics: LineStatistics<BLEU>) {
    let sums = Sums(statistics.sums)
    options = statistics.options
    referencesPerHypothesis = statistics.referencesPerHypothesis
    matches = sums.matches.map { Int($0) }
    totals = sums.totals.map { Int($0) }
    hypothesisLength = Int(sums.hypothesisLength)
    referenceLength = Int(sums.referenceLength)
    precisions = sums.smoothedPrecisions
    brevityPenalty = sums.brevityPenalty
    score = sums.score
  }

  /// Returns the lengths of the hypothesis and of the reference nearest in length, then the numbers
  /// of matching n-grams and of hypothesis n-grams, each by order.
  public static func statistics(
    of hypothesis: String, references: [String], _ options: Options
  ) -> [Double] {
    func symbols(of line: String) -> [UInt64] {
      options.tokenization.tokens(of: line, lowercase: options.lowercase).map(hash(of:))
    }
    let hypothesis = symbols(of: hypothesis)
    let references = references.map(symbols)
    let nearest = references.map(\.count).min { first, second in
      (abs(first - hypothesis.count), first) < (abs(second - hypothesis.count), second)
    }
    let ngrams = NGrams(of: hypothesis, maximumOrder: maximumOrder)
    let wanted = references.map { NGrams(of: $0, maximumOrder: maximumOrder) }
    let matches = ngrams.bags.indices.map { order in
      NGrams.matches(of: ngrams.bags[order], in: wanted.map { $0.bags[order] })
    }
    let counts = [hypothesis.count, nearest ?? 0] + matches + ngrams.bags.map(\.count)
    return counts.map(Double.init)
  }

  public static func resampled(_ sums: [Float]) -> Double { Sums(sums).score }
}

/// The counts that determine the score of a corpus.
private struct Sums<Number: BinaryFloatingPoint> {
  let hypothesisLength: Number
  let referenceLength: Number
  let matches: ArraySlice<Number>
  let totals: ArraySlice<Number>

  /// `sums` has the layout of `BLEU.statistics`.
  init(_ sums: [Number]) {
    hypothesisLength = sums[0]
    referenceLength = sums[1]
    matches = sums[2..<(2 + BLEU.maximumOrder)]
    totals = sums[(2 + BLEU.maximumOrder)...]
  }

  private var hasMatches: Bool { matches.contains { $0 > 0 } }

  var brevityPenalty: Double {
    if hypothesisLength >= referenceLength { return 1 }
    if hypothesisLength == 0 { return 0 }
    return exp(1 - Double(referenceLength) / Double(hypothesisLength))
  }

  /// The precisions with smoothing: successive orders without a match count as half, a quarter, an
  /// eighth … of a match (`mteval-v13a.pl`; method 3 of Chen and Cherry, 2014).
  var smoothedPrecisions: [Number] {
    guard hasMatches else { return matches.map { _ in 0 } }
    var divisor: Number = 1
    return zip(matches, totals).map { matches, total in
      if total == 0 { return 0 }
      if matches > 0 { return 100 * matches / total }
      divisor *= 2
      return 100 / (divisor * total)
    }
  }

  var score: Double {
    guard hasMatches else { return 0 }
    // An order without n-grams makes the score zero. sacreBLEU writes the logarithm of zero as this
    // number.
    let logarithms = smoothedPrecisions.map { $0 == 0 ? -9_999_999_999 : log(Double($0)) }
    return brevityPenalty * exp(logarithms.reduce(0, +) / Double(BLEU.maximumOrder))
  }
}

extension BLEU {
  public var name: String { "BLEU" }

  public var details: String {
    let precisions = precisions.map { fixedPoint($0, places: 1) }.joined(separator: "/")
    let ratio = referenceLength == 0 ? 0 : Double(hypothesisLength) / Double(referenceLength)
    return "\(precisions) (BP = \(fixedPoint(brevityPenalty, places: 3))"
      + " ratio = \(fixedPoint(ratio, places: 3))"
      + " hyp_len = \(hypothesisLength) ref_len = \(referenceLength))"
  }

  public var settings: String {
    "case:\(options.lowercase ? "lc" : "mixed")|eff:no|tok:\(options.tokenization.rawValue)|smooth:exp"
  }
}
