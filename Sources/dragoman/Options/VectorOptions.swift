// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Text

/// A file of sequences of vectors for a trained model.
struct VectorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      For a model that reads vectors: the sequences, in place of lines of text; /dev/stdin means standard input. \
      \(Self.form)
      """, valueName: "file"))
  var vectors: String?

  @Option(help: ArgumentHelp(lengthsHelp, valueName: "n|file"))
  var lengths: String?

  static let form = """
    The file is a .npy or .safetensors array of shape [vectors, numbers] or [sequences, vectors, numbers], or \
    text with a vector on each line, its numbers separated by tabs or spaces, and a blank line after each \
    sequence.
    """

  static let lengthsHelp = """
    Lengths of the sequences, counted in vectors: one number for all sequences, or a file with a number for each \
    sequence, as text or .npy. They override lengths that the file of vectors gives. If neither gives lengths, a \
    classifier reads each vector as a sequence, and a labeller reads all vectors as one sequence.
    """

  func check() throws {
    if lengths != nil && vectors == nil { throw ValidationError("--lengths needs --vectors.") }
  }

  /// Returns the vectors for a model; nil if none are given. `size` is that of the vectors that it
  /// reads, 0 if it reads `input`, such as `text`, instead. `isOneSequence` is for vectors without
  /// lengths.
  ///
  /// - Throws: `UsageError` if the model does not read what is given; the errors of
  ///   `VectorSequences`.
  func read(
    for checkpoint: String, size: Int, reading input: String, isOneSequence: Bool = false,
    command: String
  ) throws -> VectorSequences? {
    try requireInput(
      ofVectors: vectors != nil, for: checkpoint, size: size, reading: input, "--vectors",
      command: command)
    guard let vectors else { return nil }
    return try VectorSequences(
      contentsOf: vectors, lengths: sequenceLengths(lengths, command: command),
      isOneSequence: isOneSequence, size: size)
  }
}

/// - Throws: `UsageError` unless vectors are given to a model that reads them, and to no other. `size`
///   is 0 if the model reads `input` instead, and `flags` give vectors.
func requireInput(
  ofVectors areGiven: Bool, for checkpoint: String, size: Int, reading input: String,
  _ flags: String, command: String
) throws(UsageError) {
  guard areGiven != (size > 0) else { return }
  throw UsageError(
    command: command,
    message: areGiven
      ? "\(checkpoint) reads \(input), not vectors: omit --vectors."
      : "\(checkpoint) reads vectors: give \(flags).")
}

/// Returns the lengths that a flag gives, as a number or as a file.
///
/// - Throws: `UsageError` for a number below 1.
func sequenceLengths(
  _ text: String?, flag: String = "--lengths", command: String
) throws(UsageError) -> SequenceLengths? {
  guard let text else { return nil }
  guard let length = Int(text) else { return .file(text) }
  guard length > 0 else {
    throw UsageError(
      command: command,
      message: "\(flag) is \(text), but must be a file or a number of at least 1.")
  }
  return .equal(length)
}

struct StandardizationOption: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: """
      Standardize each component of the vectors: subtract its mean over the training vectors, and divide by its \
      standard deviation. The checkpoint stores both (default: --standardize).
      """)
  var standardize: Bool?
}

extension VectorLine {
  /// Returns the vector of a line of standard input; nil if the line is blank.
  static func vector(of line: TextLine, size: Int) throws(VectorError) -> [Float]? {
    var (reader, values) = (VectorLine(size: size), [Float]())
    do throws(VectorError.Problem) {
      let hasValues = try reader.append(
        line.text.utf8Span.span, number: line.number, to: &values)
      return hasValues ? values : nil
    } catch {
      throw VectorError(path: "standard input", problem: error)
    }
  }
}
