// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Text

/// What commands that cut text into tokens make alike before.
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

  /// - Throws: `ValidationError` where a choice is given for text that is tokens already.
  func require(_ language: String?) throws {
    guard choice != nil && language == nil else { return }
    throw ValidationError("--normalization is for text that is not tokens yet: give --language.")
  }
}

extension TextNormalization: ExpressibleByArgument {}
