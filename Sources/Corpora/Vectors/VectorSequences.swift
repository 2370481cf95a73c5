// SPDX-License-Identifier: Apache-2.0

package import Checkpoints

/// Sequences of vectors of the same size, such as the frames of a film, the readings of a sensor or
/// the rows of an image.
public struct VectorSequences: Sendable {
  /// The number of values in each vector, `D`.
  public let size: Int
  /// The vectors of all sequences, end to end, `[N, D]` row by row. All are finite.
  public let values: [Float]
  /// The rows of each sequence, at least one.
  public private(set) var sequences: [Range<Int>]
  package let fingerprint: CorpusFingerprint

  /// Reads a file of vectors.
  ///
  /// - `.npy`: an array of numbers. `[N, D]` holds `N` vectors, and `[N]` vectors of one value.
  ///   `[S, T, D]` holds `S` sequences of `T` vectors.
  /// - `.safetensors`: such an array as the only tensor, or as the tensor `vectors`. A tensor
  ///   `lengths`, `[S]`, has the number of vectors in each sequence.
  /// - Any other file is text: a vector on each line, its numbers separated by tabs or spaces. A
  ///   blank line ends a sequence.
  ///
  /// If nothing says where sequences end, each vector is a sequence of one step or, if
  /// `isOneSequence`, all vectors are one sequence. `lengths` replaces the ends in the file.
  ///
  /// - Throws: `VectorError`, also if the vectors do not have `size` values although that is given;
  ///   `NPYError`, `SafetensorsError`, `TextFormatError` or `FileError`.
  public init(
    contentsOf path: String, lengths: SequenceLengths? = nil, isOneSequence: Bool = false,
    size expectedSize: Int? = nil
  ) throws {
    let vectors = try VectorFile(path)
    try vectors.checkValues()
    if let expectedSize, expectedSize != vectors.size {
      throw VectorError(
        path: path, problem: .wrongSize(expected: expectedSize, found: vectors.size))
    }
    (size, values) = (vectors.size, vectors.values)
    var file: LengthFile?
    switch lengths {
    case .equal(let length):
      sequences = try Self.ranges(of: length, rows: vectors.rows, path)
    case .file(let place):
      let given = try LengthFile(place)
      file = given
      sequences = try Self.ranges(given.lengths, rows: vectors.rows, place)
    case nil:
      let ends = vectors.lengths ?? (isOneSequence ? [vectors.rows] : nil)
      sequences =
        try ends.map { try Self.ranges($0, rows: vectors.rows, path) }
        ?? (0..<vectors.rows).map { $0..<$0 + 1 }
    }
    fingerprint = CorpusFingerprint(
      bytes: vectors.bytes + (file?.bytes ?? 0), lines: vectors.rows,
      hash: vectors.hash + (file?.hash ?? ""))
  }

  /// The number of sequences.
  public var count: Int { sequences.count }

  /// Returns the vectors of a sequence, end to end.
  public subscript(sequence: Int) -> ArraySlice<Float> {
    let rows = sequences[sequence]
    return values[rows.lowerBound * size..<rows.upperBound * size]
  }

  /// Returns only the sequences with these numbers, in order.
  func keeping(_ numbers: [Int]) -> VectorSequences {
    var kept = self
    kept.sequences = numbers.map { sequences[$0] }
    return kept
  }

  /// Returns the rows of sequences of one length.
  private static func ranges(
    of length: Int, rows: Int, _ path: String
  ) throws(VectorError) -> [Range<Int>] {
    guard length > 0, rows % length == 0 else {
      throw VectorError(path: path, problem: .notDivisible(length: length, vectors: rows))
    }
    return (0..<rows / length).map { $0 * length..<($0 + 1) * length }
  }

  /// Returns the rows of sequences with these lengths.
  private static func ranges(
    _ lengths: [Int], rows: Int, _ path: String
  ) throws(VectorError) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var end = 0
    for (index, length) in lengths.enumerated() {
      guard (1...rows).contains(length) else {
        throw VectorError(
          path: path, problem: .lengthOutOfRange(sequence: index + 1, length: length))
      }
      ranges.append(end..<end + length)
      end += length
    }
    guard end == rows else {
      throw VectorError(path: path, problem: .wrongSum(lengths: end, vectors: rows))
    }
    return ranges
  }
}

/// The way to divide vectors into sequences.
public enum SequenceLengths: Equatable, Sendable {
  /// Each sequence has this many vectors.
  case equal(Int)
  /// A file with the number of vectors in each sequence: a `.npy` array of integers, or text with an
  /// integer on each line.
  case file(String)
}
