// SPDX-License-Identifier: Apache-2.0

/// The corpus score TER (Snover et al., 2006): edits per hundred words of the reference, where moving a
/// phrase is one edit. Less is better. Digit for digit as sacreBLEU (Post, 2018) has it.
public struct TER: CorpusScore, Equatable {
  /// How a line is cut into words: as Tercom does.
  public struct Options: Equatable, Sendable {
    /// Whether upper and lower case count as different.
    public var caseSensitive: Bool
    /// Whether punctuation stands alone, and entities of XML are read.
    public var normalized: Bool
    /// Whether the punctuation of Latin script is left out.
    public var noPunctuation: Bool
    /// Whether, with `normalized`, each character of Chinese script and full-width punctuation stand
    /// alone, and, with `noPunctuation`, the latter is left out.
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
  /// Insertions, deletions, substitutions and shifts, to the nearest of several references.
  public let edits: Int
  /// In words; of several references the mean.
  public let referenceLength: Double
  /// 0 for no edits; more than 100 where the edits are more than the words of the references.
  public let score: Double

  public init(_ statistics: LineStatistics<TER>) {
    let sums = statistics.sums
    options = statistics.options
    referencesPerHypothesis = statistics.referencesPerHypothesis
    edits = Int(sums[0])
    referenceLength = sums[1]
    score = rate(sums)
  }

  /// The edits to the nearest reference, and the mean length of the references.
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

/// Edits per hundred words.
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
