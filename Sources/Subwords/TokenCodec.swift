// SPDX-License-Identifier: Apache-2.0

package import Text

/// Encodes the tokens of one side as ids of its vocabulary and decodes ids, either token by token
/// or by subword units.
package struct TokenCodec: Sendable {
  package let vocabulary: Vocabulary
  /// Nil if the vocabulary holds whole tokens.
  package let encoder: BytePairEncoder?

  /// The maximum length of a token, in bytes; a longer one is unknown. The time to split a token
  /// grows with the square of its length.
  package static let longestToken = 800

  package init(_ vocabulary: Vocabulary, merges: BytePairMerges?) {
    self.vocabulary = vocabulary
    encoder = merges.map(BytePairEncoder.init)
  }

  /// The ids that a translation may not contain: the special tokens without text, except the end
  /// token. With subword units, the unknown token is not needed either.
  package var forbiddenInOutput: [Int32] {
    let special = Vocabulary.Special.self
    return [special.padding, special.start] + (encoder == nil ? [] : [special.unknown])
  }

  /// Tokens encoded as ids.
  package struct Encoded: Sendable {
    package var ids: [Int32] = []
    /// The number of ids of each token.
    package var unitCounts: [Int] = []
    /// The number of tokens that the vocabulary cannot express completely.
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

  /// Decodes ids to tokens.
  package func tokens(of ids: some Sequence<Int32>) -> [String] {
    let words = vocabulary.tokens(of: ids)
    return encoder == nil ? words : BytePairEncoder.words(of: words)
  }

  /// Returns the number of ids in each token of `tokens(of:)`.
  package func unitCounts(of ids: some Sequence<Int32>) -> [Int] {
    if encoder == nil { return ids.map { _ in 1 } }
    return BytePairEncoder.joined(vocabulary.tokens(of: ids)).map(\.units)
  }

  /// Appends the ids of a token. A merge is skipped wherever `isKept` returns false.
  package func append(
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

  /// Appends the id of a unit. If the vocabulary lacks it, appends the ids of the parts it was
  /// merged from.
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
