// SPDX-License-Identifier: Apache-2.0

import Models
import Subwords
import Text

extension Translator {
  /// The translation of one line, of at most 2^28 bytes.
  public func translate(_ line: String) -> String { translate([line])[0].text }

  /// The translations of several lines, in their order, each of at most 2^28 bytes. A line without
  /// words gives an empty one.
  public func translate(_ lines: [String]) -> [Translation] {
    translate(inputs: lines.enumerated().map { TranslationInput($1, number: $0 + 1) })
  }

  /// The translations of several lines, in their order, with what is asked of each.
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
    for (line, found) in zip(lines, run(searched)) {
      translations[line].set(
        found.map { worded($0, prefix: prefixes[line], source: sources[line]) })
    }
    return translations
  }

  /// A line of text as the models read it.
  struct EncodedSource {
    /// What each model reads.
    let ids: [[Int32]]
    /// The same in writing, for the first model, and how many of these are each token's.
    let units: [String]
    let unitCounts: [Int]
    let tokens, unknownTokens: Int
  }

  /// What a translation must begin with.
  private struct EncodedPrefix {
    let tokens: [String]
    let encoded: TokenCodec.Encoded

    /// How many of the tokens `words` begin with as a whole: all, unless it was cut before.
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

  /// What was found, in words; those of the prefix as they were given, also where the model does not
  /// know them.
  private func worded(
    _ found: Hypothesis, prefix: EncodedPrefix, source: EncodedSource
  ) -> Translation.Hypothesis {
    let attention = found.attention.map(inOrderOfText)
    let given = prefix.given(in: found.words)
    let words = found.words.dropFirst(given.units)
    var tokens = prefix.tokens.prefix(given.tokens) + targetCodec.tokens(of: words)
    if options.replacesUnknownWords && checkpoint.merges == nil {
      for place in words.indices where words[place] == Vocabulary.Special.unknown {
        tokens[place] = replacement(at: place, of: found.words.count, attention, source)
      }
    }
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
          + targetCodec.unitCounts(of: words)
      ).pairs
    return hypothesis
  }

  /// The encoder may read the words from last to first; the end of the sentence is last either way.
  func inOrderOfText(_ attention: [Float]) -> [Float] {
    guard checkpoint.configuration.reverseSource else { return attention }
    return attention.dropLast().reversed() + attention.suffix(1)
  }

  /// A word of the source for the unknown word at `place` of a translation of `count` words.
  private func replacement(
    at place: Int, of count: Int, _ attention: [[Float]], _ source: EncodedSource
  ) -> String {
    let words = source.units.prefix(options.maximumSourceLength)
    let index =
      attention.isEmpty
      ? likePlace(of: place, of: count, source.ids[0].prefix(words.count))
      : words.indices.max { (attention[place][$0], $1) < (attention[place][$1], $0) }
    let word = words[index ?? 0]
    return dictionary[word] ?? word
  }

  /// The place in the source that is as far from its start, or the next one of an unknown word.
  private func likePlace(of place: Int, of count: Int, _ words: ArraySlice<Int32>) -> Int? {
    let like = (2 * place + 1) * words.count / (2 * count)
    let unknown = words.indices.filter { words[$0] == Vocabulary.Special.unknown }
    return unknown.min { (abs($0 - like), $0) < (abs($1 - like), $1) } ?? like
  }
}
