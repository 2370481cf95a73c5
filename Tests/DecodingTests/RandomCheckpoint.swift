// SPDX-License-Identifier: Apache-2.0

import Compute
import Decoding
import Files
import FoundationEssentials
import Layers
import Models
import Text

/// A checkpoint of random weights. Its translations mean nothing, but change with the smallest change
/// of a computation, since no word is much more probable than the others.
enum RandomCheckpoint {
  static let words = (0..<40).map { "w\($0)" }

  static func write(
    to directory: String, attention: AttentionKind = .none, reverseSource: Bool = true
  ) throws {
    try createDirectory(directory)
    let files = CheckpointFiles(directory: directory)
    var builder = VocabularyBuilder()
    builder.add(words)
    let vocabulary = builder.build()
    let language = TokenizerConfiguration(language: "en")
    var model = ModelConfiguration(
      sourceVocabularySize: vocabulary.count, targetVocabularySize: vocabulary.count,
      embeddingSize: 17, hiddenSize: 33, layers: 2, dropout: 0)
    model.attention = attention
    let configuration = CheckpointConfiguration(
      model: model, sourceTokenizer: language, targetTokenizer: language,
      reverseSource: reverseSource,
      icuVersion: ICU.version)
    let built = EncoderDecoder(model)
    try vocabulary.write(to: files.sourceVocabulary)
    try vocabulary.write(to: files.targetVocabulary)
    let parameters = built.initialParameters(seed: 5, embeddingDeviation: 0.02)
    // Large weights, so that sentences differ in their translations.
    parameters.all.copy(from: parameters.all.elements.map { $0 * 8 })
    try built.save(parameters, to: files.model, metadata: [:])
    try write(JSONEncoder().encode(configuration), to: files.configuration)
  }

  static func write(_ data: Data, to path: String) throws {
    var file = try AtomicFile(path: path)
    try file.write(String(decoding: data, as: UTF8.self))
    try file.commit()
  }
}
