// SPDX-License-Identifier: Apache-2.0

/// A text folded into streams, which are read side by side in windows (truncated back-propagation
/// through time).
///
/// Stream b reads a contiguous part of the text; the streams are equally long, and the remainder of
/// the text is dropped. The last token of a window is predicted in it and read in the next one.
///
///     // The alphabet in 4 streams with windows of 3:
///     // window 0 predicts  abc → bcd   ghi → hij   mno → nop   stu → tuv
///     // window 1 predicts  def → efg   jkl → klm   pqr → qrs   vwx → wxy
package struct StreamPlan: Sendable, Equatable {
  package let streams: Int
  /// The number of predicted tokens in each window but the last, which may be shorter.
  package let window: Int
  /// The number of predicted tokens in each stream.
  package let predictions: Int

  /// - Throws: `RunningTextError.tooShort` if a stream does not fill one window.
  package init(tokens: Int, streams: Int, window: Int) throws(RunningTextError) {
    precondition(tokens >= 0 && streams > 0 && window > 0)
    predictions = max(tokens - 1, 0) / streams
    guard predictions >= window else {
      throw .tooShort(tokens: tokens, streams: streams, window: window)
    }
    self.streams = streams
    self.window = window
  }

  /// Folds a text of at least two tokens into as many of the streams as it fills with one window
  /// each; a text shorter than that is one stream with a shorter window.
  package init(fitting tokens: Int, streams: Int, window: Int) {
    precondition(tokens >= 2 && streams > 0 && window > 0)
    self.window = min(window, tokens - 1)
    self.streams = min(streams, (tokens - 1) / self.window)
    predictions = (tokens - 1) / self.streams
  }

  /// The number of windows of each stream.
  package var windows: Int { (predictions + window - 1) / window }

  /// Returns the places of the tokens in a window of a stream: one more than it predicts.
  package func places(stream: Int, window index: Int) -> Range<Int> {
    precondition((0..<streams).contains(stream) && (0..<windows).contains(index))
    let start = stream * predictions + index * window
    return start..<start + min(window, predictions - index * window) + 1
  }

  /// Returns the stream and the window of an example: the examples are the first windows of all
  /// streams, then the second ones, and so on.
  package func place(ofExample number: Int) -> (stream: Int, window: Int) {
    (number % streams, number / streams)
  }

  /// Returns the places of the tokens in a window of every stream.
  package func places(window index: Int) -> [Range<Int>] {
    (0..<streams).map { places(stream: $0, window: index) }
  }
}
