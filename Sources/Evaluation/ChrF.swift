// SPDX-License-Identifier: Apache-2.0

/// The corpus score chrF (Popović, 2015), or chrF++ (2017) if word n-grams count too. It equals
/// sacreBLEU's score (Post, 2018) in every digit.
public struct ChrF: CorpusScore, Equatable {
  public struct Options: Equatable, Sendable {
    /// The maximum length of word n-grams: 0 for chrF, 2 for chrF++.
    public var wordOrder: Int
    /// True if text is lowercased before scoring.
    public var lowercase: Bool

    public init(wordOrder: Int = 0, lowercase: Bool = false) {
      precondition(ChrF.wordOrders.contains(wordOrder), "an order out of range")
      self.wordOrder = wordOrder
      self.lowercase = lowercase
    }
  }

  /// The maximum length of character n-grams.
  public static let characterOrder = 6
  /// The valid values of `Options.wordOrder`.
  public static let wordOrders = 0...10
  /// The weight of recall relative to precision.
  public static let beta = 2

  public static let standardOptions = Options()

  public let options: Options
  public let referencesPerHypothesis: Int
  /// The score, 0 to 100.
  public let score: Double

  public init(_ statistics: LineStatistics<ChrF>) {
    options = statistics.options
    referencesPerHypothesis = statistics.referencesPerHypothesis
    score = fScore(statistics.sums)
  }

  /// Returns the numbers of hypothesis, reference and matching n-grams for each order, for the
  /// reference with the best score.
  public static func statistics(
    of hypothesis: String, references: [String], _ options: Options
  ) -> [Double] {
    let bags = bags(of: hypothesis, options)
    let candidates = references.map { reference in
      zip(bags, Self.bags(of: reference, options)).flatMap { bag, wanted in
        // Orders for which the reference is too short do not count against the hypothesis.
        [wanted.isEmpty ? 0 : bag.count, wanted.count, NGrams.matches(of: bag, in: [wanted])]
      }.map(Double.init)
    }
    // Of equally good references, the first one counts.
    var best = candidates[0]
    for candidate in candidates where fScore(best) < fScore(candidate) { best = candidate }
    return best
  }

  public static func resampled(_ sums: [Float]) -> Float { fScore(sums) }

  /// Returns the n-grams of a line: of its characters without white space, then of its words.
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

/// Splits one ASCII punctuation character off the end of a word, or else off its start.
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

/// Returns the F score, 0 to 100, of the mean precision and the mean recall over the orders that
/// both sides have. `counts` has the layout of `ChrF.statistics`.
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
  /// The name, such as `chrF2` or `chrF2++`.
  public var name: String {
    "chrF\(Self.beta)" + String(repeating: "+", count: options.wordOrder)
  }

  public var details: String { "" }

  public var settings: String {
    "case:\(options.lowercase ? "lc" : "mixed")|eff:yes"
      + "|nc:\(Self.characterOrder)|nw:\(options.wordOrder)|space:no"
  }
}
