// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Training

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train an encoder-decoder on parallel text.",
    discussion: """
        dragoman train --source train.de --target train.en \\
          --dev-source dev.de --dev-target dev.en --checkpoint checkpoints/de-en
        dragoman train --pairs eng-fra.tsv --checkpoint checkpoints/en-fr \\
          --source-language en --target-language fr --hidden-size 256

      Keeps the weights with the best dev score. Ctrl-C stops training after the current step and saves its \
      state; run the same command with --resume to continue. The time per step is roughly proportional \
      to --batch-size and to the square of --hidden-size.
      """)

  @OptionGroup(title: "Corpus") var corpus: CorpusOptions
  @OptionGroup(title: "Vocabulary") var vocabulary: VocabularyOptions
  @OptionGroup(title: "Subwords") var subwords: SubwordOptions
  @OptionGroup(title: "Checkpoint") var checkpoint: CheckpointOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Architecture") var architecture: ArchitectureOptions
  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Schedule") var schedule: ScheduleOptions
  @OptionGroup(title: "Validation") var validation: ValidationOptions

  func validate() throws {
    if checkpoint.resume && checkpoint.overwrite {
      throw ValidationError("Give --resume or --overwrite, not both.")
    }
    try checkBatches()
  }

  private func checkBatches() throws {
    if training.batchSize != nil && training.batchTokens != nil {
      throw ValidationError("Give --batch-size or --batch-tokens, not both.")
    }
  }

  func run() throws {
    let console = Console()
    var file = try checkpoint.config.map(ConfigurationFile.init(path:))
    let options = try joined(with: &file)
    try TrainingRun(options, file, console).start()
  }

  /// Returns the options with the settings of the file; flags override them.
  private func joined(with file: inout ConfigurationFile?) throws -> Train {
    var options = self
    try file?.apply(to: &options)
    if training.batchSize != nil { options.training.batchTokens = nil }
    if training.batchTokens != nil { options.training.batchSize = nil }
    try options.checkBatches()
    let givesMerges = subwords.sourceMerges != nil || subwords.targetMerges != nil
    if givesMerges { options.subwords.subwords = subwords.subwords }
    if subwords.subwords != nil {
      options.subwords.sourceMerges = subwords.sourceMerges
      options.subwords.targetMerges = subwords.targetMerges
    }
    if let kind = schedule.schedule?.rawValue, file?.value(of: "schedule") ?? kind != kind {
      let recoveries = options.schedule.recoveries
      options.schedule = schedule
      options.schedule.recoveries = recoveries
    }
    return options
  }
}
