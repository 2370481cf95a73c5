// SPDX-License-Identifier: Apache-2.0

/// The division of sentences into batches: as large as asked for, but small enough to bound the
/// memory. The translations do not depend on it.
package struct SearchBatches: Sendable {
  private let mostSentences: Int
  private let mostWords: Int

  /// The maximum number of logits in a step, unless a single sentence has more: 256 MiB.
  private static let mostLogits = 1 << 26
  /// The maximum number of source words, unless a single sentence has more, for models that keep
  /// the encoder's outputs: with 512 units and attention keys, 256 MiB.
  private static let mostKeptWords = 1 << 16

  /// Sets the limits for batches of at most `mostSentences`. A sentence has `hypotheses`
  /// hypotheses, and each of these has a logit for each target word.
  package init(
    mostSentences: Int, hypotheses: Int, targetVocabulary: Int, keepsSources: Bool
  ) {
    let bound = Self.mostLogits / (hypotheses * targetVocabulary)
    self.mostSentences = max(1, min(mostSentences, bound))
    mostWords = keepsSources ? Self.mostKeptWords : .max
  }

  /// Returns batches of sentences with the given lengths, longest first. There are as few batches
  /// as possible, of nearly equal sizes, with the same number for each worker; batches with too
  /// many words are split further.
  package func batches(ofLengths lengths: [Int], workers: Int) -> [Range<Int>] {
    let together = mostSentences * workers
    let rounds = (lengths.count + together - 1) / together
    let count = min(lengths.count, rounds * workers)
    return (0..<count).flatMap { batch in
      cut(lengths.count * batch / count..<lengths.count * (batch + 1) / count, lengths)
    }
  }

  private func cut(_ batch: Range<Int>, _ lengths: [Int]) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var (first, words) = (batch.lowerBound, 0)
    for sentence in batch {
      if sentence > first && words + lengths[sentence] > mostWords {
        parts.append(first..<sentence)
        (first, words) = (sentence, 0)
      }
      words += lengths[sentence]
    }
    return parts + [first..<batch.upperBound]
  }
}
