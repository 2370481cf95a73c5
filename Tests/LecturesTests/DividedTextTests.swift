// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Lectures

/// Lectures that divide a text or make one stream.
struct DividedTextTests {
  @Test func `a seventh of the names is kept back`() {
    let examples = (0..<700).map { (name: "n\($0)", language: $0 % 3 == 0 ? "A" : "B") }
    let files = Names(examples).files(seed: 1)
    #expect(files.map(\.name) == ["train.tsv", "dev.tsv", "test.tsv"])
    #expect(files.map(\.lines.count) == [500, 100, 100])
    let all = files.flatMap(\.lines)
    #expect(Set(all) == Set(examples.map { "\($0.name)\t\($0.language)" }) && all.count == 700)
    #expect(files == Names(examples).files(seed: 1) && files != Names(examples).files(seed: 2))
  }

  @Test func `lines of a text are divided into tenths`() {
    let text = (0..<57).map { "line \($0)" }
    let files = WindowOrState(text).files(seed: 1)
    #expect(files.map(\.name) == ["train.txt", "dev.txt", "test.txt", "pairs.tsv"])
    #expect(files.map(\.lines.count).prefix(3) == [47, 5, 5])
    #expect(Set(files.prefix(3).flatMap(\.lines)) == Set(text))
    #expect(files[3].lines == WindowOrState.pairs(of: files[0].lines[0]))
  }

  @Test func `the state of a window is its last characters`() {
    #expect(
      WindowOrState.pairs(of: "what") == ["^^^\tw", "^^w\th", "^wh\ta", "wha\tt"])
  }

  @Test func `a search for cells has two sets of each task`() {
    let text = (0..<57).map { "line \($0)" }
    let files = Cells(text, length: 100, count: 30).files(seed: 1)
    #expect(
      files.map(\.name) == [
        "tokens.tsv", "dev-tokens.tsv", "examples.tsv", "dev-examples.tsv", "text.txt",
        "dev-text.txt",
      ])
    #expect(files.map(\.lines.count) == [100, 10, 30, TemporalOrder.testCount, 52, 5])
    #expect(files[0].lines == Echo(delay: 8, length: 100).files(seed: 1)[0].lines)
    #expect(Set(files[4].lines + files[5].lines) == Set(text))
  }

  @Test func `an echo is the bit some steps before`() {
    let files = Echo(delay: 3, length: 1_000).files(seed: 1)
    #expect(files.map(\.lines.count) == [1_000, 100, 100])
    for file in files {
      let steps = file.lines.map { $0.split(separator: "\t").map(String.init) }
      #expect(steps.prefix(3).allSatisfy { $0[1] == "0" })
      for step in 3..<steps.count { #expect(steps[step][1] == steps[step - 3][0]) }
      #expect(Set(steps.map { $0[0] }) == ["0", "1"])
    }
    #expect(Set(files.map { $0.lines.prefix(100) }).count == 3)
  }

  @Test func `the class of a latched sequence is its first symbol`() {
    let files = Latch(distance: 50, trainingCount: 400).files(seed: 1)
    #expect(files.map(\.lines.count) == [400, Latch.testCount, Latch.testCount])
    let lengths = files.map { file in
      file.lines.map { line in
        let cells = line.split(separator: "\t").map(String.init)
        #expect(cells[0].hasPrefix(cells[1]) && Latch.symbols.contains(cells[1]))
        #expect(cells[0].dropFirst().allSatisfy("abcd".contains))
        return cells[0].count
      }
    }
    #expect(Set(lengths[0]).isSubset(of: 2...51) && Set(lengths[0]).count > 40)
    #expect(Set(lengths[1] + lengths[2]) == [51])
    #expect(Set(files[0].lines.map(\.last)) == Set(Latch.symbols))
    #expect(files[1].lines != files[2].lines)
  }

  @Test func `an echo may be longer than its stream or immediate`() {
    #expect(Echo(delay: 9, length: 4).files(seed: 1)[0].lines.allSatisfy { $0.hasSuffix("\t0") })
    for line in Echo(delay: 0, length: 20).files(seed: 1)[0].lines {
      #expect(line == "0\t0" || line == "1\t1")
    }
  }
}
