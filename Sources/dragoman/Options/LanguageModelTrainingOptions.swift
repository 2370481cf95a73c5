// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Training

struct LanguageModelTrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Number of streams that the text is split into, read in parallel; with --reset-state line, lines in a \
      batch (default: \(TrainingConfiguration().batchSize)).
      """, valueName: "n"))
  var batchSize: Int?

  @OptionGroup var shared: TrainingOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps between samples of the model's text, which are printed (default: none).",
      valueName: "n|none"))
  var sampleEvery: OptionalNumber?
}
