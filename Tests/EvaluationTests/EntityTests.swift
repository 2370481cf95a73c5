// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Evaluation

@Suite struct EntityTests {
  private func decoded(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    replaceEntities(in: &scalars)
    return scalars.map { String($0) }.joined()
  }

  /// `mteval-v13a.pl` replaces one kind of entity after the other.
  private func replacedOneByOne(_ text: String) -> String {
    [("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")].reduce(text) {
      $0.replacing($1.0, with: $1.1)
    }
  }

  @Test(arguments: [
    ("&amp;lt;", "<"), ("&amp;quot;", "&quot;"), ("&amp;amp;lt;", "&amp;lt;"), ("&lt;&gt;", "<>"),
    ("a & b &", "a & b &"), ("&&lt", "&&lt"), ("&LT;", "&LT;"), ("&quot;amp;", "\"amp;"),
  ])
  func entitiesAreDecoded(text: String, expected: String) {
    #expect(decoded(text) == expected)
    #expect(replacedOneByOne(text) == expected)
  }

  @Test func inOnePassAsOneKindAfterTheOther() {
    var random = SeededGenerator(seed: 1)
    let parts = ["&", "amp;", "lt;", "gt;", "quot;", "a", ";", "&amp;", "é"]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in
        parts[Int.random(in: 0..<parts.count, using: &random)]
      }.joined()
      #expect(decoded(text) == replacedOneByOne(text), "\(text)")
    }
  }
}
