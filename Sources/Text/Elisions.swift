// SPDX-License-Identifier: Apache-2.0

/// The words of a language that lose their vowel and lean on the next word: `l'homme`, `un'altra`.
///
/// Only what the table lists is split off, so that `aujourd'hui`, `quelqu'un` and `presqu'île` stay
/// whole. A Catalan word that leans on the one before it (`veure'l`) stays with it.
struct Elisions {
  private let stems: Set<String>

  /// Nil for a language without such words.
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

  /// Where the first word of a segment ends, just after its apostrophe; nil when nothing is elided.
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

  /// The length of `'` or U+2019 at `index`; 0 when it is another character.
  private func apostropheLength(in text: Span<UInt8>, at index: Int) -> Int {
    if text[index] == UInt8(ascii: "'") { return 1 }
    let isTypographic =
      text[index] == 0xE2 && index + 2 < text.count && text[index + 1] == 0x80
      && text[index + 2] == 0x99
    return isTypographic ? 3 : 0
  }
}
