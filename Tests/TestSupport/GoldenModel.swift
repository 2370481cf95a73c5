// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Layers
import Models

package let markers = SentenceMarkers(start: 2, end: 3)

/// The words of a source and a target sentence.
package typealias Pair = (source: ArraySlice<Int32>, target: ArraySlice<Int32>)

extension TranslationBatch {
  package init(_ pairs: [Pair]) {
    self.init(
      pairs, numbers: pairs.indices.map(UInt32.init), markers: markers, reverseSource: false)
  }
}

extension Golden {
  /// Opens a golden file of ModelsTests.
  package init(ofModels name: String) throws {
    let tests = #filePath.dropLast("TestSupport/GoldenModel.swift".count)
    try self.init(name, besides: tests + "ModelsTests/")
  }
}

/// The model, the weights and the sentence pairs of a golden file of ModelsTests.
package struct GoldenModel {
  package let golden: Golden
  package let model: EncoderDecoder
  package let pairs: [Pair]
  package let batch: TranslationBatch

  package static let names = ["small", "single", "odd"]

  package init(_ name: String) throws {
    golden = try Golden(ofModels: name)
    let source = try golden.shape("encoder.embedding.weight")
    let output = try golden.shape("output.weight")
    model = EncoderDecoder(
      ModelConfiguration(
        sourceVocabularySize: source[0], targetVocabularySize: output[0],
        embeddingSize: source[1], hiddenSize: output[1],
        layers: try golden.shape("encoder.h")[0], dropout: 0))
    let sources = try Self.sentences(golden, ids: "source.ids", lengths: "source.lengths")
    let targets = try Self.sentences(golden, ids: "target.outputs", lengths: "target.lengths")
    pairs = zip(sources, targets).map { ($0.dropLast(), $1.dropLast()) }
    batch = TranslationBatch(pairs)
  }

  /// Returns the rows of a padded matrix, each cut to its length.
  private static func sentences(
    _ golden: Golden, ids: String, lengths: String
  ) throws -> [[Int32]] {
    let steps = try golden.shape(ids)[1]
    let values = try golden.integers(ids).map(Int32.init)
    return try golden.integers(lengths).enumerated().map { row, length in
      Array(values[row * steps..<row * steps + length])
    }
  }

  package func parameters() throws -> ParameterBuffer {
    let (mapped, parameters) = (
      try MappedParameters(golden.path, model.layout), ParameterBuffer(model.layout)
    )
    for entry in model.layout.entries {
      parameters.setValues(mapped[entry.slot].elements, of: entry.slot)
    }
    return parameters
  }

  /// The factor of the mean over the target tokens.
  package var scale: Float { 1 / Float(batch.targetTokens) }
}
