// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Models
import Tasks
import Training

struct TrainGenerator: WordVectorCommand {
  static let configuration = CommandConfiguration(
    commandName: "generator",
    abstract: "Train a generator, which writes a text for a vector.",
    discussion: """
      Learns to describe vectors, such as the features of images, from examples: a file of vectors, and a \
      file with a line of text for each vector. The model writes the text unit by unit: characters, words or \
      parts of words.

        dragoman train generator --vectors train.npy --target train.txt \\
          --unit word --language en --checkpoint checkpoints/captions
        dragoman train generator --vectors train.tsv --target train.txt \\
          --dev-vectors dev.tsv --dev-target dev.txt --injection state \\
          --validation-metric bleu --checkpoint checkpoints/captions

      Keeps the weights with the best dev perplexity, or with the best score on another --validation-metric; \
      without a dev set, those of the last epoch. Ctrl-C stops training after the current step and saves its \
      state; run the same command with --resume to continue.
      """)

  @OptionGroup(title: "Examples") var data: VectorTextOptions
  @OptionGroup(title: "Checkpoint") var checkpoint: CheckpointOptions
  @OptionGroup(title: "Model") var model: GeneratorOptions
  @OptionGroup(title: "Initial embeddings") var wordVectors: WordVectorOptions
  @OptionGroup(title: "Training") var training: ExampleTrainingOptions
  @OptionGroup(title: "Schedule") var schedule: ScheduleOptions
  @OptionGroup(title: "Validation") var validation: GeneratorValidationOptions

  static var defaults: GeneratorRecord {
    var training = TrainingConfiguration()
    training.threads = Resources.availableCPUs
    return GeneratorRecord(training: training)
  }

  static var fileKeys: [ConfigurationKey<TrainGenerator>] {
    [
      .text("checkpoint", \.checkpoint.checkpoint), .text("language", \.data.units.language),
      .text("embeddings", \.wordVectors.embeddings), .text("vectors", \.data.vectors),
      .text("target", \.data.target),
      .text("dev_vectors", \.data.devVectors), .text("dev_target", \.data.devTarget),
    ]
  }

  func validate() throws { try checkpoint.check() }

  func run() throws { try GeneratorRun(TrainingRun(self)).start() }
}
