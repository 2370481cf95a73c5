// SPDX-License-Identifier: Apache-2.0

import Text

/// A corpus whose lines are almost certainly not sentences and their translations.
public struct SuspectLayout: Error, Equatable, Sendable {
  /// The content of one side on every line.
  public enum Content: Sendable {
    case number
    /// A number, with decimals on some lines.
    case score
    case languageCode
    /// A single word, while the other side has sentences.
    case word
  }

  public enum Problem: Equatable, Sendable {
    /// `side` is 0 for the source, 1 for the target.
    case content(Content, side: Int)
    /// Almost all pairs have the same text on both sides.
    case identical(pairs: Int, of: Int)
  }

  public let problem: Problem
  /// The path of each side; equal for a file of pairs.
  public let sourcePath: String
  public let targetPath: String
  /// The column of each side in a file of pairs, from 1; nil for two files.
  public let sourceColumn: Int?
  public let targetColumn: Int?
  /// The columns that look like sentences, from 1.
  public let textColumns: [Int]
  /// The first cell of the sample that is not empty, on the side with the problem.
  public let example: String

  /// Describes the problem of a corpus. `sample` holds the cells of the first lines; for two files,
  /// one cell of each.
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

  /// The maximum number of lines in a sample.
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

  /// The columns to choose instead, in the same order as the chosen ones; nil if fewer than two
  /// columns look like sentences.
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
