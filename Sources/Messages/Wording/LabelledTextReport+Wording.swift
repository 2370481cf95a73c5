// SPDX-License-Identifier: Apache-2.0

package import Corpora
import Text

extension LabelledTextReport.Content {
  /// The name of what is read whole.
  package var noun: String {
    switch self {
    case .texts: "example"
    case .tokens, .sequences, .vectors: "sequence"
    }
  }

  /// True if a step of an example is a vector.
  package var isOfVectors: Bool { self == .sequences || self == .vectors }
}

extension LabelledTextReport {
  /// One line for each reason why lines or sequences were skipped.
  package var skippedLines: [String] {
    let noun = content == .texts ? "line" : content.noun
    return reasons.filter { $0.0.count > 0 }.map { skipped, reason in
      "  \(counted(skipped.count, noun)) \(reason), skipped "
        + "(\(content.isOfVectors ? skipped.sequences : skipped.lines))"
    } + encodings.filter(\.isOfManyLines).map { "    " + $0.conversion }
  }

  private var reasons: [(Skipped, String)] {
    switch content {
    case .texts:
      [
        (skippedInvalidUTF8, "not valid UTF-8"), (skippedNul, "with a NUL byte"),
        (skippedNoLabel, "without a tab and a label"), (skippedBlankText, "with a blank text"),
        (skippedBlankLabel, "with a blank label"), (skippedTooLong, "longer than --max-length"),
      ]
    case .tokens:
      [
        (skippedInvalidUTF8, "with invalid UTF-8"), (skippedNul, "with a NUL byte"),
        (skippedNoLabel, "with an unlabelled token"),
        (skippedBlankText, "with a blank token"), (skippedBlankLabel, "with a blank label"),
        (skippedTooLong, "longer than --max-length"),
      ]
    case .sequences, .vectors: [(skippedTooLong, "longer than --max-length")]
    }
  }
}
