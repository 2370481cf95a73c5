// SPDX-License-Identifier: Apache-2.0

import Compute
package import Subwords
import Text

/// Builds vocabularies from a tokenized corpus and encodes it as ids, of words or of subword units.
extension TokenizedCorpus {
  package typealias Codecs = (source: TokenCodec, target: TokenCodec)

  /// Learns the merges that the configuration asks for; nil if it asks for words.
  package func learnedMerges(_ configuration: DataConfiguration) -> SubwordMerges? {
    configuration.subwordMerges.map {
      SubwordMerges(
        learning: $0, source: source, target: target, jointly: configuration.jointSubwords)
    }
  }

  /// Returns the codecs of both sides, with the given vocabularies or those of this text.
  package func codecs(
    _ merges: SubwordMerges?, _ configuration: DataConfiguration,
    source sourceVocabulary: VocabularySource,
    target targetVocabulary: VocabularySource
  ) -> Codecs {
    func codec(
      _ wanted: VocabularySource, _ words: VocabularyBuilder,
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

  /// Builds a vocabulary of subword units. With BPE dropout it includes rare units too, because any
  /// unit may occur.
  private func vocabulary(
    ofUnitsIn texts: [VocabularyBuilder], _ encoder: BytePairEncoder,
    _ configuration: DataConfiguration
  ) -> Vocabulary {
    Vocabulary(
      unitsOf: texts, encoder,
      minimumFrequency: configuration.subwordDropout > 0 ? 0 : configuration.minimumFrequency,
      maximumSize: configuration.maximumVocabulary)
  }

  /// Encodes the corpus as ids. If `rate` is above 0, words are split into units at random, anew in
  /// each epoch.
  package func encoded(_ codecs: Codecs, subwordDropout rate: Float) -> EncodedCorpus {
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
