// SPDX-License-Identifier: Apache-2.0

import Compute
import Corpora
import Inference
import Messages
import Text

// MARK: - The nearest lines of a corpus

extension Encode {
  /// Prints the nearest lines of the file at `path` for each line of standard input.
  func writeNearest(_ encoder: SentenceEncoder, inFile path: String) throws {
    let lines = try lines(ofFile: path)
    let vectors = try vectors(of: lines, path, encoder)
    let search = try nearestVectors(vectors, encoder)
    var number = 0
    try forEachPart(encoder, nil) { _, queries in
      var output = StandardOutput()
      let found = search.nearest(
        to: queries.map { $0 ?? Array(repeating: 0, count: encoder.size) }, count: nearest.wanted)
      for neighbours in found {
        number += 1
        if neighbours.isEmpty { try output.writeLine("\(number)\t0\t\t") }
        for vector in neighbours {
          let similarity = decimal(Double(vector.similarity), places: 4)
          try output.writeLine(
            "\(number)\t\(similarity)\t\(vector.row + 1)\t\(lines[vector.row].text)")
        }
      }
      try output.flush()
    }
  }

  private func lines(ofFile path: String) throws -> [InputLine] {
    var (input, lines) = (try InputLines(ofFile: path), [InputLine]())
    while let line = try input.next() {
      lines.append(InputLine(line.text, groupColumn: groupColumn))
    }
    if lines.allSatisfy({ trimmedText($0.text).isEmpty }) {
      throw NearestLinesError.noLines(path: path)
    }
    return lines
  }

  /// Returns the vector of each line, zeros for a blank one.
  private func vectors(
    of lines: [InputLine], _ path: String, _ encoder: SentenceEncoder
  ) throws -> VectorMatrix {
    guard let file = nearest.vectors else {
      return VectorMatrix(count: lines.count, size: encoder.size) { rows in
        for first in stride(from: 0, to: lines.count, by: Self.mostTogether) {
          let part = lines[first..<min(first + Self.mostTogether, lines.count)]
          for (row, vector) in encoder.vectors(of: part.map(\.text)).enumerated() {
            if let vector { rows.row(first + row).copy(from: vector) }
          }
        }
      }
    }
    let vectors = try VectorMatrix(contentsOf: file)
    guard vectors.rows.columns == encoder.size else {
      throw NearestLinesError.otherSize(
        path: file, found: vectors.rows.columns, expected: encoder.size)
    }
    guard vectors.rows.rows == lines.count else {
      throw NearestLinesError.otherCount(
        path: file, vectors: vectors.rows.rows, corpus: path, lines: lines.count)
    }
    return vectors
  }

  private func nearestVectors(
    _ vectors: VectorMatrix, _ encoder: SentenceEncoder
  ) throws -> NearestVectors {
    do throws(NearestVectors.InvalidRow) {
      return try encoder.nearestVectors(in: vectors)
    } catch {
      let row = vectors.rows.row(error.row).elements
      let column = row.firstIndex { !$0.isFinite } ?? 0
      throw VectorError(
        path: nearest.vectors ?? checkpoint.directory,
        problem: .notFinite(.row(error.row + 1, column: column + 1), row[column]))
    }
  }
}

/// Lines and vectors among which no nearest lines can be found.
enum NearestLinesError: Error, Equatable {
  case noLines(path: String)
  case otherSize(path: String, found: Int, expected: Int)
  case otherCount(path: String, vectors: Int, corpus: String, lines: Int)
}

extension NearestLinesError: Explainable {
  var explanation: ErrorText {
    switch self {
    case .noLines(let path):
      ErrorText(.badData, "\(path) contains no text.")
    case .otherSize(let path, let found, let expected):
      ErrorText(
        .badData,
        "The vectors of \(path) have \(counted(found, "value")), but those of the checkpoint have "
          + "\(grouped(expected)).", advice: Self.advice)
    case .otherCount(let path, let vectors, let corpus, let lines):
      ErrorText(
        .badData,
        "\(path) has \(counted(vectors, "vector")), but \(corpus) has \(counted(lines, "line")).",
        advice: Self.advice)
    }
  }

  private static let advice =
    "Write the vectors with 'dragoman encode --output', with the same checkpoint, options and file."
}
