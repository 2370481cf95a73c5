// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Training

struct TranslationTrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sentence pairs in a batch (default: \(TrainingConfiguration().batchSize)).", valueName: "n"))
  var batchSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Tokens of both sides in a batch, instead of --batch-size.", valueName: "n"))
  var batchTokens: Int?

  @OptionGroup var shared: TrainingOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Probability that the decoder's input is its own prediction instead of the target word. It rises \
      linearly from 0 to this value over the whole run (see --epochs and --max-steps) \
      (default: 0).
      """, valueName: "p"))
  var scheduledSampling: Float?
}
