// SPDX-License-Identifier: Apache-2.0

/// The edit distance between sequences of words and one reference, searched only near the diagonal,
/// as in sacreBLEU.
///
/// The rows of the last sequence are kept, and a new sequence recomputes only those that change.
/// All sequences must have the same length.
struct EditDistance {
  private static let beamWidth = 25
  private static let unreached = Int32.max / 2

  private let reference: [UInt64]
  private var hypothesis: [UInt64]
  /// The columns of each row, and the start of the row in `costs`.
  private let bands: [(columns: Range<Int>, start: Int)]
  private var costs: [Int32]

  /// An edit of a word on the way from hypothesis to reference.
  enum Operation { case keep, substitute, insert, delete }

  init(of hypothesis: [UInt64], to reference: [UInt64]) {
    self.hypothesis = hypothesis
    self.reference = reference
    bands = Self.bands(rows: hypothesis.count, columns: reference.count)
    let size = bands.reduce(0) { $0 + $1.columns.count }
    costs = [Int32](repeating: Self.unreached, count: size)
    for column in 0...reference.count { costs[column] = Int32(column) }
    fill(after: 0)
  }

  /// Returns the columns to search: the whole first row, a beam around the diagonal in the rows
  /// below, and in the last row everything from the beam to the end.
  private static func bands(rows: Int, columns: Int) -> [(columns: Range<Int>, start: Int)] {
    let slope = rows > 0 ? Double(columns) / Double(rows) : 1
    var reach = beamWidth
    // The bands of adjacent rows must overlap.
    if slope / 2 > Double(reach) { reach += Int((slope / 2).rounded(.up)) }
    var bands = [(columns: 0..<(columns + 1), start: 0)]
    for row in 0..<rows {
      let diagonal = Int((Double(row + 1) * slope).rounded(.down))
      let end = row + 1 == rows ? columns + 1 : min(columns + 1, diagonal + reach)
      let last = bands[row]
      bands.append(
        (columns: max(0, diagonal - reach)..<end, start: last.start + last.columns.count))
    }
    return bands
  }

  /// Returns the number of edits from `words` to the reference. The number of words must not
  /// change.
  mutating func distance(of words: [UInt64]) -> Int {
    precondition(words.count == hypothesis.count, "another length")
    let common = zip(words, hypothesis).prefix { $0 == $1 }.count
    hypothesis = words
    fill(after: common)
    return Int(cost(hypothesis.count, reference.count))
  }

  private func cost(_ row: Int, _ column: Int) -> Int32 {
    let band = bands[row]
    return band.columns.contains(column)
      ? costs[band.start + column - band.columns.lowerBound] : Self.unreached
  }

  private mutating func fill(after kept: Int) {
    for row in kept..<hypothesis.count {
      let word = hypothesis[row]
      let (columns, start) = bands[row + 1]
      var left = Self.unreached
      var diagonal = cost(row, columns.lowerBound - 1)
      for column in columns {
        let above = cost(row, column)
        var best = min(above, left) + 1
        if column > 0 { best = min(best, diagonal + (word == reference[column - 1] ? 0 : 1)) }
        left = min(best, Self.unreached)
        costs[start + column - columns.lowerBound] = left
        diagonal = above
      }
    }
  }

  /// Returns the operations with the lowest cost, from the last word to the first. Ties are
  /// resolved from the end: keeping or substituting comes before deleting, and deleting before
  /// inserting.
  func operationsFromEnd() -> [Operation] {
    var operations: [Operation] = []
    var (row, column) = (hypothesis.count, reference.count)
    while row > 0 || column > 0 {
      let here = cost(row, column)
      let isEqual = row > 0 && column > 0 && hypothesis[row - 1] == reference[column - 1]
      if row > 0 && column > 0 && here == cost(row - 1, column - 1) + (isEqual ? 0 : 1) {
        operations.append(isEqual ? .keep : .substitute)
        row -= 1
        column -= 1
      } else if row > 0 && here == cost(row - 1, column) + 1 {
        operations.append(.delete)
        row -= 1
      } else {
        operations.append(.insert)
        column -= 1
      }
    }
    return operations
  }
}
