// SPDX-License-Identifier: Apache-2.0

package import Models
package import Text

/// Encodes tokens as ids and, if the model reads them, as the ids of their characters. Use it from
/// one thread at a time.
package final class TokenEncoder {
  private let vocabulary: Vocabulary
  private let characters: Vocabulary?
  private let splitter = TokenEncoder.characterSplitter()

  /// The number of characters that the model reads of a token: of a longer one, as many from its
  /// beginning as from its end.
  private static let mostCharacters = 64

  package init(_ vocabulary: Vocabulary, characters: Vocabulary?) {
    self.vocabulary = vocabulary
    self.characters = characters
  }

  /// Returns a splitter of tokens into characters, as the vocabulary of characters has them.
  package static func characterSplitter() -> UnitSplitter {
    do {
      return try UnitSplitter(
        .character, TokenizerConfiguration(language: "und", normalization: .none))
    } catch {
      preconditionFailure("ICU knows no language: \(error)")
    }
  }

  package func id(of token: String) -> Int32 {
    vocabulary.id(of: token) ?? Vocabulary.Special.unknown
  }

  /// Returns the ids of a token's characters; nil if the model does not read them.
  package func spelling(of token: String) -> [Int32]? {
    guard let ids = characters?.ids(of: splitter.units(of: token)) else { return nil }
    if ids.count <= Self.mostCharacters { return ids }
    return Array(ids.prefix(Self.mostCharacters / 2) + ids.suffix(Self.mostCharacters / 2))
  }

  /// Returns at least one token as a model reads it.
  package func sequence(of tokens: [String]) -> SequenceExample {
    SequenceExample(tokens: tokens.map(id), spellings: tokens.compactMap(spelling))
  }
}
