// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Inspection
import TestSupport
import Testing

private func text(_ path: String) throws -> String {
  try String(contentsOfFile: path, encoding: .utf8)
}

@Suite struct ExportTests {
  private let small = table([
    ("été", [0.1, -2, 1e-30]), ("日本", [16_777_216, 0, 1 / 3]),
    ("￭,", [-0.0, 2 * .leastNonzeroMagnitude, 3e38]),
  ])

  @Test func `projector writes vectors and metadata line by line`() throws {
    let directory = TemporaryDirectory()
    try small.exportProjector(to: directory.path("deep/er"))
    #expect(
      try text(directory.path("deep/er/vectors.tsv"))
        == "0.1\t-2.0\t1e-30\n16777216.0\t0.0\t0.33333334\n-0.0\t3e-45\t3e+38\n")
    #expect(
      try text(directory.path("deep/er/metadata.tsv"))
        == "word\tcount\nété\t100\n日本\t99\n￭,\t98\n")
  }

  @Test func `word2vec begins with the shape and separates by blanks`() throws {
    let directory = TemporaryDirectory()
    try small.exportWord2Vec(to: directory.path("vectors.txt"))
    #expect(
      try text(directory.path("vectors.txt"))
        == "3 3\nété 0.1 -2.0 1e-30\n日本 16777216.0 0.0 0.33333334\n￭, -0.0 3e-45 3e+38\n")
  }

  @Test func `every exported value reads back as itself`() throws {
    var generator = SeededGenerator(seed: 7)
    let vectors = (0..<3000).map { _ in
      Float(bitPattern: UInt32.random(in: 0..<0x7F80_0000, using: &generator))
    }
    let table = EmbeddingTable(
      words: (0..<1000).map { "w\($0)" }, counts: Array(repeating: 1, count: 1000), dimension: 3,
      vectors: vectors)
    let directory = TemporaryDirectory()
    try table.exportWord2Vec(to: directory.path("vectors.txt"))
    let values = try text(directory.path("vectors.txt")).split(separator: "\n").dropFirst()
      .flatMap { $0.split(separator: " ").dropFirst().map { Float($0) } }
    #expect(values == vectors)
  }

  @Test(arguments: ["", "a b", "a\tb", "a\nb", "\r"])
  func `a word that would break the format is refused and nothing is written`(word: String) throws {
    let directory = TemporaryDirectory()
    let table = table([("fine", [1, 2]), (word, [3, 5])])
    let expected = InspectionError.unwritableWord(word, row: 1)
    #expect(throws: expected) { try table.exportWord2Vec(to: directory.path("a")) }
    #expect(throws: expected) { try table.exportProjector(to: directory.path("b")) }
    #expect(throws: expected) {
      let pca = try PrincipalComponents(of: table, count: 1)
      try pca.writeTable(of: table, to: directory.path("c"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
  }

  @Test func `the table of components has a header and a line a word`() throws {
    let table = table([("b", [4, 0]), ("a", [0, 0]), ("c", [2, 0])])
    let directory = TemporaryDirectory()
    let pca = try PrincipalComponents(of: table, count: 2)
    try pca.writeTable(of: table, to: directory.path("pca.tsv"))
    #expect(
      try text(directory.path("pca.tsv"))
        == "word\tcount\tpc1\tpc2\nb\t100\t2.0\t0.0\na\t99\t-2.0\t0.0\nc\t98\t0.0\t0.0\n")
  }

  @Test func `chosen rows make a table of their own`() {
    let chosen = small.selecting([2, 0])
    #expect(chosen.words == ["￭,", "été"])
    #expect(chosen.counts == [98, 100])
    #expect(chosen.vectors == [-0.0, .leastNonzeroMagnitude * 2, 3e38, 0.1, -2, 1e-30])
  }
}
