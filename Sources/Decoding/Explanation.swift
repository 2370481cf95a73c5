// SPDX-License-Identifier: Apache-2.0

/// A line's greedy translation, and how the model came to it.
///
/// The model reads and writes units: tokens, or where its vocabularies hold parts of tokens, these.
public struct Explanation: Sendable, Equatable {
  /// What the encoder is given, in the order of the line, the end of the sentence last; empty for a line
  /// without words.
  public let source: [SourceUnit]
  /// What the decoder said, unit by unit, the end of the sentence last unless it was cut off.
  public let steps: [Step]
  /// How much of its attention each step gives to each unit of the source, `[steps, source]`, rows that
  /// sum to 1; nil where the model pays none.
  public let attention: [[Float]]?
  /// The translation.
  public let text: String
  /// Whether the output reached the limit of its length.
  public let isCut: Bool
  /// Whether the line was longer than the encoder is given, and its rest was left out.
  public let isSourceCut: Bool

  public struct SourceUnit: Sendable, Equatable {
    /// A token as it was written, also where the model does not know it.
    public let text: String
    public let id: Int32
    public let isUnknown: Bool
  }

  public struct Step: Sendable, Equatable {
    /// The most probable units after those before, the best first; at least one.
    public let best: [Choice]

    /// The one that was said.
    public var chosen: Choice { best[0] }
  }

  public struct Choice: Sendable, Equatable {
    public let text: String
    public let id: Int32
    /// From 0 to 1.
    public let probability: Float
  }
}
