// SPDX-License-Identifier: Apache-2.0

import Models
import Subwords
import Text

extension Translator {
  /// Translates one line of at most 2^28 bytes.
  public func translate(_ line: String) -> String { translate([line])[0].text }

  /// Translates several lines, each of at most 2^28 bytes, and returns the translations in the same
  /// order. The translation of a line without words is empty.
  public func translate(_ lines: [String]) -> [Translation] {
    translate(inputs: lines.enumerated().map { TranslationInput($1, number: $0 + 1) })
  }

  /// Translates several lines with their requirements, and returns the translations in the same
  /// order.
  public func translate(inputs: [TranslationInput]) -> [Translation] {
    let sources = inputs.map { encodedSource($0.text) }
    let prefixes = inputs.map { encodedPrefix($0.prefix) }
    var translations = sources.map { source in
      Translation(
        sourceUnits: Array(source.units.prefix(options.maximumSourceLength)),
        sourceTokens: source.tokens, unknownWords: source.unknownTokens,
        isSourceCut: source.ids[0].count > options.maximumSourceLength)
    }
    let lines = longestFirst(sources.map(\.ids[0].count)).filter { sources[$0].tokens > 0 }
    let searched = lines.map { line in
      SearchInput(
        sources: encoderInputs(sources[line].ids), prefix: prefixes[line].encoded.ids,
        line: inputs[line].number)
    }
    for (line, found) in zip(lines, search.run(searched, keepingAttention: keepsAttention)) {
      translations[line].set(
        found.map { worded($0, prefix: prefixes[line], source: sources[line]) })
    }
    return translations
  }

  /// True if the search must keep the attention, for the translations or for its own use.
  private var keepsAttention: Bool {
    let isUsed =
      options.computesAttention || options.coveragePenalty > 0 || options.replacesUnknownWords
    return isUsed && hasAttention
  }

  /// A source line, encoded for each model.
  struct EncodedSource {
    /// The ids that each model reads.
    let ids: [[Int32]]
    /// The units as text, for the first model, and the number of units in each token.
    let units: [String]
    let unitCounts: [Int]
    let tokens, unknownTokens: Int
  }

  /// The beginning that a translation must have.
  private struct EncodedPrefix {
    let tokens: [String]
    let encoded: TokenCodec.Encoded

    /// Returns the number of prefix tokens and units that `words` begin with, counting whole
    /// tokens. This is the whole prefix, unless the translation was cut off within it.
    func given(in words: [Int32]) -> (tokens: Int, units: Int) {
      let common = zip(encoded.ids, words).prefix { $0 == $1 }.count
      var given = (tokens: 0, units: 0)
      for count in encoded.unitCounts {
        if given.units + count > common { break }
        given = (given.tokens + 1, given.units + count)
      }
      return given
    }
  }

  func encodedSource(_ text: String) -> EncodedSource {
    let tokens = sourceTokenizers.map { $0.tokenize(text) }
    let encoded = zip(members, tokens).map { $0.sourceCodec.encode($1) }
    return EncodedSource(
      ids: encoded.map(\.ids),
      units: checkpoint.merges == nil
        ? tokens[0] : checkpoint.sourceVocabulary.tokens(of: encoded[0].ids),
      unitCounts: encoded[0].unitCounts, tokens: tokens[0].count,
      unknownTokens: encoded[0].unknownTokens)
  }

  private func encodedPrefix(_ text: String) -> EncodedPrefix {
    let tokens = text.isEmpty ? [] : targetTokenizer.tokenize(text)
    return EncodedPrefix(tokens: tokens, encoded: targetCodec.encode(tokens))
  }

  func encoderInputs(_ words: [[Int32]]) -> [[Int32]] {
    zip(members, words).map { member, words in
      SentenceMarkers.standard.encoderInput(
        words.prefix(options.maximumSourceLength),
        reversed: member.checkpoint.configuration.reverseSource)
    }
  }

  /// Converts a hypothesis to text. Words of the prefix stay as given, even if the model does not
  /// know them.
  private func worded(
    _ found: Hypothesis, prefix: EncodedPrefix, source: EncodedSource
  ) -> Translation.Hypothesis {
    let attention = found.attention.map(inOrderOfText)
    let given = prefix.given(in: found.words)
    let words = found.words.dropFirst(given.units)
    let written =
      options.replacesUnknownWords && checkpoint.merges == nil
      ? replacingUnknown(
        words, after: prefix.tokens.prefix(given.tokens).last, of: found.words.count, attention,
        source)
      : (tokens: targetCodec.tokens(of: words), unitCounts: targetCodec.unitCounts(of: words))
    let tokens = prefix.tokens.prefix(given.tokens) + written.tokens
    let score = Translation.Score(
      logProbability: found.logProbability,
      units: checkpoint.targetVocabulary.tokens(of: found.words),
      logProbabilities: found.logProbabilities, total: options.ranking.score(found))
    var hypothesis = Translation.Hypothesis(
      text: checkpoint.configuration.targetText(of: tokens), tokens: Array(tokens),
      isCut: !found.isFinished,
      score: found.logProbabilities.isEmpty ? nil : score)
    guard options.computesAttention && !attention.isEmpty else { return hypothesis }
    hypothesis.attention = attention
    hypothesis.alignment =
      Alignment(
        attention, sourceUnitCounts: source.unitCounts,
        targetUnitCounts: prefix.encoded.unitCounts.prefix(given.tokens)
          + written.unitCounts
      ).pairs
    return hypothesis
  }

  /// Returns the attention in the order of the text: a reversed source is turned back. The end of
  /// the sentence is last either way.
  func inOrderOfText(_ attention: [Float]) -> [Float] {
    guard checkpoint.configuration.reverseSource else { return attention }
    return attention.dropLast().reversed() + attention.suffix(1)
  }
}
