// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Lectures

struct TemporalOrderTests {
  private static let levels: [(TemporalOrder.Level, ClosedRange<Int>, [ClosedRange<Int>])] = [
    (.easy, 7...8, [1...2, 4...5]), (.normal, 30...40, [2...5, 20...27]),
    (.moderate, 60...80, [10...20, 45...54]), (.hard, 100...110, [10...20, 50...60]),
    (.nightmare, 300...500, [10...80, 250...290]),
  ]

  @Test(arguments: levels)
  func `the class is the order of the two symbols`(
    _ level: (name: TemporalOrder.Level, lengths: ClosedRange<Int>, places: [ClosedRange<Int>])
  ) throws {
    let files = TemporalOrder(level.name, trainingCount: 2_000).files(seed: 1)
    #expect(files.map(\.name) == ["train.tsv", "dev.tsv", "test.tsv"])
    #expect(files.map(\.lines.count) == [2_000, 1_000, 1_000])
    let classes = ["XX": "Q", "XY": "R", "YX": "S", "YY": "U"]
    var counts: [String: Int] = [:]
    var (lengths, places): (Set<Int>, [Set<Int>]) = ([], [[], []])
    for line in files[0].lines {
      let cells = line.split(separator: "\t").map(String.init)
      let symbols = Array(cells[0])
      #expect(symbols.first == "B" && symbols.last == "E")
      let marks = symbols.indices.filter { "XY".contains(symbols[$0]) }
      try #require(marks.count == 2)
      #expect(cells[1] == classes[String(marks.map { symbols[$0] })])
      let noise = symbols.indices.dropFirst().dropLast().filter { !marks.contains($0) }
      #expect(noise.allSatisfy { "abcd".contains(symbols[$0]) })
      counts[cells[1], default: 0] += 1
      lengths.insert(symbols.count)
      for mark in 0..<2 { places[mark].insert(marks[mark]) }
    }
    // Every value of each range occurs among so many, except in the widest ones.
    #expect(lengths.min() == level.lengths.lowerBound && lengths.max() == level.lengths.upperBound)
    for (found, range) in zip(places, level.places) {
      #expect(found.min() == range.lowerBound && found.max() == range.upperBound)
    }
    // Four standard deviations of a quarter of 2,000.
    #expect(counts.count == 4 && counts.values.allSatisfy { abs($0 - 500) < 78 })
  }

  @Test func `with a label for every step, each label tells the symbols so far`() throws {
    let data = TemporalOrder(.normal, trainingCount: 50, everyStep: true)
    let classes = ["": "none", "X": "X", "Y": "Y", "XX": "Q", "XY": "R", "YX": "S", "YY": "U"]
    let whole = TemporalOrder(.normal, trainingCount: 50).files(seed: 1)
    for (file, whole) in zip(data.files(seed: 1), whole) {
      let sequences = file.lines.split(separator: "", omittingEmptySubsequences: false).dropLast()
      try #require(sequences.count == whole.lines.count)
      for (steps, line) in zip(sequences, whole.lines) {
        let cells = steps.map { $0.split(separator: "\t").map(String.init) }
        #expect(cells.map { $0[0] }.joined() + "\t" + (cells.last?[1] ?? "") == line)
        var symbols = ""
        for cell in cells {
          if "XY".contains(cell[0]) { symbols += cell[0] }
          #expect(cell[1] == classes[symbols])
        }
      }
    }
  }

  @Test func `a seed always gives the same sequences`() {
    let (first, again) = (TemporalOrder().files(seed: 3), TemporalOrder().files(seed: 3))
    #expect(first == again && TemporalOrder().files(seed: 4) != first)
    #expect(first[1].lines != first[2].lines)
    #expect(first[0].lines.prefix(2) == ["BcXcaXE\tQ", "BbXdXccE\tQ"])
  }

  @Test func `more training sequences change no others`() {
    let (few, many) = (
      TemporalOrder(.hard).files(seed: 1),
      TemporalOrder(.hard, trainingCount: 1_500).files(seed: 1)
    )
    #expect(few[1...] == many[1...])
    #expect(few[0].lines == Array(many[0].lines.prefix(1_000)))
  }
}
