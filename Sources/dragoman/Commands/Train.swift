// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
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
    try checkBatches(givenByFlags)
  }

  private var givenByFlags: GivenSettings {
    GivenSettings(flags: self, keys: Set(trainSettings.map(\.key)))
  }

  private func checkBatches(_ given: GivenSettings) throws {
    if given["batch_size"] != nil && given["batch_tokens"] != nil {
      throw ValidationError("Give --batch-size or --batch-tokens, not both.")
    }
  }

  func run() throws {
    let console = Console()
    var file = try checkpoint.config.map(ConfigurationFile.init(path:))
    let (options, given) = try joined(with: &file)
    try TrainingRun(options, given, file, console).start()
  }

  /// Returns the options and settings of the flags and of the file; flags override the file.
  private func joined(with file: inout ConfigurationFile?) throws -> (Train, GivenSettings) {
    let flags = givenByFlags
    var (options, given) = (self, flags)
    try file?.apply(to: &options, &given)
    if flags["batch_size"] != nil { given["batch_tokens"] = nil }
    if flags["batch_tokens"] != nil { given["batch_size"] = nil }
    try checkBatches(given)
    let givesMerges = subwords.sourceMerges != nil || subwords.targetMerges != nil
    if givesMerges { given["subwords"] = flags["subwords"] }
    if flags["subwords"] != nil {
      options.subwords.sourceMerges = subwords.sourceMerges
      options.subwords.targetMerges = subwords.targetMerges
    }
    if let kind = flags["schedule"], file?.value(of: "schedule") ?? kind != kind {
      for key in ["warmup_steps", "decay_rate", "decay_interval", "plateau_patience"] {
        given[key] = flags[key]
      }
    }
    return (options, given)
  }
}
