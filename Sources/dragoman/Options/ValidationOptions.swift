// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Training

/// Settings of validation that all tasks share.
struct ValidationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Stop after this many epochs in a row without a better dev score (default: none).
      """, valueName: "n|none"))
  var patience: OptionalNumber?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Decay (such as 0.999) of an exponential moving average of the weights; the average is scored and saved \
      in place of the weights themselves. 0 turns it off (default: 0).
      """, valueName: "x"))
  var emaDecay: Float?

  @Option(
    help: ArgumentHelp(
      """
      At the end, average the weights of the n epochs with the best dev scores, or of the last n, \
      and keep the average if it scores better (default: none).
      """, valueName: "best:n|last:n|none"))
  var average: AverageArgument?
}

/// A value such as `best:4` or `last:4`, or `none`.
struct AverageArgument: ExpressibleByArgument, CustomStringConvertible {
  let averaging: Averaging?

  var description: String { averaging?.description ?? "none" }

  init?(argument: String) {
    averaging = Averaging(argument)
    if averaging == nil && argument != "none" { return nil }
  }
}

struct TranslationValidationOptions: ParsableArguments {
  @Option(
    help: """
      Dev score that decides which weights are best; perplexity breaks ties (default: perplexity). Accuracy is \
      the share of target tokens that the model finds most probable, given the reference tokens before them; \
      exact_match is the share of translations that equal the reference. BLEU is computed on characters instead \
      of words if the target language has no spaces between words.
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
  case perplexity, bleu, chrf, accuracy
  case exactMatch = "exact_match"
}

struct ClassifierValidationOptions: ParsableArguments {
  @Option(
    help: """
      Dev score that decides which weights are best; perplexity breaks ties \
      (default: accuracy).
      """)
  var validationMetric: ClassificationMetric?

  @OptionGroup var shared: ValidationOptions
}

/// A dev score of a classifier.
enum ClassificationMetric: String, CaseIterable, ExpressibleByArgument {
  case accuracy
  case macroF1 = "macro_f1"
  case perplexity
}

struct LabellerValidationOptions: ParsableArguments {
  @Option(
    help: """
      Dev score that decides which weights are best; perplexity breaks ties. entity_f1 is for labels \
      such as B-PER, I-PER and O (default: accuracy).
      """)
  var validationMetric: LabellingMetric?

  @OptionGroup var shared: ValidationOptions
}

/// A dev score of a labeller.
enum LabellingMetric: String, CaseIterable, ExpressibleByArgument {
  case accuracy
  case macroF1 = "macro_f1"
  case entityF1 = "entity_f1"
  case perplexity
}
