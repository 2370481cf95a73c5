// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The differences between the vectors of pairs of words, and the directions that they share.
public struct WordDifferences: Sendable {
  /// The pairs of one group that are in the table.
  public struct Group: Sendable {
    public let name: String
    /// The rows of the two words of each pair.
    public let rows: [(from: Int, to: Int)]
    /// The mean of the differences `to - from`, `[dimension]`.
    public let mean: [Double]
    /// The mean cosine between the differences of two pairs; nil for fewer than two pairs.
    public let meanCosine: Double?
    /// The mean angle between a difference and the mean, in degrees.
    public let spread: Double
  }

  /// The groups with at least one pair, in the order of the file.
  public let groups: [Group]
  /// The pairs with a word that is not in the table, or of two words with the same vector.
  public let leftOut: [WordPairs.Pair]

  /// - Throws: `InspectionError.noKnownPair` if no pair is in the table; `.notFinite`.
  public init(_ list: WordPairs, of table: EmbeddingTable) throws(InspectionError) {
    try table.requireFinite()
    let lookup = WordLookup(table)
    var (names, rows, leftOut) = (
      [String](), [String: [(from: Int, to: Int)]](), [WordPairs.Pair]()
    )
    for pair in list.pairs {
      guard case .row(let from) = lookup.find(pair.from), case .row(let to) = lookup.find(pair.to),
        table.vector(from) != table.vector(to)
      else {
        leftOut.append(pair)
        continue
      }
      if rows[pair.group] == nil { names.append(pair.group) }
      rows[pair.group, default: []].append((from, to))
    }
    if names.isEmpty { throw .noKnownPair(path: list.path, pairs: list.pairs.count) }
    self.leftOut = leftOut
    groups = names.map { Group($0, rows[$0] ?? [], table) }
  }
}

extension WordDifferences.Group {
  fileprivate init(_ name: String, _ rows: [(from: Int, to: Int)], _ table: EmbeddingTable) {
    let differences = rows.map { pair in
      zip(table.vector(pair.to), table.vector(pair.from)).map { Double($0) - Double($1) }
    }
    let mean = Self.sum(differences).map { $0 / Double(rows.count) }
    let directions = differences.compactMap(normalized)
    // The sum of all cosines is the square of the length of the summed unit vectors.
    let sum = Self.sum(directions)
    let (all, count) = (Self.dot(sum, sum), Double(rows.count))
    self.name = name
    self.rows = rows
    self.mean = mean
    meanCosine = rows.count < 2 ? nil : (all - count) / (count * (count - 1))
    let middle = normalized(mean) ?? mean
    let angles = directions.map { acos(max(-1, min(1, Self.dot($0, middle)))) }
    spread = angles.reduce(0, +) / count * 180 / .pi
  }

  private static func sum(_ vectors: [[Double]]) -> [Double] {
    vectors.dropFirst().reduce(vectors[0]) { zip($0, $1).map(+) }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
