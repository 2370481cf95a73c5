// SPDX-License-Identifier: Apache-2.0

import Compute

/// How many analogy questions a table answers.
///
/// An answer is found as by `EmbeddingTable.analogy`: the words nearest to b - a + c, of unit vectors,
/// without a, b and c. A question with a word that is not in the table, or whose vector is zero, is
/// not asked.
public struct AnalogyScores: Equatable, Sendable {
  public struct Section: Equatable, Sendable {
    public let name: String
    /// The number of questions asked, and of those left out.
    public internal(set) var asked = 0
    public internal(set) var leftOut = 0
    /// The number of questions whose answer is the nearest word, or among the `top` nearest.
    public internal(set) var first = 0
    public internal(set) var amongTop = 0
  }

  /// The number of nearest words among which an answer counts for `amongTop`.
  public let top: Int
  public internal(set) var sections: [Section]

  /// Asks all questions.
  ///
  /// - Throws: `InspectionError.noKnownAnalogy` if none can be asked; `.notFinite`.
  public init(
    _ questions: AnalogyQuestions, of table: EmbeddingTable, top: Int = 5
  ) throws(InspectionError) {
    precondition(top >= 1)
    try table.requireFinite()
    self.top = top
    let answering = AnswerSearch(table, top)
    let lookup = WordLookup(table)
    sections = questions.sections.map { section in
      var score = Section(name: section.name)
      let known = section.questions.compactMap { answering.rows(of: $0, lookup) }
      score.asked = known.count
      score.leftOut = section.questions.count - known.count
      for rank in answering.ranks(known) {
        if rank == 0 { score.first += 1 }
        if rank != nil { score.amongTop += 1 }
      }
      return score
    }
    if total.asked == 0 {
      throw .noKnownAnalogy(path: questions.path, questions: total.leftOut)
    }
  }

  /// The sums over all sections.
  public var total: Section {
    sections.reduce(into: Section(name: "")) { sum, section in
      sum.asked += section.asked
      sum.leftOut += section.leftOut
      sum.first += section.first
      sum.amongTop += section.amongTop
    }
  }
}

/// Searches for the answers to many questions at once, by products with all words.
private struct AnswerSearch {
  /// The rows of the four words of a question.
  struct Rows {
    let a, b, c, d: Int
  }

  private let table: EmbeddingTable
  private let top: Int
  private let workspace = Workspace()
  /// The unit vectors of all words, `[N, D]`; zeros stay zeros.
  private let units: MatrixView
  private let zeros: Set<Int>

  /// The number of questions that are answered together.
  private static let mostTogether = 256

  init(_ table: EmbeddingTable, _ top: Int) {
    (self.table, self.top) = (table, top)
    units = workspace.arena.matrix(rows: table.words.count, columns: table.dimension)
    var zeros: Set<Int> = []
    for row in table.words.indices {
      let unit = table.unitVector(row)
      if unit == nil { zeros.insert(row) }
      units.row(row).copy(
        from: unit?.map(Float.init) ?? Array(repeating: 0, count: table.dimension))
    }
    self.zeros = zeros
  }

  /// Returns the rows of the words; nil if one is unknown or has a vector of zeros.
  func rows(of question: AnalogyQuestions.Question, _ lookup: WordLookup) -> Rows? {
    let rows = [question.a, question.b, question.c, question.d].compactMap { word in
      if case .row(let row) = lookup.find(word), !zeros.contains(row) { row } else { nil }
    }
    return rows.count == 4 ? Rows(a: rows[0], b: rows[1], c: rows[2], d: rows[3]) : nil
  }

  /// Returns the place of each answer among the nearest words, from 0; nil if it is not among the
  /// `top` nearest.
  func ranks(_ questions: [Rows]) -> [Int?] {
    stride(from: 0, to: questions.count, by: Self.mostTogether).flatMap { first in
      ranks(ofFew: Array(questions[first..<min(first + Self.mostTogether, questions.count)]))
    }
  }

  private func ranks(ofFew questions: [Rows]) -> [Int?] {
    let arena = workspace.arena
    return arena.scope {
      let directions = arena.matrix(rows: questions.count, columns: units.columns)
      for (row, question) in questions.enumerated() {
        for column in 0..<units.columns {
          directions[row, column] =
            units[question.b, column] - units[question.a, column] + units[question.c, column]
        }
      }
      let scores = arena.matrix(rows: questions.count, columns: units.rows)
      workspace.products.multiply(directions, byTransposeOf: units, into: scores)
      for (row, question) in questions.enumerated() {
        for word in [question.a, question.b, question.c] + zeros { scores[row, word] = -.infinity }
      }
      let nearest = workspace.kernels.largest(top, ofEachRow: scores)
      return questions.enumerated().map { row, question in
        let answer = table.spellings[question.d]
        return nearest[row * top..<(row + 1) * top].map { Int($0) }
          .firstIndex { $0 >= 0 && table.spellings[$0] == answer }
      }
    }
  }
}
