// SPDX-License-Identifier: Apache-2.0

/// The layout of sentences of different lengths in time-major rows without padding. Sentences are
/// sorted longest first. Step t has one row for each of the `batchSizes[t]` sentences that still
/// have a token, in sentence order; the steps follow one another.
package struct PackedLengths: Sendable, Equatable {
  /// The length of each of the `B` sentences, longest first, none zero.
  package let lengths: [Int]
  /// The number of sentences with a token at each of the `T` steps.
  package let batchSizes: [Int]
  /// The first row of each step, and the number of rows at the end.
  private let offsets: [Int]

  package init(_ lengths: [Int]) {
    precondition(zip(lengths, lengths.dropFirst()).allSatisfy { $0 >= $1 }, "not sorted")
    precondition(lengths.allSatisfy { $0 > 0 }, "an empty sentence")
    self.lengths = lengths
    var sizes: [Int] = []
    var active = lengths.count
    for step in 0..<(lengths.first ?? 0) {
      while active > 0 && lengths[active - 1] <= step { active -= 1 }
      sizes.append(active)
    }
    batchSizes = sizes
    var offset = 0
    offsets =
      sizes.map { size in
        defer { offset += size }
        return offset
      } + [sizes.reduce(0, +)]
  }

  package var sentences: Int { lengths.count }
  package var steps: Int { batchSizes.count }
  /// N = Σ batchSizes, the number of tokens.
  package var rows: Int { offsets[steps] }

  package func rows(at step: Int) -> Range<Int> { offsets[step]..<offsets[step + 1] }

  package func row(sentence: Int, step: Int) -> Int {
    precondition(step < lengths[sentence])
    return offsets[step] + sentence
  }

  /// The rows of each sentence in an order that puts sentence after sentence.
  package var spans: [Range<Int>] {
    var end = 0
    return lengths.map { length in
      defer { end += length }
      return end..<end + length
    }
  }

  /// The rows in an order that puts sentence after sentence.
  package var bySentence: [Int32] {
    lengths.indices.flatMap { sentence in
      (0..<lengths[sentence]).map { Int32(row(sentence: sentence, step: $0)) }
    }
  }

  /// The position of each row in `bySentence`.
  package var placesBySentence: [Int32] {
    let spans = spans
    return (0..<steps).flatMap { step in
      (0..<batchSizes[step]).map { Int32(spans[$0].lowerBound + step) }
    }
  }

  /// The rows that read each sentence from its last token to its first. Applied twice, this
  /// restores the original order.
  package var reversedRows: [Int32] {
    (0..<steps).flatMap { step in
      (0..<batchSizes[step]).map { sentence in
        Int32(row(sentence: sentence, step: lengths[sentence] - 1 - step))
      }
    }
  }

  /// The row of each sentence's last token.
  package var lastRows: [Int32] {
    lengths.indices.map { Int32(row(sentence: $0, step: lengths[$0] - 1)) }
  }
}
