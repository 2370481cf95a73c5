// SPDX-License-Identifier: Apache-2.0

/// A score of a corpus that follows from sums over its lines, as BLEU, chrF and TER do.
public protocol CorpusScore: CustomStringConvertible, Sendable {
  associatedtype Options: Sendable
  /// What sacreBLEU computes the score of a resample in.
  associatedtype Resampled: BinaryFloatingPoint & Sendable

  /// sacreBLEU's own.
  static var standardOptions: Options { get }

  /// sacreBLEU's name of the score.
  var name: String { get }
  /// 0 to 100, and beyond for TER.
  var score: Double { get }
  /// How many references each hypothesis was compared with.
  var referencesPerHypothesis: Int { get }
  /// What stands behind the score in sacreBLEU's line.
  var details: String { get }
  /// How the score was made, in sacreBLEU's notation, without references and version.
  var settings: String { get }

  /// The score of the lines that `statistics` were taken from.
  init(_ statistics: LineStatistics<Self>)

  /// The numbers of one line whose sums over the lines give the score of a corpus.
  static func statistics(of hypothesis: String, references: [String], _ options: Options)
    -> [Double]

  /// The score of a corpus with the sums `sums`.
  static func resampled(_ sums: [Float]) -> Resampled
}

extension CorpusScore {
  /// Scores each hypothesis against the reference on the same line.
  ///
  /// As many references as hypotheses are a precondition.
  public static func corpus(
    hypotheses: [String], references: [String], options: Options = standardOptions
  ) -> Self {
    corpus(hypotheses: hypotheses, referenceSets: [references], options: options)
  }

  /// Scores each hypothesis against the references on the same line of every set.
  ///
  /// As many references in each set as hypotheses are a precondition.
  public static func corpus(
    hypotheses: [String], referenceSets: [[String]], options: Options = standardOptions
  ) -> Self {
    Self(LineStatistics(hypotheses: hypotheses, referenceSets: referenceSets, options: options))
  }

  /// The line that sacreBLEU prints.
  public var description: String { description(interval: nil) }

  /// The line that sacreBLEU prints with `--confidence`.
  public func description(interval: ConfidenceInterval?) -> String {
    var line = "\(name) = \(fixedPoint(score, places: 2))"
    if let interval, interval.mean > 0 { line += " (\(interval))" }
    return details.isEmpty ? line : line + " " + details
  }

  /// How the score was made, in sacreBLEU's notation: what to quote beside it.
  public var signature: String { signature(bootstrap: nil) }

  /// The signature of a score with a confidence interval from `bootstrap`.
  public func signature(bootstrap: Bootstrap?) -> String {
    let resampling = bootstrap.map { "|bs:\($0.resamples)|seed:\($0.seed)" } ?? ""
    return "nrefs:\(referencesPerHypothesis)\(resampling)|\(settings)|version:\(sacreBLEUVersion)"
  }
}

/// The version whose scores these are.
private let sacreBLEUVersion = "2.6.0"
