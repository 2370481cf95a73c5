// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Training

struct LanguageModelTrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Streams that the text is folded into, which are read side by side; with --reset-state line, \
      lines in a batch (default: \(TrainingConfiguration().batchSize)).
      """, valueName: "n"))
  var batchSize: Int?

  @OptionGroup var shared: TrainingOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print a sample of the model's writing each time after this many steps (default: none).",
      valueName: "n|none"))
  var sampleEvery: OptionalNumber?
}
