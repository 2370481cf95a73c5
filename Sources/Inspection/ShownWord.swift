// SPDX-License-Identifier: Apache-2.0

import Text

/// The mark of a token that touches the one beside it, on the side where it does. Many fonts show an
/// empty box for it.
let joiner = Tokenizer.joiner
/// The end of a unit that belongs to the same word as the next one.
let subwordMark = "@@"

/// Returns a token as pages show it: with a thin `·` in place of a joiner or of `@@` at its end.
func shownWord(_ token: String) -> String {
  var word = token[...]
  let touchesPrevious = word.hasPrefix(joiner)
  if touchesPrevious { word = word.dropFirst(joiner.count) }
  for mark in [joiner, subwordMark] where word.hasSuffix(mark) && word.count > mark.count {
    return (touchesPrevious ? "·" : "") + word.dropLast(mark.count) + "·"
  }
  // A token may be nothing but the mark itself.
  return word.isEmpty ? token : (touchesPrevious ? "·" : "") + word
}
