// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Compute
import Models
import Tasks
import Training

/// Measures steps of a language model on streams of random tokens.
struct LanguageModelBreakdown: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "language-model",
    abstract: "Time the parts of a training step of a language model.",
    discussion: "The defaults are those of a character model of Shakespeare.")

  @Option var embeddingSize = 64
  @Option var hiddenSize = 512
  @Option var layers = 1
  @Option(help: "Number of streams.") var batchSize = 50
  @Option(help: "Number of tokens of each stream in a step.") var window = 100
  @Option var threads = 2
  @Option(help: "Size of the vocabulary.") var vocabulary = 69
  @Option var dropout: Float = 0
  @Flag(help: "Multiply in bfloat16, emulated if the CPU has no instructions for it.")
  var bfloat16 = false
  @Option(help: "Number of steps to measure.") var steps = 30

  func validate() throws {
    guard steps >= 1, window >= 1, vocabulary >= 1 else {
      throw ValidationError("--steps, --window and --vocabulary must be at least 1.")
    }
    if let value = model.invalidValue ?? training.invalidValue {
      throw ValidationError("\(value.key) cannot be \(value.found).")
    }
  }

  private var model: LanguageModelConfiguration {
    LanguageModelConfiguration(
      vocabularySize: vocabulary, embeddingSize: embeddingSize, hiddenSize: hiddenSize,
      layers: layers, dropout: dropout)
  }

  private var training: TrainingConfiguration {
    var training = TrainingConfiguration()
    training.batchSize = batchSize
    training.threads = threads
    training.learningRate = 0.002
    training.clipNorm = 1
    return training
  }

  func run() throws {
    let network = LanguageModel(model)
    var isFirst = true
    let measured = try Measurement(
      StreamedLanguageModel(network, streams: batchSize),
      network.initialParameters(seed: 1, embeddingDeviation: 1), training,
      bfloat16 ? .bfloat16 : .float32, steps: steps
    ) { generator in
      defer { isFirst = false }
      return (0..<batchSize).map { stream in
        let tokens = (0...window).map { _ in
          Int32.random(in: 0..<Int32(vocabulary), using: &generator)
        }
        return TextExample(
          text: LanguageModelExample(tokens[...], startsAfresh: isFirst), stream: UInt32(stream))
      }
    }
    print(
      "\(embeddingSize)/\(hiddenSize)/\(layers), \(batchSize) streams, window \(window), "
        + "\(bfloat16 ? "bfloat16" : "float32"), \(threads) threads")
    measured.print("tokens")
  }
}
