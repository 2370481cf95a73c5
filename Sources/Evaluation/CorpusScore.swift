// SPDX-License-Identifier: Apache-2.0

import Text

/// A corpus score that is computed from sums over the lines, such as BLEU, chrF or TER.
public protocol CorpusScore: CustomStringConvertible, Sendable {
  associatedtype Options: Sendable
  /// The number type that sacreBLEU uses for the score of a resample.
  associatedtype Resampled: BinaryFloatingPoint & Sendable

  /// sacreBLEU's default options.
  static var standardOptions: Options { get }

  /// The name of the score; that of BLEU, chrF and TER is sacreBLEU's.
  var name: String { get }
  /// The score, 0 to 100; TER can exceed 100.
  var score: Double { get }
  /// The number of references for each hypothesis.
  var referencesPerHypothesis: Int { get }
  /// The details after the score in the line that sacreBLEU prints.
  var details: String { get }
  /// The settings of the score in sacreBLEU's notation, without references and version.
  var settings: String { get }

  /// Computes the score of the lines in `statistics`.
  init(_ statistics: LineStatistics<Self>)

  /// Returns the numbers of one line. Their sums over the lines give the score of a corpus.
  static func statistics(of hypothesis: String, references: [String], _ options: Options)
    -> [Double]

  /// Returns the score of a resample from its sums.
  static func resampled(_ sums: [Float]) -> Resampled

  /// Returns the signature of a score with a confidence interval from `bootstrap`.
  func signature(bootstrap: Bootstrap?) -> String
}

extension CorpusScore {
  /// Scores each hypothesis against the reference on the same line.
  ///
  /// There must be as many references as hypotheses.
  public static func corpus(
    hypotheses: [String], references: [String], options: Options = standardOptions
  ) -> Self {
    corpus(hypotheses: hypotheses, referenceSets: [references], options: options)
  }

  /// Scores each hypothesis against the references on the same line of every set.
  ///
  /// Each set must have as many references as there are hypotheses.
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

  /// The signature to quote with the score: its settings in sacreBLEU's notation.
  public var signature: String { signature(bootstrap: nil) }

  /// The signature that sacreBLEU prints.
  public func signature(bootstrap: Bootstrap?) -> String {
    "\(unversionedSignature(bootstrap: bootstrap))|version:\(sacreBLEUVersion)"
  }

  func unversionedSignature(bootstrap: Bootstrap?) -> String {
    let resampling = bootstrap.map { "|bs:\($0.resamples)|seed:\($0.seed)" } ?? ""
    return "nrefs:\(referencesPerHypothesis)\(resampling)|\(settings)"
  }
}

/// The version of sacreBLEU that BLEU, chrF and TER equal.
private let sacreBLEUVersion = "2.6.0"
