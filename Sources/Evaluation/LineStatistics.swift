// SPDX-License-Identifier: Apache-2.0

/// What a corpus score adds up, line by line, so that any selection of the lines is scored without
/// looking at their text again.
public struct LineStatistics<Score: CorpusScore>: Sendable {
  public let options: Score.Options
  public let referencesPerHypothesis: Int
  /// How many lines there are.
  public let count: Int
  /// `[count, width]`
  let values: [Double]
  let width: Int

  /// Compares each hypothesis with the references on the same line of every set.
  ///
  /// As many references in each set as hypotheses are a precondition.
  public init(
    hypotheses: [String], referenceSets: [[String]],
    options: Score.Options = Score.standardOptions
  ) {
    precondition(!referenceSets.isEmpty, "no references")
    precondition(
      referenceSets.allSatisfy { $0.count == hypotheses.count },
      "hypotheses and references differ in number")
    let rows = hypotheses.enumerated().map { line, hypothesis in
      Score.statistics(of: hypothesis, references: referenceSets.map { $0[line] }, options)
    }
    self.init(
      rows.flatMap { $0 }, count: rows.count,
      // A corpus without lines still has sums: those of a line without text.
      width: rows.first?.count ?? Score.statistics(of: "", references: [""], options).count,
      options: options, referencesPerHypothesis: referenceSets.count)
  }

  private init(
    _ values: [Double], count: Int, width: Int, options: Score.Options,
    referencesPerHypothesis: Int
  ) {
    self.values = values
    self.count = count
    self.width = width
    self.options = options
    self.referencesPerHypothesis = referencesPerHypothesis
  }

  /// The statistics of some of the lines.
  public func selecting(_ lines: [Int]) -> LineStatistics {
    LineStatistics(
      lines.flatMap { values[($0 * width)..<(($0 + 1) * width)] }, count: lines.count,
      width: width, options: options, referencesPerHypothesis: referencesPerHypothesis)
  }

  /// The sums over all lines, `[width]`.
  var sums: [Double] {
    var sums = [Double](repeating: 0, count: width)
    for (index, value) in values.enumerated() { sums[index % width] += value }
    return sums
  }
}
