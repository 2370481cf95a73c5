// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Inspection
import TestSupport
import Testing

/// Questions of the kind "a is to b as c is to d".
struct AnalogyScoresTests {
  private struct Golden: Decodable {
    let name: String
    let correct, incorrect: Int
  }

  private func questions(_ text: String) throws -> AnalogyQuestions {
    let directory = TemporaryDirectory()
    try Data(text.utf8).write(to: URL(filePath: directory.path("q.txt")))
    return try AnalogyQuestions(path: directory.path("q.txt"))
  }

  @Test func scoresEqualGensims() throws {
    let path = #filePath.dropLast("AnalogyScoresTests.swift".count) + "Goldens/questions.txt"
    let questions = try AnalogyQuestions(path: String(path))
    let scores = try AnalogyScores(questions, of: syntheticTable(rows: 60, dimension: 16), top: 2)
    let expected = try golden("questions-gensim.json", as: [Golden].self)
    #expect(scores.sections.map(\.first) == expected.map(\.correct))
    #expect(scores.sections.map(\.asked) == expected.map { $0.correct + $0.incorrect })
    // The answers are the nearest or the second word.
    #expect(scores.sections.allSatisfy { $0.amongTop == $0.asked && $0.leftOut > 0 })
    #expect(scores.sections.map(\.name) == ["first", "second  section"])
  }

  private let royalty = table([
    ("man", [1, 0, 0]), ("woman", [0, 1, 0]), ("king", [1, 0, 1]), ("queen", [0, 1, 1]),
    ("nothing", [0, 0, 0]), ("prince", [2, 0, 1]), ("princess", [0, 2, 1]),
  ])

  @Test func questionsWithUnknownWordsAreLeftOut() throws {
    let questions = try questions(
      "man woman king queen\n\n: more\nman\twoman prince  princess\nman woman king nothing\n"
        + "man woman king nobody\n")
    #expect(questions.sections.map(\.name) == ["", "more"])
    let scores = try AnalogyScores(questions, of: royalty, top: 3)
    #expect(scores.sections.map(\.asked) == [1, 1] && scores.sections.map(\.leftOut) == [0, 2])
    // To the first question, the princess is nearer than the queen.
    #expect(scores.sections.map(\.first) == [0, 1] && scores.total.amongTop == 2)
  }

  @Test func whatCannotBeAskedIsNamed() throws {
    #expect(throws: InspectionError.self) { try questions("") }
    #expect(throws: InspectionError.self) { try questions(": a\n: b\n") }
    #expect(throws: InspectionError.self) { try questions("a b c\n") }
    let foreign = try questions("a b c d\n")
    #expect {
      try AnalogyScores(foreign, of: royalty)
    } throws: {
      $0 as? InspectionError == .noKnownAnalogy(path: foreign.path, questions: 1)
    }
  }
}
