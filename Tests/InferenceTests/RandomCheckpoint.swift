// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Files
import FoundationEssentials
import Inference
import Layers
import Models
import Subwords
import Text

/// A checkpoint with random weights. No word is much more probable than the others, so that the
/// slightest change in a computation changes its translations.
enum RandomCheckpoint {
  static let words = (0..<40).map { "w\($0)" }

  static func write(
    to directory: String, attention: AttentionKind = .none, reverseSource: Bool = true,
    from source: String = "en", to target: String = "en", merges: Int? = nil
  ) throws {
    try createDirectory(directory)
    let files = CheckpointFiles(directory: directory)
    var builder = VocabularyBuilder()
    builder.add(words)
    let learned = merges.map { BytePairMerges(learning: $0, from: [builder]) }
    let vocabulary =
      learned.map {
        Vocabulary(
          unitsOf: [builder], BytePairEncoder($0), minimumFrequency: 0, maximumSize: .max)
      } ?? builder.build()
    var model = ModelConfiguration(
      sourceVocabularySize: vocabulary.count, targetVocabularySize: vocabulary.count,
      embeddingSize: 17, hiddenSize: 33, layers: 2, dropout: 0)
    model.attention = attention
    var configuration = CheckpointConfiguration(
      model: model, sourceTokenizer: TokenizerConfiguration(language: source),
      targetTokenizer: TokenizerConfiguration(language: target), reverseSource: reverseSource,
      icuVersion: ICU.version)
    if let learned {
      configuration.subwords = SubwordFiles()
      try learned.write(to: files.sourceMerges)
      try learned.write(to: files.targetMerges)
    }
    let built = EncoderDecoder(model)
    try vocabulary.write(to: files.sourceVocabulary)
    try vocabulary.write(to: files.targetVocabulary)
    let parameters = built.initialParameters(seed: 5, embeddingDeviation: 0.02)
    // Large weights, so that different sentences have different translations.
    parameters.all.copy(from: parameters.all.elements.map { $0 * 8 })
    try parameters.writeModel(to: files.model, metadata: [:])
    try write(JSONEncoder().encode(configuration), to: files.configuration)
  }

  static func write(_ data: Data, to path: String) throws {
    var file = try AtomicFile(path: path)
    try file.write(String(decoding: data, as: UTF8.self))
    try file.commit()
  }
}
