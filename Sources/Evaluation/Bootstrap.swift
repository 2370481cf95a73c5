// SPDX-License-Identifier: Apache-2.0

import Text

/// Bootstrap resampling (Koehn, 2004): estimates the scores on other lines of the same kind. It
/// gives the same numbers as sacreBLEU with the same seed.
///
/// A resample has as many lines as the corpus, drawn with replacement. The draws depend only on the
/// seed and the number of lines, so that systems are compared on the same resamples.
public struct Bootstrap: Equatable, Sendable {
  public let resamples: Int
  public let seed: UInt64

  /// `resamples` must be at least 1.
  public init(resamples: Int = 1000, seed: UInt64 = 12345) {
    precondition(resamples > 0, "no resamples")
    self.resamples = resamples
    self.seed = seed
  }

  /// Returns the score of each resample of the lines. There must be at least one line.
  public func scores<Score>(of statistics: LineStatistics<Score>) -> ResampledScores<Score> {
    precondition(statistics.count > 0, "resamples of nothing")
    let bound = UInt32(statistics.count)
    let width = statistics.width
    // sacreBLEU sums in 32-bit floats, which differ from exact sums above 2^24.
    let values = statistics.values.map { Float($0) }
    var generator = PCG64(seed: seed)
    var sums = [Float](repeating: 0, count: width)
    let scores = (0..<resamples).map { _ in
      for column in 0..<width { sums[column] = 0 }
      for _ in 0..<bound {
        let row = generator.next(below: bound) * width
        for column in 0..<width { sums[column] += values[row + column] }
      }
      return Score.resampled(sums)
    }
    return ResampledScores(scores: scores, actual: Score(statistics).score)
  }
}

/// The scores of one system on all resamples of a `Bootstrap`.
public struct ResampledScores<Score: CorpusScore>: Equatable, Sendable {
  let scores: [Score.Resampled]
  /// The score of the corpus itself.
  let actual: Double

  /// The interval that contains 95 % of the scores.
  public var interval: ConfidenceInterval {
    let sorted = scores.sorted()
    let tail = sorted.count / 40
    return ConfidenceInterval(
      // As in sacreBLEU, sum the sorted scores: the order affects the last digit.
      mean: Double(mean(of: sorted)),
      halfWidth: Double((sorted[sorted.count - 1 - tail] - sorted[tail]) / 2))
  }

  /// Returns the probability that two equally good systems differ this much by chance. Both must be
  /// resampled from the same lines with the same `Bootstrap`.
  ///
  /// The value is meaningless if both systems have the same score on every resample. As in
  /// sacreBLEU, it is then the smallest possible value.
  public func pValue(against baseline: ResampledScores) -> Double {
    precondition(scores.count == baseline.scores.count, "other resamples")
    let differences = zip(scores, baseline.scores).map { abs($0 - $1) }
    let center = mean(of: differences)
    let observed = Score.Resampled(abs(actual - baseline.actual))
    let extreme = differences.count { $0 - center > observed }
    return Double(extreme + 1) / Double(differences.count + 1)
  }
}

/// The range of a score on other lines of the same kind.
public struct ConfidenceInterval: Equatable, Sendable {
  /// The mean score of the resamples.
  public let mean: Double
  /// Half the width of the interval that contains 95 % of the scores.
  public let halfWidth: Double
}

extension ConfidenceInterval: CustomStringConvertible {
  /// The text that sacreBLEU prints.
  public var description: String {
    "μ = \(fixedPoint(mean, places: 2)) ± \(fixedPoint(halfWidth, places: 2))"
  }
}

private func mean<Number: BinaryFloatingPoint>(of numbers: [Number]) -> Number {
  pairwiseSum(of: numbers[...]) / Number(numbers.count)
}

/// Sums in NumPy's order: eight partial sums, and halves separately for more than 128 numbers.
private func pairwiseSum<Number: BinaryFloatingPoint>(of numbers: ArraySlice<Number>) -> Number {
  if numbers.count > 128 {
    let middle = numbers.startIndex + numbers.count / 16 * 8
    return pairwiseSum(of: numbers[..<middle]) + pairwiseSum(of: numbers[middle...])
  }
  let whole = numbers.count / 8 * 8
  var sums = [Number](repeating: 0, count: 8)
  for (index, number) in numbers.prefix(whole).enumerated() { sums[index % 8] += number }
  let pairs = (sums[0] + sums[1]) + (sums[2] + sums[3])
  let sum = pairs + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
  return numbers.dropFirst(whole).reduce(sum, +)
}
