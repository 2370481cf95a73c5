// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Models
import Tasks
import Training

struct TrainClassifier: WordVectorCommand {
  static let configuration = CommandConfiguration(
    commandName: "classifier",
    abstract: "Train a classifier for texts or sequences of vectors.",
    discussion: """
      Learns which label to give a text, from examples: lines with a text, a tab and a label. The model reads \
      the text unit by unit: characters, words or parts of words. It predicts the label from its last state, or \
      from the mean or maximum of its outputs (--pooling).

        dragoman train classifier --examples names.tsv \\
          --checkpoint checkpoints/names
        dragoman train classifier --examples train.tsv --dev-examples dev.tsv \\
          --unit word --language en --bidirectional all --pooling max \\
          --checkpoint checkpoints/reviews

      Instead of text, the model can read sequences of vectors, such as the frames of a film or the readings of \
      a sensor, with a label for each sequence:

        dragoman train classifier --vectors train.npy --lengths lengths.npy \\
          --labels train.txt --checkpoint checkpoints/films

      Keeps the weights with the best dev accuracy, or with the best score on another --validation-metric; \
      without a dev set, those of the last epoch. Ctrl-C stops training after the current step and saves its \
      state; run the same command with --resume to continue.
      """)

  @OptionGroup(title: "Examples") var text: LabelledTextOptions
  @OptionGroup(title: "Vectors") var vectors: LabelledVectorsOptions
  @OptionGroup(title: "Checkpoint") var checkpoint: CheckpointOptions
  @OptionGroup(title: "Model") var model: ClassifierOptions
  @OptionGroup(title: "Initial embeddings") var wordVectors: WordVectorOptions
  @OptionGroup(title: "Training") var training: ExampleTrainingOptions
  @OptionGroup(title: "Schedule") var schedule: ScheduleOptions
  @OptionGroup(title: "Validation") var validation: ClassifierValidationOptions

  static var defaults: ClassifierRecord {
    var training = TrainingConfiguration()
    training.threads = Resources.availableCPUs
    training.validationMetric = .accuracy
    return ClassifierRecord(training: training)
  }

  static var fileKeys: [ConfigurationKey<TrainClassifier>] {
    [
      .text("checkpoint", \.checkpoint.checkpoint), .text("language", \.text.units.language),
      .text("embeddings", \.wordVectors.embeddings), .text("columns", \.text.columns),
      .flag("strict", \.text.strict),
      .files("examples", \.text.examples), .files("dev_examples", \.text.devExamples),
    ] + LabelledVectorsOptions.fileKeys(\.vectors)
  }

  func validate() throws { try checkpoint.check() }

  func run() throws { try ClassifierRun(TrainingRun(self)).start() }
}
