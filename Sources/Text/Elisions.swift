// SPDX-License-Identifier: Apache-2.0

/// The elided words of a language, which lose their final vowel before the next word: `l'homme`,
/// `un'altra`.
///
/// Only the stems in the table are split off, so that `aujourd'hui`, `quelqu'un` and `presqu'île`
/// stay whole. Catalan pronouns after a verb (`veure'l`) also stay attached.
struct Elisions {
  private let stems: Set<String>

  /// Returns nil for a language without elided words.
  init?(language: String) {
    guard let stems = Self.stems[language] else { return nil }
    self.stems = Set(stems.split(separator: " ").map(String.init))
  }

  private static let stems = [
    "fr": "c ç d j l m n s t qu jusqu lorsqu puisqu quoiqu",
    "ca": "d l m n s t",
    "it": """
    agl all anch bell c ciascun coll com cos d dagl dall degl dell dov gl gliel grand l m mezz n \
    nell nessun nient pell qual qualcun quand quant quell quest s sant senz sugl sull t tant tutt \
    un v vent
    """,
  ]

  /// Returns the end of the elided word at the start of a segment, after its apostrophe; nil if the
  /// segment does not start with one.
  func end(ofFirstWordIn segment: Span<UInt8>) -> Int? {
    for index in segment.indices {
      let length = apostropheLength(in: segment, at: index)
      guard length > 0 else { continue }
      let stem = unsafe segment.extracting(..<index).withUnsafeBufferPointer {
        unsafe String(decoding: $0, as: UTF8.self)
      }
      let end = index + length
      return end < segment.count && stems.contains(stem.lowercased()) ? end : nil
    }
    return nil
  }

  /// Returns the length of the apostrophe (`'` or U+2019) at `index`; 0 if another character is
  /// there.
  private func apostropheLength(in text: Span<UInt8>, at index: Int) -> Int {
    if text[index] == UInt8(ascii: "'") { return 1 }
    let isTypographic =
      text[index] == 0xE2 && index + 2 < text.count && text[index + 1] == 0x80
      && text[index + 2] == 0x99
    return isTypographic ? 3 : 0
  }
}
