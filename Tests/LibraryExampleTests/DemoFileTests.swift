// SPDX-License-Identifier: Apache-2.0

import Dragoman
import FoundationEssentials
import Testing

/// The files with which `corpora/eng-fra/vectors.py` measures the vectors of the demo's model.
struct DemoFileTests {
  private static let folder =
    #filePath.dropLast("Tests/LibraryExampleTests/DemoFileTests.swift".count) + "corpora/eng-fra/"

  /// The vocabulary of the demo's source side.
  private static let vocabulary = Result {
    try TrainingData(
      .pairs(folder + "train.tsv"), source: TokenizerConfiguration(language: "en"),
      target: TokenizerConfiguration(language: "fr")
    ).sourceVocabulary
  }

  private func unknown(_ words: [String]) throws -> [String] {
    let vocabulary = try Self.vocabulary.get()
    return words.filter { vocabulary.id(of: $0) == nil }
  }

  @Test func thereAreTenPhrasesOfEachKind() throws {
    let data = try Data(contentsOf: URL(filePath: Self.folder + "phrases.en.tsv"))
    let rows = String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: "\t").map(String.init)
    }
    #expect(rows.allSatisfy { $0.count == 2 })
    let kinds = Dictionary(grouping: rows) { $0[1] }.mapValues(\.count)
    #expect(
      kinds
        == ["time span": 10, "date": 10, "family": 10, "place": 10, "food": 10, "weather": 10])
    #expect(Set(rows.map { $0[0] }).count == 60)
    let words = rows.flatMap { $0[0].split(separator: " ").map(String.init) }
    #expect(try unknown(words) == [])
  }

  @Test func everyPairHasAGroup() throws {
    let pairs = try WordPairs(path: Self.folder + "pairs.en.tsv").pairs
    #expect(pairs.allSatisfy { !$0.group.isEmpty && $0.from != $0.to })
    #expect(try unknown(pairs.flatMap { [$0.from, $0.to] }) == [])
  }

  @Test func noQuestionIsLeftOut() throws {
    let sections = try AnalogyQuestions(path: Self.folder + "analogies.txt").sections
    let questions = sections.flatMap(\.questions)
    #expect(sections.allSatisfy { !$0.name.isEmpty })
    #expect(questions.allSatisfy { Set([$0.a, $0.b, $0.c, $0.d]).count == 4 })
    #expect(try unknown(questions.flatMap { [$0.a, $0.b, $0.c, $0.d] }) == [])
  }
}
