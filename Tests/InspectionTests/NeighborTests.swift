// SPDX-License-Identifier: Apache-2.0

import Inspection
import Testing

private struct GensimGolden: Decodable {
  struct Found: Decodable {
    let word: String
    let similarity: Float
    init(from decoder: any Decoder) throws {
      var pair = try decoder.unkeyedContainer()
      word = try pair.decode(String.self)
      similarity = try pair.decode(Float.self)
    }
  }
  struct Neighbors: Decodable {
    let word: String
    let found: [Found]
  }
  struct Analogy: Decodable {
    let a, b, c: String
    let found: [Found]
  }
  let rows, dimension: Int
  let neighbors: [Neighbors]
  let analogies: [Analogy]
}

private func expectEqual(_ found: [Neighbor], _ expected: [GensimGolden.Found]) {
  #expect(found.map(\.word) == expected.map(\.word))
  for (ours, theirs) in zip(found, expected) {
    #expect(abs(ours.similarity - theirs.similarity) < 1e-6, "\(ours.word)")
  }
}

@Suite struct NeighborTests {
  @Test func `neighbors and analogies equal gensim's most_similar`() throws {
    let golden = try golden("gensim.json", as: GensimGolden.self)
    let table = syntheticTable(rows: golden.rows, dimension: golden.dimension)
    for expected in golden.neighbors {
      expectEqual(try table.neighbors(of: expected.word, count: 10), expected.found)
    }
    for expected in golden.analogies {
      let found = try table.analogy(expected.a, expected.b, expected.c, count: 10)
      expectEqual(found, expected.found)
    }
    #expect(golden.neighbors.count >= 20 && golden.analogies.count >= 19)
  }

  private let royalty = table([
    ("<pad>", [0, 0, 0]), ("<unk>", [1, 1, 1]), ("man", [1, 0, 0]), ("woman", [0, 1, 0]),
    ("king", [1, 0, 1]), ("queen", [0, 1, 1]), ("Queen", [0, 2, 2]), ("nothing", [0, 0, 0]),
  ])

  @Test func `the nearest come first, ties by row`() throws {
    let found = try royalty.neighbors(of: "woman", count: 3)
    #expect(found.map(\.word) == ["queen", "Queen", "<unk>"])
    #expect(found.map(\.row) == [5, 6, 1])
    #expect(found[0].similarity == found[1].similarity)
  }

  @Test func `fewer are the first of all`() throws {
    let words = (0..<200).map { ("w\($0)", [Float($0 % 17) - 8, Float($0 % 5) - 2]) }
    let many = table(words)
    let all = try many.neighbors(of: "w1", count: words.count)
    #expect(all.count > 180)
    for (one, next) in zip(all, all.dropFirst()) {
      #expect((-one.similarity, one.row) < (-next.similarity, next.row))
    }
    for count in [0, 1, 2, 10, 100] {
      #expect(try many.neighbors(of: "w1", count: count) == Array(all.prefix(count)))
    }
  }

  @Test func `the word itself and zero vectors are left out`() throws {
    let found = try royalty.neighbors(of: "queen", count: 100)
    #expect(found.map(\.word) == ["Queen", "<unk>", "woman", "king", "man"])
  }

  @Test func `an analogy leaves its three words out`() throws {
    let found = try royalty.analogy("man", "king", "woman", count: 2)
    #expect(found.map(\.word) == ["queen", "Queen"])
    #expect(found[0].similarity > 0.8)
  }

  @Test func `a zero vector has no direction`() {
    #expect(throws: InspectionError.noDirection(words: ["nothing"])) {
      try royalty.neighbors(of: "nothing")
    }
    #expect(throws: InspectionError.noDirection(words: ["man", "nothing", "king"])) {
      try royalty.analogy("man", "nothing", "king")
    }
  }

  @Test func `an unknown word is reported with the nearest spellings`() {
    #expect(throws: InspectionError.unknownWord("quen", nearest: ["queen", "Queen"])) {
      try royalty.neighbors(of: "quen")
    }
    #expect(throws: InspectionError.unknownWord("wmoan", nearest: ["woman"])) {
      try royalty.analogy("man", "king", "wmoan")
    }
  }

  @Test func `a canonically equivalent spelling is the same word`() throws {
    let french = table([("\u{E9}t\u{E9}", [1, 0]), ("hiver", [0.5, 0.5])])
    #expect(try french.neighbors(of: "e\u{301}te\u{301}").map(\.word) == ["hiver"])
  }

  @Test func `values that are not finite are refused`() {
    let broken = table([("a", [1, 0]), ("b", [.nan, 0])])
    #expect(throws: InspectionError.notFinite(word: "b", row: 1, column: 0)) {
      try broken.neighbors(of: "a")
    }
  }
}

@Suite struct SpellingTests {
  @Test(arguments: [
    ("dropuot", ["dropout"]), ("Dropout", ["dropout"]), ("drop", []), ("layres", ["layers"]),
    ("layer", ["layers"]), ("zzz", []), ("", []), ("epoch", ["epochs"]),
  ])
  func `slips of the keyboard find their word`(slip: String, expected: [String]) {
    let keys = ["dropout", "layers", "learning-rate", "epochs"]
    #expect(nearestSpellings(to: slip, among: keys) == expected)
  }

  @Test func `the nearest come first, at most three, ties in order`() {
    let words = ["ccbb", "aabb", "abbb", "bbbb", "abab"]
    #expect(nearestSpellings(to: "bbbb", among: words) == ["bbbb", "abbb"])
    let close = ["cot", "cat", "car", "cart", "cast"]
    #expect(nearestSpellings(to: "cat", among: close) == ["cat", "cot", "car"])
  }
}
