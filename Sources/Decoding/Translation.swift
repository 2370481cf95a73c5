// SPDX-License-Identifier: Apache-2.0

/// One line's translation.
public struct Translation: Sendable, Equatable {
  public var text = ""
  /// The words of `text`, before they were joined.
  public var tokens: [String] = []
  /// Words of the source, and how many of them the model does not know.
  public var sourceTokens: Int
  public var unknownWords: Int
  /// Whether the output reached the limit of its length.
  public var isCut = false
  /// Whether the source was longer than the encoder is given, and its rest was left out.
  public var isSourceCut: Bool
  /// What the model read: tokens, or where its vocabulary holds units of tokens, these.
  public var sourceUnits: [String]
  /// What the search found, the best first, whose text is `text`: as many as
  /// `Translator.Options.hypotheses`, or fewer where there are no more. None for a line without words.
  public var hypotheses: [Hypothesis] = []

  init(sourceUnits: [String], sourceTokens: Int, unknownWords: Int, isSourceCut: Bool) {
    self.sourceUnits = sourceUnits
    self.sourceTokens = sourceTokens
    self.unknownWords = unknownWords
    self.isSourceCut = isSourceCut
  }

  /// Takes what was found; there is one hypothesis at least.
  mutating func set(_ found: [Hypothesis]) {
    hypotheses = found
    (text, tokens, isCut) = (found[0].text, found[0].tokens, found[0].isCut)
  }

  /// A translation among several of a line.
  public struct Hypothesis: Sendable, Equatable {
    public var text: String
    public var tokens: [String]
    /// Whether the output reached the limit of its length.
    public var isCut: Bool
    /// What is known of its probability; nil where `Translator.Options.computesScores` is false and
    /// nothing else asked for it.
    public var score: Score?
    /// The attention paid to each unit of the source when each unit was written, the end of the sentence
    /// last on both sides: `attention[written][read]`, each row with the sum 1. Empty unless asked for and
    /// the model pays attention.
    public var attention: [[Float]] = []
    /// For each token that was written, the one of the source that its units paid the most attention to,
    /// that to all units of a token taken together, unless more went to the end of the sentence. Empty
    /// where `attention` is.
    public var alignment: [TokenPair] = []
  }

  /// Places of tokens of the source and of the translation that belong together, counted from 0.
  public struct TokenPair: Sendable, Equatable {
    public let source, target: Int

    package init(source: Int, target: Int) {
      self.source = source
      self.target = target
    }
  }

  /// How probable a model finds a translation; natural logarithms.
  public struct Score: Sendable, Equatable {
    /// Of the whole translation.
    public var logProbability: Double
    /// What the model wrote: tokens, or where its vocabulary holds units of tokens, these.
    public var units: [String]
    /// Of each unit after those before it; the end of the sentence comes last, unless it was cut off.
    public var logProbabilities: [Float]
    /// `logProbability` with the penalties: what hypotheses are ordered by.
    public var total: Double
  }
}

/// A line to translate, with what is asked of its translation.
public struct TranslationInput: Sendable, Equatable {
  public var text: String
  /// What the translation must begin with: whole words.
  public var prefix = ""
  /// Tells lines apart in sampling: lines of the same number and text are translated the same.
  public var number: Int

  public init(_ text: String, number: Int = 1) {
    self.text = text
    self.number = number
  }
}
