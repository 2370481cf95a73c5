// SPDX-License-Identifier: Apache-2.0

import Corpora
import Inference
import Models
import Subwords
import Text

/// Sequences as ids or as vectors, with a label for each sequence or for each step.
struct SequenceExamples: Sendable {
  /// The ids of the steps of all sequences, end to end; empty for vectors.
  private var ids: [Int32] = []
  /// The vectors of the steps of all sequences, end to end, of `vectorSize` values; empty for ids.
  private var vectors: [Float] = []
  private var vectorSize = 0
  /// The end of each sequence.
  private var ends: [Int] = []
  /// The different spellings, and that of each step; both are empty if the model does not read
  /// characters.
  private var spellings: [[Int32]] = []
  private var spellingOfStep: [Int32] = []
  /// The id of each label; nil if it does not occur in training.
  private(set) var labels: [Int32?] = []
  /// The share of the steps that the vocabulary lacks.
  let unknownShare: Double
  /// The labels that do not occur in training, in code point order.
  let unseenLabels: [String]

  /// The number of sequences.
  var count: Int { ends.count }
  /// The number of steps of all sequences.
  var steps: Int { ends.last ?? 0 }

  /// The steps of a sequence among those of all sequences.
  func steps(ofSequence sequence: Int) -> Range<Int> {
    (sequence == 0 ? 0 : ends[sequence - 1])..<ends[sequence]
  }

  /// Returns a sequence.
  func sequence(_ number: Int) -> SequenceExample { sequence(steps(ofSequence: number)) }

  /// Returns some of the steps as a sequence.
  func sequence(_ steps: Range<Int>) -> SequenceExample {
    if vectorSize > 0 {
      return SequenceExample(
        vectors: Array(vectors[steps.lowerBound * vectorSize..<steps.upperBound * vectorSize]),
        length: steps.count)
    }
    return SequenceExample(
      tokens: Array(ids[steps]),
      spellings: spellings.isEmpty ? [] : spellingOfStep[steps].map { spellings[Int($0)] })
  }
}

// MARK: - Texts

extension SequenceExamples {
  /// Encodes texts with a label each.
  init(_ text: LabelledText, _ numbers: [Int], _ codec: TokenCodec, _ labels: LabelSet) {
    let idsOfUnit = codec.ids(ofTokens: text.units)
    let found = LabelNumbers(text.labels, labels)
    for number in numbers {
      for unit in text.units(ofText: number) { ids += idsOfUnit[Int(unit)] }
      ends.append(ids.count)
      self.labels.append(found.ids[text.label(ofText: number)])
    }
    unknownShare = Self.unknownShare(ids)
    unseenLabels = found.unseen(among: numbers.map { Int32(text.label(ofText: $0)) })
  }

  /// Encodes sequences of tokens with a label each.
  init(
    _ tokens: LabelledTokens, _ numbers: [Int], _ encoder: TokenEncoder, _ labels: LabelSet
  ) {
    let names = (0..<tokens.tokens.count).map { tokens.tokens[$0] }
    let idOfToken = names.map(encoder.id)
    spellings = names.compactMap(encoder.spelling)
    let found = LabelNumbers(tokens.labels, labels)
    var used: [Int32] = []
    for number in numbers {
      let sequence = tokens.tokens(ofSequence: number)
      ids += sequence.map { idOfToken[Int($0)] }
      if !spellings.isEmpty { spellingOfStep += sequence }
      ends.append(ids.count)
      used += tokens.labels(ofSequence: number)
    }
    self.labels = used.map { found.ids[Int($0)] }
    unknownShare = Self.unknownShare(ids)
    unseenLabels = found.unseen(among: used)
  }

  /// Prepares sequences of vectors with a label each, or with a label for each vector.
  init(
    _ data: LabelledVectors, _ numbers: [Int], _ configuration: VectorConfiguration,
    _ labels: LabelSet
  ) {
    let found = LabelNumbers(data.labels, labels)
    let used = numbers.flatMap { data.labels(ofSequence: $0) }
    vectorSize = data.vectors.size
    for number in numbers {
      vectors += configuration.prepared(data.vectors[number])
      ends.append(vectors.count / vectorSize)
    }
    self.labels = used.map { found.ids[Int($0)] }
    unknownShare = 0
    unseenLabels = found.unseen(among: used)
  }

  private static func unknownShare(_ ids: [Int32]) -> Double {
    Double(ids.count { $0 == Vocabulary.Special.unknown }) / Double(max(ids.count, 1))
  }
}

/// The ids of the labels in a file.
private struct LabelNumbers {
  private let table: TokenTable
  /// The id of each label by its number in the file; nil if it does not occur in training.
  let ids: [Int32?]

  init(_ table: TokenTable, _ labels: LabelSet) {
    self.table = table
    ids = (0..<table.count).map { labels.id(of: table[$0]) }
  }

  /// Returns those of `numbers` that do not occur in training, in code point order.
  func unseen(among numbers: [Int32]) -> [String] {
    Set(numbers).filter { ids[Int($0)] == nil }.map { table[Int($0)] }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension TokenCodec {
  /// Returns the ids of each token.
  func ids(ofTokens tokens: TokenTable) -> [[Int32]] {
    (0..<tokens.count).map { number in
      var ids: [Int32] = []
      tokens.withToken(number) { append($0, to: &ids) }
      return ids
    }
  }
}
