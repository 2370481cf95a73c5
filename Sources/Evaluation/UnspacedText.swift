// SPDX-License-Identifier: Apache-2.0

extension BLEU.Tokenization {
  /// Returns true if this tokenization would treat whole sentences as words: most letters in the
  /// lines are of scripts without spaces, and there are more than three such letters per
  /// space-separated word.
  package func missesWords(of lines: [String]) -> Bool {
    guard self == .mteval13a || self == .none else { return false }
    var (letters, unspaced, words) = (0, 0, 0)
    for line in lines {
      words += line.split(whereSeparator: \.isWhitespace).count
      for scalar in line.unicodeScalars where scalar.properties.isAlphabetic {
        letters += 1
        if scalar.isOfUnspacedScript { unspaced += 1 }
      }
    }
    return 2 * unspaced > letters && unspaced > 3 * words
  }
}

extension Unicode.Scalar {
  /// True if the scalar is in a block of a script without spaces between words.
  fileprivate var isOfUnspacedScript: Bool {
    switch value {
    // Thai and Lao, Tibetan, Myanmar, Khmer, Tai Le to Khmer symbols, Tai Tham, Balinese.
    case 0x0E00...0x0FFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1950...0x19FF, 0x1A20...0x1AAF,
      0x1B00...0x1B7F:
      true
    // Kana and Bopomofo, Chinese characters, Javanese to Tai Viet, compatibility forms, and
    // half-width kana.
    case 0x3040...0x312F, 0x31A0...0x31FF, 0x3400...0x9FFF, 0xA980...0xAADF, 0xF900...0xFAFF,
      0xFF66...0xFF9F, 0x1B000...0x1B16F, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
