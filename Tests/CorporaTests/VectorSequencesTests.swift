// SPDX-License-Identifier: Apache-2.0

import Corpora
import Files
import FoundationEssentials
import TestSupport
import Testing

@Suite final class VectorSequencesTests {
  private let directory = TemporaryDirectory()
  /// The vectors of the golden files.
  private let values = (0..<12).map { Float($0) / 4 - 1 }

  private func golden(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)").path
  }

  private func file(_ name: String, _ text: String) throws -> String {
    try write(Array(text.utf8), to: directory.path(name))
    return directory.path(name)
  }

  private func problem(
    _ path: String, lengths: String? = nil, size: Int? = nil
  ) throws -> VectorError.Problem? {
    do {
      _ = try VectorSequences(
        contentsOf: path, lengths: lengths.map(SequenceLengths.file), size: size)
      return nil
    } catch let error as VectorError {
      #expect(error.path == lengths ?? path)
      return error.problem
    }
  }

  // MARK: Arrays

  @Test(arguments: ["vectors.npy", "one-tensor.safetensors"])
  func withoutLengthsEachVectorIsASequence(_ name: String) throws {
    let vectors = try VectorSequences(contentsOf: golden(name))
    #expect(vectors.size == 2 && vectors.values == values && vectors.count == 6)
    #expect(vectors.sequences == (0..<6).map { $0..<$0 + 1 })
    #expect(Array(vectors[4]) == [1, 1.25])
  }

  @Test func lengthsDivideTheVectors() throws {
    let ofArray = try VectorSequences(
      contentsOf: golden("vectors.npy"), lengths: .file(golden("lengths.npy")))
    let ofText = try VectorSequences(
      contentsOf: golden("vectors.npy"), lengths: .file(file("lengths", "1\n 3 \n\n2")))
    let ofTensor = try VectorSequences(contentsOf: golden("lengths.safetensors"))
    for vectors in [ofArray, ofText, ofTensor] {
      #expect(vectors.values == values && vectors.sequences == [0..<1, 1..<4, 4..<6])
    }
    #expect(Array(ofTensor[2]) == [1, 1.25, 1.5, 1.75])
  }

  @Test func aCubeHoldsSequencesOfTheSameLength() throws {
    let vectors = try VectorSequences(contentsOf: golden("sequences.npy"))
    #expect(vectors.size == 2 && vectors.values == values && vectors.sequences == [0..<3, 3..<6])
  }

  @Test func numbersAreVectorsOfOneValue() throws {
    let vectors = try VectorSequences(contentsOf: golden("one-value.npy"))
    #expect(vectors.size == 1 && vectors.count == 6 && Array(vectors[1]) == [-0.5])
  }

  @Test func faultyArraysAreRefused() throws {
    #expect(try problem(golden("four-dimensions.npy")) == .wrongShape([1, 2, 3, 2]))
    #expect(try problem(golden("no-rows.npy")) == .empty)
    guard case .notFinite(.row(4, column: 2), let value) = try problem(golden("nan.npy")) else {
      Issue.record("accepted NaN")
      return
    }
    #expect(value.isNaN)
    #expect(try problem(golden("too-large.npy")) == .notFinite(.row(2, column: 1), .infinity))
    #expect(
      try problem(golden("two-tensors.safetensors")) == .noVectors(tensors: ["a", "b"]))
    #expect(try problem(golden("float-lengths.safetensors")) == .notLengths)
  }

  @Test(arguments: [
    ("1\n3\n", VectorError.Problem.wrongSum(lengths: 4, vectors: 6)),
    ("1\n3\n3\n", .wrongSum(lengths: 7, vectors: 6)), ("", .wrongSum(lengths: 0, vectors: 6)),
    ("4\n0\n2\n", .lengthOutOfRange(sequence: 2, length: 0)),
    ("7\n-1\n", .lengthOutOfRange(sequence: 1, length: 7)),
    ("6\n-1\n", .lengthOutOfRange(sequence: 2, length: -1)),
    ("1\n2.5\n", .notALength(line: 2, text: "2.5")),
  ])
  func faultyLengthsAreRefused(_ lengths: String, _ expected: VectorError.Problem) throws {
    #expect(
      try problem(golden("vectors.npy"), lengths: try file("lengths", lengths)) == expected)
  }

  @Test func lengthsAreIntegersInOneDimension() throws {
    for lengths in ["vectors.npy", "one-value.npy"] {
      #expect(try problem(golden("vectors.npy"), lengths: golden(lengths)) == .notLengths)
    }
  }

  @Test func equalLengthsDivideTheVectors() throws {
    let path = golden("vectors.npy")
    #expect(
      try VectorSequences(contentsOf: path, lengths: .equal(3)).sequences == [0..<3, 3..<6])
    #expect(
      throws: VectorError(path: path, problem: .notDivisible(length: 4, vectors: 6))
    ) { _ = try VectorSequences(contentsOf: path, lengths: .equal(4)) }
  }

  @Test func withoutLengthsAllMayBeOneSequence() throws {
    func sequences(_ name: String) throws -> [Range<Int>] {
      try VectorSequences(contentsOf: golden(name), isOneSequence: true).sequences
    }
    #expect(try sequences("vectors.npy") == [0..<6])
    #expect(try sequences("sequences.npy") == [0..<3, 3..<6])
  }

  @Test func vectorsHaveTheExpectedSize() throws {
    #expect(try problem(golden("vectors.npy"), size: 2) == nil)
    #expect(
      try problem(golden("vectors.npy"), size: 3) == .wrongSize(expected: 3, found: 2))
  }

  // MARK: Text

  @Test func linesAreVectors() throws {
    let vectors = try VectorSequences(
      contentsOf: try file("frames.tsv", "1\t-2.5\r\n 1e3  0 \n.5\t+7"))
    #expect(vectors.size == 2 && vectors.values == [1, -2.5, 1000, 0, 0.5, 7])
    #expect(vectors.sequences == [0..<1, 1..<2, 2..<3])
  }

  @Test(arguments: ["1\n2\n\n3\n", "\n1\n2\n \n\n3\n\n"])
  func blankLinesEndSequences(_ text: String) throws {
    let vectors = try VectorSequences(contentsOf: try file("frames.tsv", text))
    #expect(vectors.values == [1, 2, 3] && vectors.sequences == [0..<2, 2..<3])
  }

  @Test func aBlankLineAtTheEndMakesOneSequence() throws {
    let vectors = try VectorSequences(contentsOf: try file("frames.tsv", "1\n2\n3\n\n"))
    #expect(vectors.sequences == [0..<3])
    let divided = try VectorSequences(
      contentsOf: directory.path("frames.tsv"), lengths: .file(file("lengths", "2\n1\n")))
    #expect(divided.sequences == [0..<2, 2..<3])
  }

  @Test(arguments: [
    ("", VectorError.Problem.empty), ("\n \n", .empty),
    ("1 2\n\n3\n", .unequalWidth(line: 3, expected: 2, found: 1)),
    ("1\n2 3\n", .unequalWidth(line: 2, expected: 1, found: 2)),
    ("1 2\n3 x4\n", .notANumber(line: 2, text: "x4")), ("1,2\n", .notANumber(line: 1, text: "1,2")),
    ("1\ninf\n", .notFinite(.line(2, column: 1), .infinity)),
    ("1 -1e39\n", .notFinite(.line(1, column: 2), -.infinity)),
  ])
  func faultyLinesAreRefused(_ text: String, _ expected: VectorError.Problem) throws {
    #expect(try problem(try file("frames.tsv", text)) == expected)
  }

  @Test func filesThatAreNotTextAreRefused() throws {
    try write([0x1F, 0x8B, 8, 0], to: directory.path("frames.tsv.gz"))
    #expect(throws: TextFormatError(path: directory.path("frames.tsv.gz"), .gzip)) {
      _ = try VectorSequences(contentsOf: directory.path("frames.tsv.gz"))
    }
  }
}

@Suite final class StandardizationTests {
  private let directory = TemporaryDirectory()

  @Test func valuesHaveMeanZeroAndDeviationOne() throws {
    let path = directory.path("frames.tsv")
    try write(Array("1 0.1 7\n3 0.1 8\n\n5 0.1 0\n99 0.1 9\n\n".utf8), to: path)
    let vectors = try VectorSequences(contentsOf: path)
    let standardization = Standardization(of: vectors, sequences: [0])
    #expect(standardization.mean == [2, 0.1, 7.5] && standardization.deviation == [1, 1, 0.5])
    #expect(standardization.standardized(vectors[0]) == [-1, 0, -1, 1, 0, 1])
    // Later vectors do not change it.
    #expect(
      standardization.standardized(vectors[1][vectors[1].startIndex + 3..<vectors[1].endIndex]) == [
        97, 0, 3,
      ])
    let whole = Standardization(of: vectors, sequences: [0, 1])
    #expect(whole.mean == [27, 0.1, 6] && whole.deviation[1] == 1)
  }
}
