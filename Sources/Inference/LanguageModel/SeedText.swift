// SPDX-License-Identifier: Apache-2.0

package import Subwords

/// The text before a continuation.
///
/// In a model of words or subwords, a space at the end of the text is the implied one before the
/// next word.
package struct SeedText: Sendable {
  package let ids: [Int32]
  /// The units that the model does not know; of subwords, whole words.
  package let unknown: [String]
  private let start: ContinuationDecoder

  package init(_ text: String, _ codec: TextCodec) {
    var words = codec.words(of: text)
    let hasSpace = codec.endsInImpliedSpace(words)
    if hasSpace { words.removeLast() }
    ids = codec.ids(ofWords: words)
    unknown = codec.unknown(among: words)
    start = ContinuationDecoder(after: ids.last, hasSpace: hasSpace, codec)
  }

  /// Returns a decoder of a continuation.
  package var decoder: ContinuationDecoder { start }

  /// Returns the text that continues the seed.
  package func continuation(of ids: some Sequence<Int32>) -> String {
    var decoder = decoder
    return ids.reduce(into: "") { $0 += decoder.text(adding: $1) } + decoder.remainingText()
  }
}

/// Decodes the ids after a text as they come.
package struct ContinuationDecoder: Sendable {
  private var decoder: TextDecoder
  /// True if the space that is implied before the next word was written already.
  private var hasSpace: Bool

  fileprivate init(after last: Int32?, hasSpace: Bool, _ codec: TextCodec) {
    decoder = TextDecoder(codec.unit, codec.vocabulary)
    if let last { _ = decoder.text(adding: last) }
    self.hasSpace = hasSpace
  }

  /// Returns the text that an id adds; empty inside a word of several subword units.
  package mutating func text(adding id: Int32) -> String { withoutSpace(decoder.text(adding: id)) }

  /// Returns the text of an unfinished word.
  package mutating func remainingText() -> String { withoutSpace(decoder.remainingText()) }

  private mutating func withoutSpace(_ text: String) -> String {
    guard hasSpace, let first = text.utf8.first else { return text }
    hasSpace = false
    return first == UInt8(ascii: " ")
      ? String(decoding: text.utf8.dropFirst(), as: UTF8.self) : text
  }
}
