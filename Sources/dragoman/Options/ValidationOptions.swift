// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Training

struct ValidationOptions: ParsableArguments {
  @Option(
    help: """
      The score of the dev set that decides which weights are best, and perplexity between equal ones \
      (default: perplexity). BLEU is by characters where the target language puts no spaces between \
      words.
      """)
  var validationMetric: ValidationMetric?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Epochs without a better score of the dev set after which training ends (default: none).",
      valueName: "n|none"))
  var patience: OptionalNumber?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Translate the dev set, or 2,000 sentences of a larger one, after each epoch: for BLEU and chrF, \
      and to see whether the model repeats itself (default: --dev-translations).
      """)
  var devTranslations: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Score and keep a moving average of the weights, of which this share stays at each step, such "
        + "as 0.999; 0 is none (default: 0).", valueName: "x"))
  var emaDecay: Float?

  @Option(
    help: ArgumentHelp(
      "At the end, average the weights of the n epochs with the best scores, or of the last n; the "
        + "average is kept where it scores better (default: none).", valueName: "best:n|last:n|none"
    ))
  var average: AverageArgument?
}

extension ValidationMetric: ExpressibleByArgument {}

/// As in `best:4`, or `none`.
struct AverageArgument: ExpressibleByArgument {
  let averaging: Averaging?

  init?(argument: String) {
    averaging = Averaging(argument)
    if averaging == nil && argument != "none" { return nil }
  }
}
