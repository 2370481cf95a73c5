// SPDX-License-Identifier: Apache-2.0

/// The corpus score chrF (Popović, 2015), or chrF++ (2017) when words are counted too, digit for
/// digit as sacreBLEU (Post, 2018) has them.
public struct ChrF: CorpusScore, Equatable {
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

  public static let standardOptions = Options()

  public let options: Options
  public let referencesPerHypothesis: Int
  /// 0 to 100.
  public let score: Double

  public init(_ statistics: LineStatistics<ChrF>) {
    options = statistics.options
    referencesPerHypothesis = statistics.referencesPerHypothesis
    score = fScore(statistics.sums)
  }

  /// For each order the n-grams of the hypothesis, of the reference and of both, where the reference
  /// is the one that the hypothesis agrees with best.
  public static func statistics(
    of hypothesis: String, references: [String], _ options: Options
  ) -> [Double] {
    let bags = bags(of: hypothesis, options)
    let candidates = references.map { reference in
      zip(bags, Self.bags(of: reference, options)).flatMap { bag, wanted in
        // What the reference is too short for is not held against the hypothesis.
        [wanted.isEmpty ? 0 : bag.count, wanted.count, NGrams.matches(of: bag, in: [wanted])]
      }.map(Double.init)
    }
    // The first of the best, as a comparison by `<` finds it.
    var best = candidates[0]
    for candidate in candidates where fScore(best) < fScore(candidate) { best = candidate }
    return best
  }

  public static func resampled(_ sums: [Float]) -> Float { fScore(sums) }

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

/// The F score of mean precision and mean recall, over the orders that both sides have, 0 to 100.
/// `counts` are laid out as `ChrF.statistics` are.
private func fScore<Number: BinaryFloatingPoint>(_ counts: [Number]) -> Number {
  var (precision, recall, orders): (Number, Number, Number) = (0, 0, 0)
  for place in stride(from: 0, to: counts.count, by: 3) {
    let (hypothesis, reference, matches) = (counts[place], counts[place + 1], counts[place + 2])
    guard hypothesis > 0 && reference > 0 else { continue }
    precision += matches / hypothesis
    recall += matches / reference
    orders += 1
  }
  guard precision + recall > 0 else { return 0 }
  precision /= orders
  recall /= orders
  let factor = Number(ChrF.beta * ChrF.beta)
  let score = (1 + factor) * precision * recall / (factor * precision + recall)
  return 100 * score
}

extension ChrF {
  /// `chrF2`, `chrF2++`.
  public var name: String {
    "chrF\(Self.beta)" + String(repeating: "+", count: options.wordOrder)
  }

  public var details: String { "" }

  public var settings: String {
    "case:\(options.lowercase ? "lc" : "mixed")|eff:yes"
      + "|nc:\(Self.characterOrder)|nw:\(options.wordOrder)|space:no"
  }
}
