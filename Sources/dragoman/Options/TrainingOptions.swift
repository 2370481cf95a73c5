// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Tasks
import Training

/// Settings of training that all tasks share.
struct TrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Batches in a training step. Their gradients are summed: the effect is that of one large batch, but \
      less memory is needed (default: 1).
      """, valueName: "n"))
  var accumulate: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Passes over the corpus (default: \(TrainingConfiguration().epochs)).", valueName: "n"))
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Maximum number of training steps (default: none).", valueName: "n|none")
  )
  var maxSteps: OptionalNumber?

  @Option(
    help: "Optimizer (default: \(TrainingConfiguration().optimizer.rawValue)).")
  var optimizer: OptimizerKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Learning rate, above 0 (default: \(TrainingConfiguration().learningRate)).", valueName: "x"))
  var learningRate: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Momentum of sgd and sgdw, at least 0 and below 1 (default: \(TrainingConfiguration().momentum)).
      """, valueName: "x"))
  var momentum: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Decay of the running mean of squared gradients in adam and adamw, at least 0 and below 1 \
      (default: \(TrainingConfiguration().beta2)).
      """, valueName: "x"))
  var beta2: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Maximum norm of the gradient, which is scaled down if it is larger; 0 turns clipping off \
      (default: \(TrainingConfiguration().clipNorm)).
      """, valueName: "x"))
  var clipNorm: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Maximum norm of the gradient with respect to the state of a recurrent layer, for each sequence at each step \
      back in time; 0 turns this clipping off (default: 0).
      """, valueName: "x"))
  var stateClipNorm: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Label smoothing: the probability mass spread over all possible outputs (words, units or labels), \
      at least 0 and below 1 (default: 0).
      """, valueName: "x"))
  var labelSmoothing: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      L2 regularization: adds this factor times the weights to the gradient. The exceptions are adamw, which at \
      each step shrinks each weight by this factor times the learning rate, and sgdw, which shrinks it by this \
      factor alone (default: \(TrainingConfiguration().weightDecay)).
      """, valueName: "x"))
  var weightDecay: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Standard deviation of the initial embeddings. With a small value, such as 0.02, the embeddings of \
      words with similar uses move close together (default: \(TrainingConfiguration().embeddingDeviation)).
      """, valueName: "x"))
  var embeddingDeviation: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Initial bias of the forget gates of LSTMs. With a bias of 5, a cell state persists for about 150 time \
      steps at the start of training, so that an LSTM learns long dependencies more easily (default: 1 in \
      translators without attention and in classifiers that use the last state; random in most other models).
      """, valueName: "x"))
  var forgetBias: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Seed for the initial weights, for shuffling and for dropout (default: \
      \(TrainingConfiguration().seed)).
      """, valueName: "n"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      """
      Number format for matrix products: float32, bfloat16 (faster on CPUs with instructions for \
      it) or auto, the faster of the two on this CPU (default: auto).
      """, valueName: "format"))
  var precision: PrecisionChoice?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of threads (default: the number of CPUs available to this process).", valueName: "n"))
  var threads: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Steps between log lines and between entries of metrics.jsonl (default: \
      \(TrainingConfiguration().logInterval)).
      """, valueName: "n"))
  var logInterval: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Steps between saves of the training state, which is also saved after each epoch (default: \
      \(TrainingConfiguration().saveInterval)).
      """, valueName: "n"))
  var saveInterval: Int?

  @Flag(
    inversion: .prefixedNo,
    help: """
      After each epoch, measure how far back the gradient reaches, as 'dragoman gradients' does, and add the \
      results to metrics.jsonl, for 'dragoman plot' (default: --no-log-gradients).
      """)
  var logGradients: Bool?
}

extension OptimizerKind: ExpressibleByArgument {}

enum PrecisionChoice: String, ExpressibleByArgument, CaseIterable {
  case float32, bfloat16, auto
}

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

struct LanguageModelTrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Number of parallel streams into which the text is split; with --reset-state line, number of lines in a \
      batch (default: \(TrainingConfiguration().batchSize)).
      """, valueName: "n"))
  var batchSize: Int?

  @OptionGroup var shared: TrainingOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print a sample of the model's text every n steps (default: none).",
      valueName: "n|none"))
  var sampleEvery: OptionalNumber?
}

struct ExampleTrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Examples in a batch (default: \(TrainingConfiguration().batchSize)).", valueName: "n"))
  var batchSize: Int?

  @OptionGroup var shared: TrainingOptions
}
