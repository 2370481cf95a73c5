// SPDX-License-Identifier: Apache-2.0

/// The edits between sequences of words and one reference, looked for around the diagonal only, as
/// sacreBLEU does.
///
/// It keeps the rows of the sequence it was last asked about, and computes those that a new one
/// changes. All sequences have the same length.
struct EditDistance {
  private static let beamWidth = 25
  private static let unreached = Int32.max / 2

  private let reference: [UInt64]
  private var hypothesis: [UInt64]
  /// The columns of each row, and where the row begins in `costs`.
  private let bands: [(columns: Range<Int>, start: Int)]
  private var costs: [Int32]

  /// What becomes of a word on the way from hypothesis to reference.
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

  /// The columns that are looked at: all of the first row, all that remain in the last one, and a beam
  /// around the diagonal between them.
  private static func bands(rows: Int, columns: Int) -> [(columns: Range<Int>, start: Int)] {
    let slope = rows > 0 ? Double(columns) / Double(rows) : 1
    var reach = beamWidth
    // Bands of neighbouring rows have to overlap.
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

  /// The edits from `words` to the reference. As many words as before are a precondition.
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

  /// The operations of the cheapest way, from the last word to the first. Of equally cheap ones
  /// keeping or substituting goes before deleting, and that before inserting, from the end.
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
