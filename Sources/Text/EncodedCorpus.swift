// SPDX-License-Identifier: Apache-2.0

/// The sentences of one language as ids, without the special tokens that begin and end them.
package struct EncodedSentences: Sendable, Equatable {
  /// All ids, end to end.
  package private(set) var ids: [Int32] = []
  /// Where each sentence begins in `ids`, and at last where the last one ends.
  package private(set) var offsets = [0]

  package init() {}

  package var count: Int { offsets.count - 1 }

  package subscript(index: Int) -> ArraySlice<Int32> { ids[offsets[index]..<offsets[index + 1]] }

  /// The count of tokens of a sentence.
  package func length(_ index: Int) -> Int { offsets[index + 1] - offsets[index] }

  /// How many tokens the vocabulary lacked.
  package var unknownCount: Int { ids.count { $0 == Vocabulary.Special.unknown } }

  package mutating func append(_ sentence: some Sequence<Int32>) {
    ids.append(contentsOf: sentence)
    offsets.append(ids.count)
  }

  /// Replaces each id by its place in `map`.
  mutating func remap(_ map: [Int32]) {
    for index in ids.indices { ids[index] = map[Int(ids[index])] }
  }
}

/// Parallel sentences as ids: sentence i of the source translates sentence i of the target.
package struct EncodedCorpus: Sendable, Equatable {
  package let source: EncodedSentences
  package let target: EncodedSentences

  package init(source: EncodedSentences, target: EncodedSentences) {
    precondition(source.count == target.count, "sides of unequal length")
    self.source = source
    self.target = target
  }

  package var count: Int { source.count }

  package subscript(index: Int) -> (source: ArraySlice<Int32>, target: ArraySlice<Int32>) {
    (source[index], target[index])
  }
}
