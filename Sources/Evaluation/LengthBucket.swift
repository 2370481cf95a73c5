// SPDX-License-Identifier: Apache-2.0

/// The lines of a corpus whose sources are about equally long: what scores are broken down by, to see
/// how a model fares with long sentences.
public struct LengthBucket: Equatable, Sendable {
  /// The longest of each bucket; beyond the last there is no limit.
  private static let limits = [0, 5, 10, 15, 20, 25, 30, 40, 50, Int.max]

  /// In words.
  public let lengths: ClosedRange<Int>
  /// The places of the lines in the corpus, ascending.
  public let lines: [Int]

  /// The buckets that hold a line, shortest first.
  public static func buckets(ofLengths lengths: [Int]) -> [LengthBucket] {
    zip([-1] + limits, limits).compactMap { previous, limit in
      let range = (previous + 1)...limit
      let lines = lengths.indices.filter { range.contains(lengths[$0]) }
      return lines.isEmpty ? nil : LengthBucket(lengths: range, lines: lines)
    }
  }
}

extension LengthBucket: CustomStringConvertible {
  /// `6-10`, and `51+` for the last.
  public var description: String {
    if lengths.upperBound == .max { return "\(lengths.lowerBound)+" }
    return lengths.count == 1
      ? "\(lengths.lowerBound)" : "\(lengths.lowerBound)-\(lengths.upperBound)"
  }
}
