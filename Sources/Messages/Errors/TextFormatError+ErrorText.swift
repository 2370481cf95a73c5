// SPDX-License-Identifier: Apache-2.0

package import Files
package import Text

extension TextFormatError: Explainable {
  package var explanation: ErrorText { format.refusal(of: .file(path)) }
}

extension TextEncodingError: Explainable {
  package var explanation: ErrorText {
    let lines =
      switch (invalidLines, self.lines) {
      case (1, 1): "its only line is not valid"
      case (1, _): "1 of its \(grouped(self.lines)) lines is not valid (line \(grouped(firstLine)))"
      case (self.lines, _): "none of its \(grouped(self.lines)) lines is valid"
      default:
        "\(grouped(invalidLines)) of its \(grouped(self.lines)) lines are not valid (the first is "
          + "line \(grouped(firstLine)))"
      }
    return ErrorText(
      .badData, "\(path) is not \(isOfMostLines ? "" : "entirely ")UTF-8: \(lines).",
      advice: isOfMostLines ? conversionOfAll : isOfManyLines ? conversion : "Fix the lines.")
  }

  private var conversionOfAll: String {
    let guess = encoding.map { "It looks like \($0)." } ?? "It may be \(Self.usual)."
    return "\(guess) Convert it: \(TextOrigin.file(path).conversion(from: encoding ?? Self.usual))"
  }

  /// The advice if most lines are valid.
  package var conversion: String { conversion(of: .file(path)) }

  package func conversion(of text: TextOrigin) -> String {
    let guess = encoding.map { "look like \($0)" } ?? "may be \(Self.usual)"
    return
      "The invalid lines \(guess). If all of \(text.nameInside) is in that encoding, convert it: "
      + text.conversion(from: encoding ?? Self.usual)
  }

  /// The most common encoding of older European texts.
  private static let usual = "ISO-8859-1"
}
