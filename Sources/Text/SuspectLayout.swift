// SPDX-License-Identifier: Apache-2.0

/// A corpus whose lines are all but certainly not sentences and their translations.
public struct SuspectLayout: Error, Equatable, Sendable {
  /// What a side is on every line.
  public enum Content: Sendable {
    case number
    /// A number, on some lines with decimals.
    case score
    case languageCode
    /// A single word, while the other side has sentences.
    case word
  }

  public enum Problem: Equatable, Sendable {
    /// `side` is 0 for the source, 1 for the target.
    case content(Content, side: Int)
    /// So many pairs have the same text on both sides.
    case identical(pairs: Int, of: Int)
  }

  public let problem: Problem
  /// The paths of the sides; the same for a file of pairs.
  public let sourcePath: String
  public let targetPath: String
  /// The columns, from 1, of a file of pairs; nil for two files.
  public let sourceColumn: Int?
  public let targetColumn: Int?
  /// The columns that look like sentences.
  public let textColumns: [Int]
  /// What the first line has on the side that the problem is about.
  public let example: String

  /// `sample` holds the cells of the first lines: of two files, one of each.
  package init(
    _ problem: Problem, _ corpus: ParallelSource, _ layout: PairLayout?, sample: [[String]]
  ) {
    self.problem = problem
    sourcePath = corpus.paths[0]
    targetPath = corpus.paths[corpus.paths.count - 1]
    sourceColumn = layout?.source
    targetColumn = layout?.target
    textColumns = layout == nil ? [] : Self.textColumns(of: sample)
    let isOfTarget = if case .content(_, side: 1) = problem { true } else { false }
    let column = isOfTarget ? targetColumn ?? 2 : sourceColumn ?? 1
    example =
      sample.lazy.filter { $0.count >= column }.map { $0[column - 1] }.first { !$0.isEmpty } ?? ""
  }

  /// How many lines a sample has.
  package static let sampleSize = 100

  private static func textColumns(of sample: [[String]]) -> [Int] {
    let width = sample.map(\.count).max() ?? 0
    return (0..<width).compactMap { column in
      let cells = sample.compactMap { $0.count > column && !$0[column].isEmpty ? $0[column] : nil }
      let isFilled = 2 * cells.count > sample.count
      let isText = cells.contains { CellContent($0.utf8Span.span) == nil }
      let varies = cells.count < 3 || Set(cells).count > 1
      return isFilled && isText && varies ? column + 1 : nil
    }
  }

  /// The columns to choose instead, in the order of those that were chosen; nil where no two look like
  /// sentences.
  public var suggestedColumns: (source: Int, target: Int)? {
    guard let sourceColumn, let targetColumn else { return nil }
    let (kept, rejected) =
      switch problem {
      case .content(_, side: 0): (targetColumn, sourceColumn)
      case .content, .identical: (sourceColumn, targetColumn)
      }
    let others = textColumns.filter { $0 != kept && $0 != rejected }
    let pair = (textColumns.filter { $0 == kept } + others).prefix(2).sorted()
    guard pair.count == 2 else { return nil }
    return sourceColumn < targetColumn ? (pair[0], pair[1]) : (pair[1], pair[0])
  }
}
