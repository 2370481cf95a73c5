// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Compute
import Layers
package import Models

extension ModelConfiguration {
  /// The first value that is out of range or contradicts another.
  package var impossibleValue: InvalidValue? {
    let sizes: [(CodingKeys, Int?, ClosedRange<Int>)] = [
      (.sourceVocabularySize, sourceVocabularySize, Limits.vocabularySize),
      (.targetVocabularySize, targetVocabularySize, Limits.vocabularySize),
      (.embeddingSize, embeddingSize, Limits.embeddingSize),
      (.hiddenSize, hiddenSize, Limits.hiddenSize), (.layers, layers, Limits.layers),
    ]
    if let invalid = firstOutOfRange(sizes) { return invalid }
    let rates: [(CodingKeys, Float)] = [
      (.dropout, dropout), (.outputDropout, outputDropout), (.wordDropout, wordDropout),
    ]
    for (key, rate) in rates where !(rate >= 0 && rate < 1) {
      return (key.rawValue, "\(rate)", "at least 0 and below 1")
    }
    return contradiction ?? excessiveSize
  }

  /// A value that contradicts another one.
  private var contradiction: InvalidValue? {
    if bidirectional != .none && hiddenSize % 2 != 0 {
      return (
        CodingKeys.hiddenSize.rawValue, "\(hiddenSize)",
        "an even number with 'bidirectional', because each direction gets half of it"
      )
    }
    if decoderInitialization == .zero && attention == .none {
      return (
        CodingKeys.decoderInitialization.rawValue, DecoderInitialization.zero.rawValue,
        "copy, bridge or mean if 'attention' is none; otherwise the decoder would not see the source"
      )
    }
    if inputFeeding && attention == .none {
      return (
        CodingKeys.inputFeeding.rawValue, "true",
        "false without 'attention', because it feeds back the result of attention"
      )
    }
    if tiedEmbeddings != .none && embeddingSize != hiddenSize {
      return (
        CodingKeys.tiedEmbeddings.rawValue, tiedEmbeddings.rawValue,
        "none unless 'embedding_size' (\(embeddingSize)) equals 'hidden_size' (\(hiddenSize))"
      )
    }
    if tiedEmbeddings == .all && sourceVocabularySize != targetVocabularySize {
      return Self.twoVocabularies
    }
    return nil
  }

  /// The fault of sharing one embedding table between two vocabularies.
  package static let twoVocabularies: InvalidValue = (
    CodingKeys.tiedEmbeddings.rawValue, TiedEmbeddings.all.rawValue,
    "target or none unless both sides share one vocabulary, as with 'joint_subwords'"
  )

  /// The largest size in a model that has too many parameters.
  private var excessiveSize: InvalidValue? {
    let count = parameterCount
    guard !Limits.parameters.contains(count) else { return nil }
    let embeddingParameters = (sourceVocabularySize + targetVocabularySize) * embeddingSize
    let (key, size) =
      embeddingParameters > count / 2
      ? (CodingKeys.embeddingSize, embeddingSize) : (.hiddenSize, hiddenSize)
    let limit = Limits.parameters.upperBound
    return (
      key.rawValue, "\(size)",
      "smaller: the model would have \(count) parameters, but the limit is \(limit)"
    )
  }
}
