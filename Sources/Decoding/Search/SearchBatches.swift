// SPDX-License-Identifier: Apache-2.0

/// How many sentences are translated together: as many as are asked for, but fewer where their memory
/// would grow without a bound. What is found does not depend on it.
package struct SearchBatches: Sendable {
  private let mostSentences: Int
  private let mostWords: Int

  /// Logits of a step at most, unless one sentence alone has more: 256 MiB.
  private static let mostLogits = 1 << 26
  /// Source words at most, unless one sentence alone has more, where a model keeps what its encoder says
  /// of each: with 512 units and keys of attention, 256 MiB.
  private static let mostKeptWords = 1 << 16

  /// Each of at most `mostSentences` has so many hypotheses, each of which has a logit for each target
  /// word.
  package init(
    mostSentences: Int, hypotheses: Int, targetVocabulary: Int, keepsSources: Bool
  ) {
    let bound = Self.mostLogits / (hypotheses * targetVocabulary)
    self.mostSentences = max(1, min(mostSentences, bound))
    mostWords = keepsSources ? Self.mostKeptWords : .max
  }

  /// Batches of sentences of these lengths, the longest first: as few as can be, of sizes as equal as can
  /// be, as many for each worker; those of too many words are cut again.
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
