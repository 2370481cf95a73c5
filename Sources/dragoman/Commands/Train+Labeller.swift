// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Models
import Tasks
import Training

struct TrainLabeller: WordVectorCommand {
  static let configuration = CommandConfiguration(
    commandName: "labeller",
    abstract: "Train a labeller, which gives each token or vector of a sequence a label.",
    discussion: """
      Learns the label of each token, such as the part of speech of each word, from sequences: for each token, a \
      line with the token, a tab and its label; after each sequence, a blank line. CoNLL-U files are understood \
      too. The model reads each token both as a whole and character by character.

        dragoman train labeller --tokens train.conllu --dev-tokens dev.conllu \\
          --bidirectional all --checkpoint checkpoints/tagger
        dragoman train labeller --tokens train.tsv --validation-metric entity_f1 \\
          --bidirectional all --checkpoint checkpoints/entities

      Without --bidirectional, the label of a token depends only on that token and those before it, so 'dragoman \
      label --stream' can print it at once.

      Instead of tokens, the model can read sequences of vectors, such as the readings of a sensor, with a label \
      for each vector:

        dragoman train labeller --vectors train.npy --lengths lengths.npy \\
          --labels train.txt --checkpoint checkpoints/steps

      Keeps the weights with the best dev accuracy, or with the best score on another --validation-metric; \
      without a dev set, those of the last epoch. Ctrl-C stops training after the current step and saves its \
      state; run the same command with --resume to continue.
      """)

  @OptionGroup(title: "Tokens") var data: LabelledTokensOptions
  @OptionGroup(title: "Vectors") var vectors: LabelledVectorsOptions
  @OptionGroup(title: "Checkpoint") var checkpoint: CheckpointOptions
  @OptionGroup(title: "Model") var model: LabellerOptions
  @OptionGroup(title: "Initial embeddings") var wordVectors: WordVectorOptions
  @OptionGroup(title: "Training") var training: ExampleTrainingOptions
  @OptionGroup(title: "Schedule") var schedule: ScheduleOptions
  @OptionGroup(title: "Validation") var validation: LabellerValidationOptions

  static var defaults: LabellerRecord {
    var training = TrainingConfiguration()
    training.threads = Resources.availableCPUs
    training.validationMetric = .accuracy
    return LabellerRecord(training: training)
  }

  static var fileKeys: [ConfigurationKey<TrainLabeller>] {
    [
      .text("checkpoint", \.checkpoint.checkpoint), .text("columns", \.data.columns),
      .text("embeddings", \.wordVectors.embeddings), .flag("strict", \.data.strict),
      .files("tokens", \.data.tokens),
      .files("dev_tokens", \.data.devTokens),
    ] + LabelledVectorsOptions.fileKeys(\.vectors)
  }

  func validate() throws { try checkpoint.check() }

  func run() throws { try LabellerRun(TrainingRun(self)).start() }
}
