// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Training

struct TranslationValidationOptions: ParsableArguments {
  @Option(
    help: """
      Dev score that decides which weights are best; perplexity breaks ties \
      (default: perplexity). BLEU is computed on characters instead of words if the target language has no \
      spaces between words.
      """)
  var validationMetric: TranslationMetric?

  @Flag(
    inversion: .prefixedNo,
    help: """
      After each epoch, translate up to 2,000 sentences of the dev set, to report BLEU and chrF and \
      to detect a model that gives many sentences the same translation (default: --dev-translations).
      """)
  var devTranslations: Bool?

  @OptionGroup var shared: ValidationOptions
}

/// A dev score of a translator.
enum TranslationMetric: String, CaseIterable, ExpressibleByArgument {
  case perplexity, bleu, chrf
}
