// SPDX-License-Identifier: Apache-2.0

/// A corpus read and tokenized once, from which vocabularies are built and which they then encode.
///
/// Tokens are held as numbers in the order they came first, so that encoding only renumbers them.
package struct TokenizedCorpus: Sendable {
  /// One language of the corpus.
  package struct Side: Sendable {
    fileprivate var words = VocabularyBuilder()
    fileprivate var sentences = EncodedSentences()

    fileprivate mutating func append(_ tokens: TokenList) {
      var numbers: [Int32] = []
      numbers.reserveCapacity(tokens.count)
      tokens.forEach { numbers.append(words.count($0)) }
      sentences.append(numbers)
    }

    /// The most frequent tokens of this side; see `VocabularyBuilder.build`.
    package func vocabulary(minimumFrequency: Int = 1, maximumSize: Int = .max) -> Vocabulary {
      words.build(minimumFrequency: minimumFrequency, maximumSize: maximumSize)
    }

    fileprivate consuming func encoded(with vocabulary: Vocabulary) -> EncodedSentences {
      let map = (0..<words.table.count).map { number in
        words.table.withToken(number) { vocabulary.id(of: $0) ?? Vocabulary.Special.unknown }
      }
      sentences.remap(map)
      return sentences
    }
  }

  package private(set) var source = Side()
  package private(set) var target = Side()
  package let report: CorpusReport
  package let fingerprint: CorpusFingerprint

  /// Reads the whole corpus.
  ///
  /// - Throws: `FileError` or `CorpusError`.
  package init(
    _ corpus: ParallelSource, source sourceTokenizer: Tokenizer, target targetTokenizer: Tokenizer,
    limits: CorpusLimits = CorpusLimits()
  ) throws {
    let reader = try CorpusReader(
      corpus, source: sourceTokenizer, target: targetTokenizer, limits: limits)
    while try reader.advance() {
      source.append(reader.sourceTokens)
      target.append(reader.targetTokens)
    }
    report = reader.report
    fingerprint = reader.fingerprint
  }

  /// The corpus as ids of two vocabularies.
  package consuming func encoded(
    source sourceVocabulary: Vocabulary, target targetVocabulary: Vocabulary
  ) -> EncodedCorpus {
    EncodedCorpus(
      source: source.encoded(with: sourceVocabulary),
      target: target.encoded(with: targetVocabulary))
  }
}
