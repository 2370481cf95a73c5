// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
package import Text

/// The files with sequences of vectors and their labels.
public struct LabelledVectorFiles: Equatable, Sendable {
  /// A file that `VectorSequences` reads.
  public var vectors: String
  /// The lengths of the sequences; nil if they are in the file of vectors.
  public var lengths: SequenceLengths?
  /// The labels in the order of the vectors: a `.npy` array of integers, or text with a label on each
  /// line, where blank lines do not count.
  public var labels: String

  public init(vectors: String, lengths: SequenceLengths? = nil, labels: String) {
    (self.vectors, self.lengths, self.labels) = (vectors, lengths, labels)
  }
}

/// Sequences of vectors with a label for each sequence or for each vector.
package struct LabelledVectors: Sendable {
  /// The sequences that are not longer than the limit.
  package let vectors: VectorSequences
  /// The labels by number.
  package let labels: TokenTable
  package let report: LabelledTextReport
  package let fingerprint: CorpusFingerprint
  /// The numbers of the labels of all sequences, or of all rows of vectors.
  private let numbers: [Int32]

  /// Reads files. `content` says what the labels belong to: `.sequences` or `.vectors`; if vectors
  /// have their own and nothing says where sequences end, all vectors are one sequence. Sequences of
  /// more than `maximumLength` vectors are left out.
  ///
  /// - Throws: `VectorLabelError`, `LabelledTextError.nothingKept`, or the errors of
  ///   `VectorSequences`, also if the vectors do not have `size` values although that is given.
  package init(
    _ files: LabelledVectorFiles, _ content: LabelledTextReport.Content, size: Int? = nil,
    maximumLength: Int = .max
  ) throws {
    let isOfVectors = content == .vectors
    let all = try VectorSequences(
      contentsOf: files.vectors, lengths: files.lengths, isOneSequence: isOfVectors, size: size)
    let file = try LabelFile(files.labels)
    let count = isOfVectors ? all.values.count / all.size : all.count
    guard file.numbers.count == count else {
      throw VectorLabelError.unequalCounts(
        path: files.vectors, content, count, labels: files.labels, file.numbers.count)
    }
    var report = LabelledTextReport(of: content)
    var kept: [Int] = []
    for (number, rows) in all.sequences.enumerated() {
      if rows.count > maximumLength {
        report.skip(.tooLong, line: number + 1)
      } else {
        kept.append(number)
        report.keptSteps += rows.count
      }
    }
    (report.read, report.kept) = (all.count, kept.count)
    if kept.isEmpty { throw LabelledTextError.nothingKept(paths: [files.vectors], report) }
    vectors = all.keeping(kept)
    labels = file.labels
    numbers = isOfVectors ? file.numbers : kept.map { file.numbers[$0] }
    self.report = report
    fingerprint = CorpusFingerprint(
      bytes: all.fingerprint.bytes + file.bytes, lines: all.fingerprint.lines,
      hash: all.fingerprint.hash + file.hash)
  }

  /// The number of sequences.
  package var count: Int { vectors.count }

  /// Returns the number of the label of a sequence, or the numbers of the labels of its vectors.
  package func labels(ofSequence sequence: Int) -> ArraySlice<Int32> {
    report.content == .vectors
      ? numbers[vectors.sequences[sequence]] : numbers[sequence...sequence]
  }

  /// Returns the labels of some sequences, by decreasing count.
  package func labelSet(of sequences: [Int]) -> LabelSet {
    var counts = [Int](repeating: 0, count: labels.count)
    for sequence in sequences {
      for number in labels(ofSequence: sequence) { counts[Int(number)] += 1 }
    }
    return LabelSet(of: labels, counts: counts)
  }
}

/// The reason that vectors and labels cannot be used together.
public enum VectorLabelError: Error, Equatable, Sendable {
  /// There is not a label for each sequence or vector, as the content says.
  case unequalCounts(
    path: String, LabelledTextReport.Content, Int, labels: String, Int)
  /// An array of labels does not have integers in one dimension.
  case notIntegers(path: String)
  case violation(path: String, line: Int, VectorTextError.Violation)
}
