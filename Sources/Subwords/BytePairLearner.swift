// SPDX-License-Identifier: Apache-2.0

public import Text

/// Learns merges from the words of a text by repeatedly merging the most frequent pair of adjacent
/// units. The result is that of subword-nmt, in the same order.
///
/// The pairs of all words are counted once; each merge then recounts only the words that contain
/// it.
struct BytePairLearner {
  private var units = TokenTable()
  private var words: [Word] = []
  private var statistics = PairStatistics()

  private struct Word {
    var units: [Int32]
    var count: Int
  }

  init() {}

  /// Adds a word that occurs `count` times.
  mutating func add(_ word: Span<UInt8>, count: Int) {
    guard count > 0, !word.isEmpty else { return }
    var numbers: [Int32] = []
    forEachCharacter(of: word) { range in
      let character = word.extracting(range)
      numbers.append(
        range.upperBound < word.count
          ? units.intern(character) : units.intern(withEndOfWord(character).span))
    }
    statistics.count(numbers, times: count)
    for pair in PairStatistics.pairs(of: numbers) {
      statistics.note(pair, in: Int32(words.count))
    }
    words.append(Word(units: numbers, count: count))
  }

  /// Returns at most `count` merges. There are fewer if no pair is left that occurs
  /// `minimumFrequency` times.
  consuming func learned(_ count: Int, minimumFrequency: Int) -> BytePairMerges {
    var merges = BytePairMerges()
    statistics.startQueue(units)
    while merges.count < count,
      let pair = statistics.popFirst(minimum: minimumFrequency, units)
    {
      let (left, right) = (units.bytes(of: pair.left), units.bytes(of: pair.right))
      merges.append(left.span, right.span)
      merge(pair, into: units.intern((left + right).span))
    }
    return merges
  }

  private mutating func merge(_ pair: BytePairMerges.Pair, into unit: Int32) {
    var risen: Set<BytePairMerges.Pair> = []
    for number in statistics.words(with: pair) {
      let old = words[Int(number)]
      let new = merged(old.units, pair, into: unit)
      guard new.count < old.units.count else { continue }
      words[Int(number)].units = new
      statistics.count(old.units, times: -old.count)
      statistics.count(new, times: old.count)
      for pair in PairStatistics.pairs(of: new) where pair.left == unit || pair.right == unit {
        statistics.note(pair, in: number)
        risen.insert(pair)
      }
    }
    statistics.forgetWords(with: pair)
    statistics.enqueue(risen, units)
  }
}

extension BytePairMerges {
  /// Learns at most `count` merges from the words of one or several texts together.
  ///
  /// There are fewer if no pair of adjacent units is left that occurs `minimumFrequency` times.
  public init(learning count: Int, from texts: [VocabularyBuilder], minimumFrequency: Int = 2) {
    precondition(count >= 0 && minimumFrequency > 0)
    var learner = BytePairLearner()
    for text in texts {
      for number in 0..<text.tokenCount {
        text.withToken(number) { word, count in
          // Longer tokens are hardly words; the codec treats them as unknown.
          if word.count <= TokenCodec.longestToken { learner.add(word, count: count) }
        }
      }
    }
    self = learner.learned(count, minimumFrequency: minimumFrequency)
  }
}

/// Returns the units with each occurrence of `pair` replaced by `unit`, from left to right.
private func merged(
  _ units: [Int32], _ pair: BytePairMerges.Pair, into unit: Int32
) -> [Int32] {
  var merged: [Int32] = []
  merged.reserveCapacity(units.count)
  var index = 0
  while index < units.count {
    let isPair =
      units[index] == pair.left && index + 1 < units.count && units[index + 1] == pair.right
    merged.append(isPair ? unit : units[index])
    index += isPair ? 2 : 1
  }
  return merged
}
