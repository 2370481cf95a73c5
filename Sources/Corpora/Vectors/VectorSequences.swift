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
  public let sequences: [Range<Int>]
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
  /// If nothing says where sequences end, each vector is a sequence of one step.
  ///
  /// `lengths` is a file with the number of vectors in each sequence: a `.npy` array of integers,
  /// or text with an integer on each line. They replace the ends in the file of vectors.
  ///
  /// - Throws: `VectorError`, `NPYError`, `SafetensorsError`, `TextFormatError` or `FileError`.
  public init(contentsOf path: String, lengths: String? = nil) throws {
    let vectors = try VectorFile(path)
    let given = try lengths.map(LengthFile.init)
    try vectors.checkValues()
    let ends = given?.lengths ?? vectors.lengths
    size = vectors.size
    values = vectors.values
    sequences = try Self.ranges(ends, rows: vectors.rows, lengths ?? path)
    fingerprint = CorpusFingerprint(
      bytes: vectors.bytes + (given?.bytes ?? 0), lines: vectors.rows,
      hash: vectors.hash + (given?.hash ?? ""))
  }

  /// The number of sequences.
  public var count: Int { sequences.count }

  /// Returns the vectors of a sequence, end to end.
  public subscript(sequence: Int) -> ArraySlice<Float> {
    let rows = sequences[sequence]
    return values[rows.lowerBound * size..<rows.upperBound * size]
  }

  /// Returns the rows of sequences with these lengths; nil for sequences of one row.
  private static func ranges(
    _ lengths: [Int]?, rows: Int, _ path: String
  ) throws(VectorError) -> [Range<Int>] {
    guard let lengths else { return (0..<rows).map { $0..<$0 + 1 } }
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
