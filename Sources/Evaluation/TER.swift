// SPDX-License-Identifier: Apache-2.0

/// The corpus score TER (Snover et al., 2006): edits per hundred reference words, where moving a
/// phrase is one edit. Lower is better. It equals sacreBLEU's score (Post, 2018) in every digit.
public struct TER: CorpusScore, Equatable {
  /// Settings for splitting a line into words by Tercom's rules.
  public struct Options: Equatable, Sendable {
    /// True if upper and lower case differ.
    public var caseSensitive: Bool
    /// True if punctuation is separated from words and XML entities are decoded.
    public var normalized: Bool
    /// True if Latin punctuation is removed.
    public var noPunctuation: Bool
    /// Extends `normalized` and `noPunctuation` to Asian text: the former then separates Chinese
    /// characters and full-width punctuation, the latter removes full-width punctuation.
    public var asianSupport: Bool

    public init(
      caseSensitive: Bool = false, normalized: Bool = false, noPunctuation: Bool = false,
      asianSupport: Bool = false
    ) {
      self.caseSensitive = caseSensitive
      self.normalized = normalized
      self.noPunctuation = noPunctuation
      self.asianSupport = asianSupport
    }
  }

  public static let standardOptions = Options()

  public let options: Options
  public let referencesPerHypothesis: Int
  /// The number of insertions, deletions, substitutions and shifts; of several references, the
  /// nearest counts.
  public let edits: Int
  /// The number of reference words; the mean of several references.
  public let referenceLength: Double
  /// The score: 0 without edits, above 100 if there are more edits than reference words.
  public let score: Double

  public init(_ statistics: LineStatistics<TER>) {
    let sums = statistics.sums
    options = statistics.options
    referencesPerHypothesis = statistics.referencesPerHypothesis
    edits = Int(sums[0])
    referenceLength = sums[1]
    score = rate(sums)
  }

  /// Returns the number of edits to the nearest reference and the mean length of the references.
  public static func statistics(
    of hypothesis: String, references: [String], _ options: Options
  ) -> [Double] {
    let hypothesis = options.words(of: hypothesis).map(hash(of:))
    let references = references.map { options.words(of: $0).map(hash(of:)) }
    let edits = references.map { translationEdits(from: hypothesis, to: $0) }.min() ?? 0
    let length = Double(references.reduce(0) { $0 + $1.count }) / Double(references.count)
    return [Double(edits), length]
  }

  public static func resampled(_ sums: [Float]) -> Float { rate(sums) }
}

/// Returns the number of edits per hundred words.
private func rate<Number: BinaryFloatingPoint>(_ sums: [Number]) -> Number {
  let (edits, length) = (sums[0], sums[1])
  return length > 0 ? 100 * (edits / length) : edits > 0 ? 100 : 0
}

extension TER {
  public var name: String { "TER" }

  public var details: String { "" }

  public var settings: String {
    func word(_ isSo: Bool) -> String { isSo ? "yes" : "no" }
    return "case:\(options.caseSensitive ? "mixed" : "lc")|tok:tercom"
      + "|norm:\(word(options.normalized))|punct:\(word(!options.noPunctuation))"
      + "|asian:\(word(options.asianSupport))"
  }
}
