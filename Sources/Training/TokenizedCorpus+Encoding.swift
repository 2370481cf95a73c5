// SPDX-License-Identifier: Apache-2.0

import Models
import Subwords
import Text

/// From the tokens of a corpus to vocabularies and ids, by words or by units.
extension TokenizedCorpus {
  typealias Codecs = (source: TokenCodec, target: TokenCodec)

  /// The merges that the configuration wants learned; nil where it wants words.
  func learnedMerges(_ configuration: DataConfiguration) -> SubwordMerges? {
    configuration.subwordMerges.map {
      SubwordMerges(
        learning: $0, source: source, target: target, jointly: configuration.jointSubwords)
    }
  }

  /// How both sides become ids, with the vocabularies given or those of this text.
  func codecs(
    _ merges: SubwordMerges?, _ configuration: DataConfiguration,
    source sourceVocabulary: TrainingData.VocabularySource,
    target targetVocabulary: TrainingData.VocabularySource
  ) -> Codecs {
    func codec(
      _ wanted: TrainingData.VocabularySource, _ words: VocabularyBuilder,
      _ merges: BytePairMerges?
    ) -> TokenCodec {
      if case .vocabulary(let vocabulary) = wanted {
        return TokenCodec(vocabulary, merges: merges)
      }
      let texts = configuration.jointSubwords ? [source, target] : [words]
      return TokenCodec(
        merges.map { vocabulary(ofUnitsIn: texts, BytePairEncoder($0), configuration) }
          ?? words.build(
            minimumFrequency: configuration.minimumFrequency,
            maximumSize: configuration.maximumVocabulary),
        merges: merges)
    }
    return (
      codec(sourceVocabulary, source, merges?.source),
      codec(targetVocabulary, target, merges?.target)
    )
  }

  /// With dropout every unit may come, however rare it is without.
  private func vocabulary(
    ofUnitsIn texts: [VocabularyBuilder], _ encoder: BytePairEncoder,
    _ configuration: DataConfiguration
  ) -> Vocabulary {
    Vocabulary(
      unitsOf: texts, encoder,
      minimumFrequency: configuration.subwordDropout > 0 ? 0 : configuration.minimumFrequency,
      maximumSize: configuration.maximumVocabulary)
  }

  /// The corpus as ids. Units are cut at random, anew in each epoch, where `subwordDropout` is above 0.
  func encoded(_ codecs: Codecs, subwordDropout rate: Float) -> EncodedCorpus {
    func encoding(
      _ words: VocabularyBuilder, _ codec: TokenCodec, side: Int
    ) -> any SentenceEncoding {
      if codec.encoder == nil { return words.ids(in: codec.vocabulary) }
      let dropout = UnitIDs.Dropout(
        rate: rate, purpose: RandomPurpose.subwordDropout, side: side)
      return UnitIDs(words, codec, dropout: rate > 0 ? dropout : nil)
    }
    return encoded(
      source: encoding(source, codecs.source, side: 0),
      target: encoding(target, codecs.target, side: 1))
  }
}
