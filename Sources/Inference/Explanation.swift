// SPDX-License-Identifier: Apache-2.0

/// The greedy translation of a line, step by step.
///
/// The units are tokens, or parts of tokens if the vocabularies hold subword units.
public struct Explanation: Sendable, Equatable {
  /// The units that the encoder reads, in the order of the line, with the end of the sentence last.
  /// Empty for a line without words.
  public let source: [SourceUnit]
  /// The steps of the decoder, one per unit. The last is the end of the sentence, unless the
  /// translation was cut off.
  public let steps: [Step]
  /// The attention of each step to each source unit, `[steps, source]`; each row sums to 1. Nil for
  /// a model without attention.
  public let attention: [[Float]]?
  /// The translation.
  public let text: String
  /// True if the translation was cut off at the maximum length.
  public let isCut: Bool
  /// True if the line was longer than the maximum source length; the rest was ignored.
  public let isSourceCut: Bool

  public struct SourceUnit: Sendable, Equatable {
    /// The token as it was written, even if the model does not know it.
    public let text: String
    public let id: Int32
    public let isUnknown: Bool
  }

  public struct Step: Sendable, Equatable {
    /// The most probable units at this step, the best first; at least one.
    public let best: [Choice]

    /// The unit that was written.
    public var chosen: Choice { best[0] }
  }

  public struct Choice: Sendable, Equatable {
    public let text: String
    public let id: Int32
    /// From 0 to 1.
    public let probability: Float
  }
}
