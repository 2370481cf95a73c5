// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Training

struct TrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sentence pairs in a batch (default: \(defaults.training.batchSize)).", valueName: "n"))
  var batchSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Tokens of both sides that make a batch, in place of --batch-size.", valueName: "n"))
  var batchTokens: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Batches that make a step together, as one large batch would in more memory (default: 1).",
      valueName: "n"))
  var accumulate: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Passes over the corpus (default: \(defaults.training.epochs)).", valueName: "n"))
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps after which training ends in any case (default: none).", valueName: "n|none"))
  var maxSteps: OptionalNumber?

  @Option(help: "How gradients become steps (default: \(defaults.training.optimizer.rawValue)).")
  var optimizer: OptimizerKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Size of a step, above 0 (default: \(defaults.training.learningRate)).", valueName: "x"))
  var learningRate: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Momentum of sgd, from 0 to below 1 (default: \(defaults.training.momentum)).",
      valueName: "x"))
  var momentum: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Scale gradients down to this norm; 0 leaves them alone "
        + "(default: \(defaults.training.clipNorm)).", valueName: "x"))
  var clipNorm: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Share of a target's probability that all words share, from 0 to below 1 (default: 0).",
      valueName: "x"))
  var labelSmoothing: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Probability that the decoder is given a word that it found itself, rising in a line from 0 to "
        + "this at the end of the run, --epochs or --max-steps (default: 0).", valueName: "p"))
  var scheduledSampling: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "L2: this times the weights is added to the gradient; with adamw, apart from it "
        + "(default: \(defaults.training.weightDecay)).", valueName: "x"))
  var weightDecay: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Standard deviation of the initial embeddings; with small ones such as 0.02, words that are "
        + "used alike come close together (default: \(defaults.training.embeddingDeviation)).",
      valueName: "x"))
  var embeddingDeviation: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Decides initial weights, order of the data and dropout "
        + "(default: \(defaults.training.seed)).", valueName: "n"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "What products are computed in: float32, bfloat16, which is faster where the CPU has "
        + "instructions for it, or auto, the faster one (default: auto).", valueName: "format"))
  var precision: PrecisionChoice?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Threads to compute with (default: the CPUs that this process may use).", valueName: "n"))
  var threads: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps between two log lines and entries of metrics.jsonl "
        + "(default: \(defaults.training.logInterval)).", valueName: "n"))
  var logInterval: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps between two savings of the training state, which is saved after each epoch as well "
        + "(default: \(defaults.training.saveInterval)).", valueName: "n"))
  var saveInterval: Int?
}

extension OptimizerKind: ExpressibleByArgument {}

enum PrecisionChoice: String, ExpressibleByArgument, CaseIterable {
  case float32, bfloat16, auto

  var precision: TrainingPrecision {
    switch self {
    case .float32: .float32
    case .bfloat16: .bfloat16
    case .auto: .fastest
    }
  }
}
