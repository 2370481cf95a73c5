// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Compute
import Inference
import Layers
import Models
import Tasks
import Text
import Training

/// A model and its training data.
struct Setting: ParsableArguments {
  @Option var embeddingSize = 512
  @Option var hiddenSize = 512
  @Option var layers = 2
  @Option var batchSize = 128
  @Option var threads = 2
  @Option(help: "Size of the source vocabulary.") var sourceWords = 7882
  @Option(help: "Size of the target vocabulary.") var targetWords = 5898
  @Option(help: "Mean number of words in a sentence.") var length = 12
  @Option var dropout: Float = 0.4
  @Flag(help: "Use a bidirectional encoder and general attention.") var attention = false
  @Flag(help: "Multiply in bfloat16, emulated if the CPU has no instructions for it.")
  var bfloat16 = false

  func validate() throws {
    for (value, name) in [(sourceWords, "source-words"), (targetWords, "target-words")]
    where value <= Vocabulary.Special.tokens.count {
      throw ValidationError("--\(name) must be above \(Vocabulary.Special.tokens.count).")
    }
    if let value = model.invalidValue ?? training.invalidValue {
      throw ValidationError("\(value.key) cannot be \(value.found).")
    }
    guard length >= 1 else { throw ValidationError("--length must be at least 1.") }
  }

  var model: ModelConfiguration {
    var model = ModelConfiguration(
      sourceVocabularySize: sourceWords, targetVocabularySize: targetWords,
      embeddingSize: embeddingSize, hiddenSize: hiddenSize, layers: layers, dropout: dropout)
    if attention {
      model.attention = .general
      model.bidirectional = .all
    }
    return model
  }

  var training: TrainingConfiguration {
    var training = TrainingConfiguration()
    training.batchSize = batchSize
    training.threads = threads
    return training
  }

  func measure(steps: Int) throws -> Measurement {
    let network = EncoderDecoder(model)
    return try Measurement(
      TranslationModel(network), network.initialParameters(seed: 1, embeddingDeviation: 1),
      training, bfloat16 ? .bfloat16 : .float32, steps: steps
    ) { pairs(batchSize, using: &$0) }
  }

  /// Returns sentence pairs of random words. Their lengths are distributed like those of captions:
  /// from about 3/4 to 7/4 of `length`, which is the mean, with short ones more often.
  func pairs(_ count: Int, using generator: inout some RandomNumberGenerator) -> [EncodedPair] {
    func sentence(_ words: Int) -> ArraySlice<Int32> {
      let spread = (0..<3).map { _ in Int.random(in: 0...length, using: &generator) }.min() ?? 0
      let tokens = max(1, length * 3 / 4 + spread)
      return (0..<tokens).map { _ in Int32.random(in: 4..<Int32(words), using: &generator) }[...]
    }
    return (0..<count).map { _ in (sentence(sourceWords), sentence(targetWords)) }
  }
}
