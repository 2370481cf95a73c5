// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Text

/// The normalization option of the commands that tokenize text.
struct NormalizationOption: ParsableArguments {
  @Option(
    name: .customLong("normalization"),
    help: ArgumentHelp(
      "standard drops invisible characters, takes every apostrophe between letters for ' and reads "
        + "entities such as &amp; as characters; none leaves the text as it is "
        + "(default: \(Self.standard.rawValue)).", valueName: "form"))
  var choice: TextNormalization?

  private static let standard = TokenizerConfiguration(language: "und").normalization

  /// The choice, or the default.
  var value: TextNormalization { choice ?? Self.standard }

  /// - Throws: `ValidationError` if the option is given but the text is already tokenized.
  func require(_ language: String?) throws {
    guard choice != nil && language == nil else { return }
    throw ValidationError("--normalization is for text that is not tokens yet: give --language.")
  }
}

extension TextNormalization: ExpressibleByArgument {}
