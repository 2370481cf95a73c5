// SPDX-License-Identifier: Apache-2.0

import CICU

/// Splits text at the word boundaries of UAX #29 for a locale, with ICU.
@safe struct WordSegmenter: ~Copyable {
  private let words: OpaquePointer
  /// ICU's view of the current text; its memory is reused.
  private let view: OpaquePointer

  init(_ locale: ICULocale) throws(TokenizerError) {
    var status: cicu_status = 0
    guard let words = unsafe cicu_words_open(locale.name, &status), !cicu_failed(status) else {
      throw locale.unavailable
    }
    guard let view = unsafe cicu_text_open(nil, nil, 0, &status), !cicu_failed(status) else {
      unsafe cicu_words_close(words)
      throw locale.unavailable
    }
    unsafe self.words = words
    unsafe self.view = view
  }

  deinit {
    unsafe cicu_text_close(view)
    unsafe cicu_words_close(words)
  }

  /// Calls `body` with the byte range of each segment of the text. The flag is true if the segment
  /// is a word: if it contains a letter, a number or an ideograph. `text` is valid UTF-8.
  func forEachSegment(of text: Span<UInt8>, _ body: (Range<Int>, Bool) -> Void) {
    unsafe text.withUnsafeBytes { bytes in
      var status: cicu_status = 0
      unsafe cicu_text_open(view, bytes.baseAddress, Int64(bytes.count), &status)
      unsafe cicu_words_set(words, view, &status)
      precondition(!cicu_failed(status), "ICU failed with \(status)")
      var start = 0
      while true {
        let end = Int(unsafe cicu_words_next(words))
        guard end > start else { return }
        unsafe body(start..<end, cicu_words_is_word(words))
        start = end
      }
    }
  }
}
