// SPDX-License-Identifier: Apache-2.0

package import Text

/// Turns the tokens of one side into ids of its vocabulary, and ids into tokens: as they are, or as
/// units of byte-pair encoding.
package struct TokenCodec: Sendable {
  package let vocabulary: Vocabulary
  /// Nil where the vocabulary holds tokens, not units.
  package let encoder: BytePairEncoder?

  /// A token with more bytes is unknown: cutting it takes time with the square of its length.
  package static let longestToken = 800

  package init(_ vocabulary: Vocabulary, merges: BytePairMerges?) {
    self.vocabulary = vocabulary
    encoder = merges.map(BytePairEncoder.init)
  }

  /// What a translation may not say: what stands for no text. With units, everything can be said without
  /// the unknown word.
  package var forbiddenInOutput: [Int32] {
    let special = Vocabulary.Special.self
    return [special.padding, special.start] + (encoder == nil ? [] : [special.unknown])
  }

  /// Tokens as ids.
  package struct Encoded: Sendable {
    package var ids: [Int32] = []
    /// How many of the ids are each token's.
    package var unitCounts: [Int] = []
    /// How many of the tokens are not known in full.
    package var unknownTokens = 0
  }

  package func encode(_ tokens: some Sequence<String>) -> Encoded {
    var encoded = Encoded()
    for token in tokens {
      let first = encoded.ids.count
      append(token.utf8Span.span, to: &encoded.ids)
      let units = encoded.ids[first...]
      encoded.unitCounts.append(units.count)
      if units.contains(Vocabulary.Special.unknown) { encoded.unknownTokens += 1 }
    }
    return encoded
  }

  /// The tokens that ids make.
  package func tokens(of ids: some Sequence<Int32>) -> [String] {
    let words = vocabulary.tokens(of: ids)
    return encoder == nil ? words : BytePairEncoder.words(of: words)
  }

  /// How many of the ids make each of the tokens that `tokens(of:)` gives.
  package func unitCounts(of ids: some Sequence<Int32>) -> [Int] {
    if encoder == nil { return ids.map { _ in 1 } }
    return BytePairEncoder.joined(vocabulary.tokens(of: ids)).map(\.units)
  }

  /// Appends the ids of a token. Each time it may be used, a merge is left out unless `isKept` says so.
  func append(
    _ token: Span<UInt8>, to ids: inout [Int32], isKept: () -> Bool = { true }
  ) {
    guard let encoder, token.count <= Self.longestToken else {
      ids.append(id(of: token))
      return
    }
    var start = 0
    for end in encoder.ends(ofUnitsIn: token, isKept: isKept) {
      append(start..<end, of: token, encoder, to: &ids)
      start = end
    }
  }

  /// Appends the id of a unit, or where the vocabulary lacks it, of those that it was merged from.
  private func append(
    _ unit: Range<Int>, of token: Span<UInt8>, _ encoder: BytePairEncoder, to ids: inout [Int32]
  ) {
    let isLast = unit.upperBound == token.count
    let text = token.extracting(unit)
    let known = isLast ? vocabulary.id(of: text) : vocabulary.id(of: marked(text).span)
    if let known {
      ids.append(known)
    } else if let count = encoder.firstPart(of: text, isLast: isLast) {
      let middle = unit.lowerBound + count
      append(unit.lowerBound..<middle, of: token, encoder, to: &ids)
      append(middle..<unit.upperBound, of: token, encoder, to: &ids)
    } else {
      ids.append(Vocabulary.Special.unknown)
    }
  }

  private func id(of token: Span<UInt8>) -> Int32 {
    encoder == nil
      ? vocabulary.id(of: token) ?? Vocabulary.Special.unknown : Vocabulary.Special.unknown
  }
}
