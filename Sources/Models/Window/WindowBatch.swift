// SPDX-License-Identifier: Apache-2.0

import Layers

/// A part of a text whose tokens a window model predicts.
package struct WindowExample: Sendable {
  /// The text, of which the tokens before `predicted` are context only.
  package let text: ArraySlice<Int32>
  /// The positions in `text` of the tokens to predict; not empty.
  package let predicted: Range<Int>

  package init(text: ArraySlice<Int32>, predicted: Range<Int>) {
    precondition(!predicted.isEmpty && text.indices.contains(predicted.lowerBound))
    precondition(predicted.upperBound <= text.endIndex)
    self.text = text
    self.predicted = predicted
  }

  /// Creates an example of a whole text.
  package init(_ text: ArraySlice<Int32>) {
    self.init(text: text, predicted: text.indices)
  }

  /// Returns the tokens `distance` before the predicted ones; `start` is before the text.
  fileprivate func tokens(before distance: Int, start: Int32) -> [Int32] {
    predicted.map { $0 - distance < text.startIndex ? start : text[$0 - distance] }
  }
}

/// Parts of texts for training a window model, in packed, time-major order.
package struct WindowBatch: Sendable {
  /// The tokens to predict: `[N]`.
  package let targets: PackedTokens
  /// The tokens at each place of the window, the earliest first: `[m][N]`.
  package let context: [[Int32]]
  /// The row of each example among the sentences of `targets`.
  private let sentenceOfExample: [Int32]

  /// Packs `examples`. `numbers` identify them for dropout; `start` is the token before a text.
  package init(
    _ examples: [WindowExample], numbers: [UInt32], contextSize: Int, start: Int32
  ) {
    let order = longestFirst(examples.map(\.predicted.count))
    let numbers = order.map { numbers[$0] }
    func packed(before distance: Int) -> PackedTokens {
      PackedTokens(
        order.map { examples[$0].tokens(before: distance, start: start) }, numbers: numbers)
    }
    targets = packed(before: 0)
    context = (1...contextSize).reversed().map { packed(before: $0).ids }
    sentenceOfExample = inverse(of: order)
  }

  /// Returns the rows of `targets` that belong to an example, in the order of its tokens.
  package func rows(ofExample example: Int) -> [Int] {
    let (lengths, sentence) = (targets.lengths, Int(sentenceOfExample[example]))
    return (0..<lengths.lengths[sentence]).map { lengths.row(sentence: sentence, step: $0) }
  }
}
