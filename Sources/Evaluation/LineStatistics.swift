// SPDX-License-Identifier: Apache-2.0

/// The numbers of each line that a corpus score adds up. Any selection of lines can be scored
/// without reading their text again.
public struct LineStatistics<Score: CorpusScore>: Sendable {
  public let options: Score.Options
  public let referencesPerHypothesis: Int
  /// The number of lines.
  public let count: Int
  /// The numbers of each line, `[count, width]`.
  let values: [Double]
  let width: Int

  /// Compares each hypothesis with the references on the same line of every set.
  ///
  /// Each set must have as many references as there are hypotheses.
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
      // An empty corpus also has sums: those of an empty line.
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

  /// Returns the statistics of some of the lines.
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
