// SPDX-License-Identifier: Apache-2.0

import Files
import TestSupport
import Testing
import Text

@Suite struct LabelSetTests {
  private func labels(_ counts: [(String, Int)]) -> LabelSet {
    var table = TokenTable()
    for (label, _) in counts { _ = table.intern(label.utf8Span.span) }
    return LabelSet(of: table, counts: counts.map(\.1))
  }

  @Test func labelsFollowTheirCounts() {
    let set = labels([("Russian", 3), ("é", 5), ("Arabic", 3), ("never", 0)])
    #expect(set.names == ["é", "Arabic", "Russian"])
    #expect(set.id(of: "Russian") == 2 && set[2] == "Russian" && set.frequency(of: 2) == 3)
    // Labels are told apart by their bytes.
    #expect(set.id(of: "e\u{301}") == nil && set.id(of: "never") == nil)
  }

  @Test func aFileComesBack() throws {
    let directory = TemporaryDirectory()
    let (set, path) = (labels([("two words", 2), ("B-PER", 1)]), directory.path("labels.tsv"))
    try set.write(to: path)
    #expect(try LabelSet(contentsOf: path) == set)
  }

  @Test(arguments: [
    ("a\t1\na\t2\n", 2, VocabularyError.Kind.duplicate(token: "a", firstLine: 1)),
    ("a\n", 1, .missingTab), ("\t3\n", 1, .emptyToken), ("a\tx\n", 1, .badCount("x")),
  ])
  func faultsAreNamed(_ text: String, line: Int, _ kind: VocabularyError.Kind) throws {
    let directory = TemporaryDirectory()
    let path = directory.path("labels.tsv")
    try write(Array(text.utf8), to: path)
    #expect(throws: VocabularyError(path: path, line: line, kind: kind)) {
      try LabelSet(contentsOf: path)
    }
  }
}
