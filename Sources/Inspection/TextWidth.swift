// SPDX-License-Identifier: Apache-2.0

/// Estimates the width of a text in a common sans-serif font, in units of the font size.
///
/// A static picture cannot measure text. The widths are those of DejaVu Sans, a wide font, so that
/// labels do not overlap in narrower fonts either.
func estimatedWidth(_ text: String) -> Double {
  text.reduce(0) { $0 + estimatedWidth($1) }
}

/// Cuts a text to `width`, in units of the font size, with an ellipsis.
func cut(_ text: String, toWidth width: Double) -> String {
  if estimatedWidth(text) <= width { return text }
  var (beginning, used) = ("", estimatedWidth("…"))
  for character in text {
    used += estimatedWidth(String(character))
    if used > width { break }
    beginning.append(character)
  }
  return beginning + "…"
}

private func estimatedWidth(_ character: Character) -> Double {
  guard let scalar = character.unicodeScalars.first else { return 0 }
  switch scalar {
  case "i", "j", "l", "I", "'", ".", ",", ":", ";", "|", "!", " ": return 0.34
  case "f", "r", "t", "(", ")", "-", "/", "s", "z", "c", "k", "v", "x", "y", "J": return 0.54
  case "m", "M", "W", "w", "@", "%", "…", "—": return 0.94
  case "A"..."Z": return 0.72
  case _ where scalar.properties.isEmojiPresentation: return 1.3
  // Hangul, kana, ideographs, full-width forms.
  case "\u{1100}"..."\u{115F}", "\u{2E80}"..."\u{A4CF}", "\u{AC00}"..."\u{D7A3}",
    "\u{F900}"..."\u{FAFF}", "\u{FE30}"..."\u{FE6F}", "\u{FF00}"..."\u{FF60}",
    "\u{20000}"..."\u{3FFFD}":
    return 1
  default: return 0.64
  }
}
