// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Text

/// The normalization of text before it is split into tokens.
struct NormalizationOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Normalization of the text: standard removes invisible characters, replaces every apostrophe \
      between letters with ' and decodes HTML entities (such as &amp;); none leaves the text \
      unchanged (default: \(Self.standard.rawValue)).
      """, valueName: "form"))
  var normalization: TextNormalization?

  private static let standard = TokenizerConfiguration(language: "und").normalization

  /// The choice, or the default.
  var value: TextNormalization { normalization ?? Self.standard }

  /// - Throws: `ValidationError` if a choice is given for text that is already tokens.
  func require(_ language: String?) throws {
    guard normalization != nil && language == nil else { return }
    throw ValidationError(
      "--normalization needs --language: without a language, the text must already be tokenized.")
  }
}

extension TextNormalization: ExpressibleByArgument {}
