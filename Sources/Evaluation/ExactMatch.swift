// SPDX-License-Identifier: Apache-2.0

/// The percentage of hypotheses that equal a reference, character for character.
public struct ExactMatch: CorpusScore, Equatable {
  /// There is nothing to choose.
  public struct Options: Equatable, Sendable {
    public init() {}
  }

  public static let standardOptions = Options()

  public let referencesPerHypothesis: Int
  /// The number of hypotheses that equal a reference.
  public let matches: Int
  /// The percentage; 0 if there are no hypotheses.
  public let score: Double

  public init(_ statistics: LineStatistics<ExactMatch>) {
    let sums = statistics.sums
    referencesPerHypothesis = statistics.referencesPerHypothesis
    matches = Int(sums[0])
    score = percentage(sums)
  }

  /// Returns 1 for a match or 0, and the number of lines, 1.
  public static func statistics(
    of hypothesis: String, references: [String], _: Options
  ) -> [Double] {
    [references.contains(hypothesis) ? 1 : 0, 1]
  }

  public static func resampled(_ sums: [Float]) -> Float { percentage(sums) }
}

private func percentage<Number: BinaryFloatingPoint>(_ sums: [Number]) -> Number {
  sums[1] > 0 ? 100 * (sums[0] / sums[1]) : 0
}

extension ExactMatch {
  public var name: String { "exact match" }

  public var details: String { "" }

  public var settings: String { "case:mixed" }

  /// sacreBLEU has no such score, so that its version is left out.
  public func signature(bootstrap: Bootstrap?) -> String {
    unversionedSignature(bootstrap: bootstrap)
  }
}
