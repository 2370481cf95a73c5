// SPDX-License-Identifier: Apache-2.0

/// The translation of one line.
public struct Translation: Sendable, Equatable {
  public var text = ""
  /// The tokens that were joined into `text`.
  public var tokens: [String] = []
  /// The number of source tokens, and how many of them are not in the vocabulary.
  public var sourceTokens: Int
  public var unknownWords: Int
  /// True if the translation was cut off at the maximum length.
  public var isCut = false
  /// True if the source was longer than the maximum source length; the rest was ignored.
  public var isSourceCut: Bool
  /// The units that the model read: tokens, or parts of tokens if the vocabulary holds subword
  /// units.
  public var sourceUnits: [String]
  /// The hypotheses, the best first; the first one is `text`. There are
  /// `Translator.Options.hypotheses` of them, or fewer if the search found fewer. Empty for a line
  /// without words.
  public var hypotheses: [Hypothesis] = []

  init(sourceUnits: [String], sourceTokens: Int, unknownWords: Int, isSourceCut: Bool) {
    self.sourceUnits = sourceUnits
    self.sourceTokens = sourceTokens
    self.unknownWords = unknownWords
    self.isSourceCut = isSourceCut
  }

  /// Sets the result to the hypotheses `found`, at least one.
  mutating func set(_ found: [Hypothesis]) {
    hypotheses = found
    (text, tokens, isCut) = (found[0].text, found[0].tokens, found[0].isCut)
  }

  /// One of several translations of a line.
  public struct Hypothesis: Sendable, Equatable {
    public var text: String
    public var tokens: [String]
    /// True if the translation was cut off at the maximum length.
    public var isCut: Bool
    /// The score; nil if no option asked for it (see `Translator.Options.computesScores`).
    public var score: Score?
    /// The attention to each source unit when each target unit was written,
    /// `attention[target][source]`, with the end of the sentence last on both sides. Each row sums
    /// to 1. Empty unless asked for, and for models without attention.
    public var attention: [[Float]] = []
    /// For each target token, the source token that received the most attention from all of its
    /// units together; left out if the end of the sentence received more. Empty if `attention` is.
    public var alignment: [TokenPair] = []
  }

  /// The positions of a source token and of its target token, counted from 0.
  public struct TokenPair: Sendable, Equatable {
    public let source, target: Int

    package init(source: Int, target: Int) {
      self.source = source
      self.target = target
    }
  }

  /// The probability of a translation under the model, in natural logarithms.
  public struct Score: Sendable, Equatable {
    /// The log-probability of the whole translation.
    public var logProbability: Double
    /// The units that the model wrote: tokens, or parts of tokens if the vocabulary holds subword
    /// units.
    public var units: [String]
    /// The log-probability of each unit given those before it. The last is that of the end of the
    /// sentence, unless the translation was cut off.
    public var logProbabilities: [Float]
    /// The score that ranks hypotheses: `logProbability` with the length and coverage penalties.
    public var total: Double
  }
}

/// A line to translate, with requirements on its translation.
public struct TranslationInput: Sendable, Equatable {
  public var text: String
  /// The beginning that the translation must have, in whole words.
  public var prefix = ""
  /// The number that distinguishes lines in sampling: lines with the same number and text get the
  /// same translation.
  public var number: Int

  public init(_ text: String, number: Int = 1) {
    self.text = text
    self.number = number
  }
}
