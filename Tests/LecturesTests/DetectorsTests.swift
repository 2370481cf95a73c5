// SPDX-License-Identifier: Apache-2.0

import Lectures
import Testing

@Suite struct DetectorsTests {
  private let files = Detectors(length: 3_000).files(seed: 1)

  private func lines(_ name: String) throws -> [String] {
    try #require(files.first { $0.name == name }).lines
  }

  @Test func everyTextHasThreeParts() {
    #expect(
      files.map(\.name)
        == ["train", "dev", "test"].flatMap { part in
          ["story", "program", "outline", "columns", "script"].map { "\($0)-\(part).txt" }
        })
    #expect(files.prefix(5).allSatisfy { (3_000..<3_200).contains($0.contents.count) })
    #expect(files == Detectors(length: 3_000).files(seed: 1))
    #expect(files != Detectors(length: 3_000).files(seed: 2))
  }

  @Test func quotationsAndBracketsAreClosed() throws {
    for line in try lines("story-train.txt") {
      #expect(line.count { $0 == "\"" } % 2 == 0 && line.hasSuffix("."))
    }
    for line in try lines("program-train.txt") {
      #expect(line.count { $0 == "(" } == line.count { $0 == ")" } && line.hasSuffix(")"))
    }
  }

  /// Speech shares letters with the words around it, but no words.
  @Test func speechHasItsOwnWords() throws {
    var (narration, speech) = (Set<Substring>(), Set<Substring>())
    for line in try lines("story-train.txt") {
      let parts = line.dropLast().split(separator: "\"")
      try #require(parts.count == 3)
      narration.formUnion((parts[0] + parts[2]).split(separator: " "))
      speech.formUnion(parts[1].split(separator: " "))
    }
    #expect(speech.count == 24 && narration.count == 24)
    #expect(speech.isDisjoint(with: narration))
    #expect(Set(speech.joined()).isSubset(of: Set(narration.joined())))
  }

  /// Comments share letters with the code, but no words.
  @Test func everyLineOfAScriptHasAComment() throws {
    for line in try lines("script-train.txt") {
      let parts = line.split(separator: "  # ")
      try #require(parts.count == 2 && parts[0].hasSuffix(")"))
      let code = Set(parts[0].split { !$0.isLetter })
      #expect(code.isDisjoint(with: parts[1].split(separator: " ")) && code.count >= 2)
    }
  }

  /// Exactly the lines between `begin` and `end` are indented.
  @Test func sectionsAreIndented() throws {
    var isInside = false
    for line in try lines("outline-train.txt") {
      if line == "end" { isInside = false }
      #expect(line.hasPrefix("    ") == isInside)
      if line == "begin" { isInside = true }
    }
  }

  @Test func columnsHaveTwentyLetters() throws {
    #expect(
      try lines("columns-train.txt").allSatisfy { line in
        line.count == 20 && line.allSatisfy { "acgt".contains($0) }
      })
  }
}
