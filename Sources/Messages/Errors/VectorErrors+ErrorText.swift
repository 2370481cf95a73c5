// SPDX-License-Identifier: Apache-2.0

package import Corpora
import Files
package import NumPy
import Text

extension VectorError: Explainable {
  package var explanation: ErrorText { problem.explanation(in: path) }
}

extension VectorError {
  /// The form of a file of text.
  static let form = "Give one vector per line, its numbers separated by tabs or spaces."
}

extension VectorError.Problem {
  func explanation(in path: String) -> ErrorText {
    switch self {
    case .empty: ErrorText(.badData, "\(path) has no vectors.")
    case .wrongShape(let shape):
      ErrorText(
        .badData, "\(path): an array of shape \(shape) does not contain vectors.",
        advice: "Reshape it to [vectors, values] or [sequences, vectors, values].")
    case .unequalWidth(let line, let expected, let found):
      ErrorText(
        .badData,
        "\(path), line \(line): this has \(counted(found, "number")), but must have \(expected)."
      )
    case .notANumber(let line, let text):
      ErrorText(
        .badData, "\(path), line \(line): '\(excerpt(text))' is not a number.",
        advice: VectorError.form)
    case .notFinite(let place, let value):
      ErrorText(.badData, "\(path), \(place.words) is \(value.isNaN ? "NaN" : "infinite").")
    case .noVectors(let tensors) where tensors.isEmpty:
      ErrorText(.badData, "\(path) has no vectors.")
    case .noVectors(let tensors):
      ErrorText(
        .badData,
        "\(path) has \(counted(tensors.count, "tensor")) "
          + "(\(listed(tensors.map(excerpt)))), but none named 'vectors'.")
    case .unsupportedType(let tensor, let type):
      ErrorText(
        .badData, "\(path): tensor '\(excerpt(tensor))' contains \(excerpt(type)) values.",
        advice: "Convert them to F32.")
    case .notLengths:
      ErrorText(.badData, "\(path): the lengths are not a list of integers.")
    case .notALength(let line, let text):
      ErrorText(.badData, "\(path), line \(line): '\(excerpt(text))' is not a length.")
    case .lengthOutOfRange(let sequence, let length):
      ErrorText(
        .badData,
        "\(path): the length of sequence \(grouped(sequence)) is \(grouped(length)), "
          + (length < 1
            ? "but must be at least 1." : "which is greater than the number of vectors."))
    case .wrongSum(let lengths, let vectors):
      ErrorText(
        .badData,
        "\(path): the lengths add up to \(grouped(lengths)), but there are "
          + "\(counted(vectors, "vector")).")
    case .notDivisible(let length, let vectors):
      ErrorText(
        .badData,
        "\(path) has \(counted(vectors, "vector")), which cannot be divided into sequences of "
          + "\(grouped(length)).")
    case .wrongSize(let expected, let found):
      ErrorText(
        .badData,
        "The vectors in \(path) have \(counted(found, "number")), but the model reads vectors with "
          + "\(grouped(expected)).")
    }
  }
}

extension VectorLabelError: Explainable {
  package var explanation: ErrorText {
    switch self {
    case .unequalCounts(let path, let content, let count, let labels, let found):
      ErrorText(
        .badData,
        "\(path) has \(counted(count, content == .vectors ? "vector" : "sequence")), but "
          + "\(labels) has \(counted(found, "label")).",
        advice: content == .vectors
          ? "Give a label for each vector."
          : "Give a label for each sequence, and use --lengths to mark where sequences end.")
    case .notIntegers(let path):
      ErrorText(
        .badData, "\(path): the labels are not a list of integers.",
        advice: "Give a .npy array of integers, or text with one label per line.")
    case .violation(let path, let line, .tooLong):
      ErrorText(.badData, "\(path), line \(line): the label is too long.")
    case .violation(let path, let line, let violation):
      ErrorText(.badData, "\(path), line \(line): \(violation.words).")
    }
  }
}

extension VectorTextError: Explainable {
  package var explanation: ErrorText {
    switch self {
    case .unequalCounts(let vectors, let count, let texts, let lines):
      ErrorText(
        .badData,
        "\(vectors) has \(counted(count, "vector")), but \(texts) has \(counted(lines, "line")).",
        advice: "Give one line of text for each vector.")
    case .severalVectors(let path, let sequence, let count):
      ErrorText(
        .badData,
        "\(path): sequence \(grouped(sequence)) has \(counted(count, "vector")), but each text must "
          + "belong to a single vector.")
    case .violation(let path, let line, .tooLong):
      ErrorText(
        .badData, "\(path), line \(line): the text is longer than --max-length.",
        advice: "Shorten it, or raise --max-length.")
    case .violation(let path, let line, let violation):
      ErrorText(.badData, "\(path), line \(line): \(violation.words).")
    }
  }
}

extension VectorTextError.Violation {
  fileprivate var words: String {
    switch self {
    case .invalidUTF8: "this is not valid UTF-8"
    case .nul: "this contains a NUL byte"
    case .blank: "the text is blank"
    case .tooLong: "the text is too long"
    }
  }
}

extension VectorPlace {
  fileprivate var words: String {
    switch self {
    case .line(let line, let column): "line \(line): number \(column)"
    case .row(let row, let column): "vector \(grouped(row)): number \(column)"
    }
  }
}

extension NPYError: Explainable {
  package var explanation: ErrorText {
    switch problem {
    case .otherFormat(let format):
      ErrorText(
        .badData,
        "\(path) is " + (format.map { "\($0.description), " } ?? "") + "not a .npy file.",
        advice: "Save the array with numpy.save.")
    case .unknownVersion(let version):
      ErrorText(.badData, "\(path): version \(version) of the .npy format is unknown.")
    case .malformedHeader: damaged("the header is malformed")
    case .truncated(let expected, let found):
      damaged(
        "the file is truncated: expected at least \(grouped(expected)) bytes, found "
          + grouped(found))
    case .surplusBytes(let count):
      damaged("there \(count == 1 ? "is" : "are") \(counted(count, "extra byte")) at the end")
    case .shapeTooLarge(let shape): damaged("the array is impossibly large: \(shape)")
    case .unsupportedType(let type):
      ErrorText(
        .badData, "\(path): the array contains '\(excerpt(type))' values.",
        advice:
          "Save vectors with .astype('<f4'), and lengths and labels with .astype('<i8'). Labels may also be "
          + "lines of text.")
    }
  }

  private func damaged(_ problem: String) -> ErrorText {
    ErrorText(
      .badData, "\(path): \(problem).", advice: "The file is damaged: copy it or save it again.")
  }
}
