// SPDX-License-Identifier: Apache-2.0

import Corpora
import FoundationEssentials
import TestSupport
import Testing

@Suite final class LabelledVectorsTests {
  private let directory = TemporaryDirectory()

  private func golden(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)").path
  }

  private func file(_ name: String, _ text: String) throws -> String {
    try write(Array(text.utf8), to: directory.path(name))
    return directory.path(name)
  }

  private func files(_ vectors: String, _ labels: String) throws -> LabelledVectorFiles {
    LabelledVectorFiles(
      vectors: try file("vectors.tsv", vectors), labels: try file("labels.txt", labels))
  }

  private func labels(_ data: LabelledVectors) -> [[String]] {
    (0..<data.count).map { number in
      data.labels(ofSequence: number).map { data.labels[Int($0)] }
    }
  }

  @Test func sequencesHaveALabelEach() throws {
    let data = try LabelledVectors(
      files("1 2\n3 4\n\n5 6\n\n7 8\n", "up\n\n  going down \r\nup"), .sequences)
    #expect(labels(data) == [["up"], ["going down"], ["up"]])
    #expect(data.labelSet(of: [0, 1, 2]).names == ["up", "going down"])
    #expect(data.labelSet(of: [1]).names == ["going down"])
    #expect(data.report.read == 3 && data.report.kept == 3 && data.report.keptSteps == 4)
    #expect(data.fingerprint.lines == 4)
  }

  @Test func vectorsHaveALabelEach() throws {
    let data = try LabelledVectors(files("1\n2\n\n3\n", "a\nb\n\na\n"), .vectors)
    #expect(labels(data) == [["a", "b"], ["a"]])
    #expect(data.labelSet(of: [1]).names == ["a"])
    let one = try LabelledVectors(files("1\n2\n3\n", "a\nb\na\n"), .vectors)
    #expect(labels(one) == [["a", "b", "a"]])
  }

  @Test func labelsMayBeIntegersInAnArray() throws {
    let files = LabelledVectorFiles(
      vectors: golden("vectors.npy"), lengths: .equal(2), labels: golden("lengths.npy"))
    #expect(try labels(LabelledVectors(files, .sequences)) == [["1"], ["3"], ["2"]])
    let floats = LabelledVectorFiles(
      vectors: golden("vectors.npy"), labels: golden("one-value.npy"))
    #expect(throws: VectorLabelError.notIntegers(path: golden("one-value.npy"))) {
      _ = try LabelledVectors(floats, .sequences)
    }
  }

  /// The labels of what is left out go with it.
  @Test func longSequencesAreLeftOut() throws {
    let given = try files("1\n\n2\n3\n4\n\n5\n6\n", "a\nb\nc\n")
    let data = try LabelledVectors(given, .sequences, maximumLength: 2)
    #expect(labels(data) == [["a"], ["c"]] && Array(data.vectors[1]) == [5, 6])
    #expect(data.report.read == 3 && data.report.kept == 2 && data.report.keptSteps == 3)
    #expect(data.report.skippedTooLong.firstLines == [2])
    let ofVectors = try LabelledVectors(
      files("1\n\n2\n3\n4\n\n5\n6\n", "a\nb\nb\nb\nc\nd\n"), .vectors, maximumLength: 2)
    #expect(labels(ofVectors) == [["a"], ["c", "d"]])
    #expect(throws: LabelledTextError.self) {
      _ = try LabelledVectors(files("1\n2\n\n", "a\n"), .sequences, maximumLength: 1)
    }
  }

  @Test(arguments: [
    ("a\nb\n", LabelledTextReport.Content.sequences, 3, 2), ("", .sequences, 3, 0),
    ("a\nb\nc\n", .vectors, 4, 3),
  ])
  func eachHasALabel(
    _ text: String, _ content: LabelledTextReport.Content, _ count: Int, _ labels: Int
  ) throws {
    let files = try files("1\n2\n\n3\n\n4\n", text)
    #expect(
      throws: VectorLabelError.unequalCounts(
        path: files.vectors, content, count, labels: files.labels, labels)
    ) { _ = try LabelledVectors(files, content) }
  }

  @Test func faultyLabelsAreRefused() throws {
    for (bytes, line, problem): ([UInt8], Int, VectorTextError.Violation) in [
      ([0x61, 0x0A, 0xFF, 0x0A], 2, .invalidUTF8), ([0x61, 0x0A, 0x00, 0x62, 0x0A], 2, .nul),
    ] {
      let files = try files("1\n2\n", "")
      try write(bytes, to: files.labels)
      #expect(throws: VectorLabelError.violation(path: files.labels, line: line, problem)) {
        _ = try LabelledVectors(files, .sequences)
      }
    }
  }
}
