// SPDX-License-Identifier: Apache-2.0

/// The lines of a corpus with sources of similar length. Scores by bucket show the effect of
/// sentence length.
public struct LengthBucket: Equatable, Sendable {
  /// The maximum length in each bucket; the last one has no limit.
  private static let limits = [0, 5, 10, 15, 20, 25, 30, 40, 50, Int.max]

  /// The source lengths in this bucket, in words.
  public let lengths: ClosedRange<Int>
  /// The indices of the lines in the corpus, ascending.
  public let lines: [Int]

  /// Returns the buckets that contain lines, shortest first.
  public static func buckets(ofLengths lengths: [Int]) -> [LengthBucket] {
    zip([-1] + limits, limits).compactMap { previous, limit in
      let range = (previous + 1)...limit
      let lines = lengths.indices.filter { range.contains(lengths[$0]) }
      return lines.isEmpty ? nil : LengthBucket(lengths: range, lines: lines)
    }
  }
}

extension LengthBucket: CustomStringConvertible {
  /// The range of lengths, such as `6-10`, or `51+` for the last bucket.
  public var description: String {
    if lengths.upperBound == .max { return "\(lengths.lowerBound)+" }
    return lengths.count == 1
      ? "\(lengths.lowerBound)" : "\(lengths.lowerBound)-\(lengths.upperBound)"
  }
}
