// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Models

struct TranslationOptions: ParsableArguments {
  @OptionGroup var computation: ComputationOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Maximum length of a translation, in words, or in units for a model with subwords; a longer \
      one is cut off.
      """, valueName: "n"))
  var maxLength = Translator.Options().maximumLength

  @OptionGroup var decoding: DecodingOptions
  @OptionGroup var search: SearchOptions

  func validate() throws {
    try decoding.requireLength(below: maxLength, of: "a translation", in: "words")
  }

  /// The flag of the first option that differs from its default and changes translations.
  var firstInUse: String? {
    if computation.precision != Translator.Options().precision { return "--precision" }
    return firstOfSearchInUse
  }

  /// The same, of the options that only translators have.
  var firstOfSearchInUse: String? {
    maxLength != Translator.Options().maximumLength
      ? "--max-length"
      : decoding.firstInUse ?? search.firstInUse
  }

  /// Returns the options, with the contents of the dictionary if one is given.
  func options() throws -> Translator.Options {
    var options = computation.options
    options.maximumLength = maxLength
    decoding.apply(to: &options)
    try search.apply(to: &options)
    return options
  }
}
