// SPDX-License-Identifier: Apache-2.0

public import Text

/// The reason that running text cannot be used.
public enum RunningTextError: Error, Equatable, Sendable {
  /// The files have no text.
  case empty(paths: [String])
  /// The text consists of one unit over and over, written as in vocabularies. There is nothing to
  /// learn.
  case oneDistinctUnit(paths: [String], unit: String)
  /// The text has fewer than `window` tokens to predict for each stream. `tokens` is the number of
  /// its tokens.
  case tooShort(tokens: Int, streams: Int, window: Int)
  /// The text has more tokens than can be counted. `tokens` includes the marks between sequences.
  case tooLong(tokens: Int, limit: Int)
}

/// What was found in running text.
public struct RunningTextReport: Sendable, Equatable, Codable {
  public var files = 0
  public var bytes = 0
  public var lines = 0
  /// The number of extended grapheme clusters. If each line is a text of its own, its end counts as
  /// one, and the lines left out do not count.
  public var characters = 0
  /// The number of units, with repeats and without the ends of texts; of subwords, whole words.
  public var units = 0
  /// The number of different units.
  public var distinctUnits = 0
  /// The number of lines left out because they are empty.
  public var emptyLines = 0
  /// The files with lines that are not valid UTF-8, each with its probable encoding. U+FFFD stands
  /// in place of the invalid bytes.
  public var encodings: [TextEncodingError] = []
  /// Lines that contain U+0000.
  public var nulLines = 0

  public init() {}
}
