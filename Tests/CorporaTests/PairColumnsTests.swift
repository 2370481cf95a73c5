// SPDX-License-Identifier: Apache-2.0

import Corpora
import Testing

@Suite struct PairColumnsTests {
  @Test func columnsAreRead() throws {
    #expect(try PairColumns("2,4") == PairColumns(source: .number(2), target: .number(4)))
    #expect(
      try PairColumns(" english , french")
        == PairColumns(source: .name("english"), target: .name("french")))
    let faults: [(String, PairColumns.Fault)] = [
      ("", .count(0)), ("2", .count(1)), ("1,2,3", .count(3)), ("0,1", .belowOne("0")),
      ("1,-1", .belowOne("-1")), ("2,2", .same("2")), ("a,a", .same("a")), (",", .count(0)),
    ]
    for (text, fault) in faults { #expect(throws: fault) { try PairColumns(text) } }
  }
}
