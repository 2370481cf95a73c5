// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Models
import Tasks
import Training

struct TrainLanguageModel: WordVectorCommand {
  static let configuration = CommandConfiguration(
    commandName: "language-model",
    abstract: "Train a language model on running text.",
    discussion: """
      Learns to predict each unit of a text (a character, a word or a part of one) from those before it. The \
      trained model can write text, complete what is being typed, and score texts.

        dragoman train language-model --text shakespeare.txt \\
          --checkpoint checkpoints/shakespeare
        dragoman train language-model --text train.en --dev-text dev.en --unit word \\
          --reset-state line --checkpoint checkpoints/words

      The text is not normalized, so code and verse keep their line breaks. A recurrent model carries its state \
      from window to window. Memory use does not grow with the text, except with --model ngram. Ctrl-C stops \
      training after the current step and saves its state; run the same command with --resume to continue.
      """)

  @OptionGroup(title: "Text") var text: TextOptions
  @OptionGroup(title: "Checkpoint") var checkpoint: CheckpointOptions
  @OptionGroup(title: "Model") var model: LanguageModelOptions
  @OptionGroup(title: "Initial embeddings") var wordVectors: WordVectorOptions
  @OptionGroup(title: "Training") var training: LanguageModelTrainingOptions
  @OptionGroup(title: "Schedule") var schedule: ScheduleOptions
  @OptionGroup(title: "Validation") var validation: ValidationOptions

  static var defaults: LanguageModelRecord {
    var training = TrainingConfiguration()
    training.threads = Resources.availableCPUs
    return LanguageModelRecord(training: training)
  }

  func validate() throws { try checkpoint.check() }

  func run() throws { try LanguageModelRun(TrainingRun(self)).start() }
}

extension TrainLanguageModel {
  static var fileKeys: [ConfigurationKey<TrainLanguageModel>] {
    [
      .text("checkpoint", \.checkpoint.checkpoint), .text("language", \.text.units.language),
      .text("embeddings", \.wordVectors.embeddings), .flag("strict", \.text.strict),
      .files("text", \.text.text),
      .files("dev_text", \.text.devText),
    ]
  }
}

extension TaskRecord: TrainingRecord {
  static var metricsKeys: FileKeys { FileKeys() }
  var isTrainedInSteps: Bool { settings.isTrainedInSteps && !isSetByHand }
}
