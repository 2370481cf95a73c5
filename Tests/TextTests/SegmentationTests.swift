// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Text

@Suite struct SegmentationTests {
  @Test func equalsPyICU() throws {
    var segmenters: [String: Segmenter] = [:]
    let texts = try SegmentedText.all()
    for text in texts {
      let segmenter = try segmenters[text.language] ?? Segmenter(language: text.language)
      segmenters[text.language] = segmenter
      let found = segmenter.boundaries(of: text.text)
      #expect(found == text.boundaries, "\(text.language): \(text.text)")
    }
    #expect(texts.count >= 150)
    #expect(segmenters.count >= 50)
  }

  /// A class around the noncopyable segmenter, so that a dictionary can hold it.
  private final class Segmenter {
    private let segmenter: WordSegmenter

    init(language: String) throws {
      segmenter = try WordSegmenter(ICULocale(languageTag: language))
    }

    /// Formats boundaries like `make_segmentation.py`.
    func boundaries(of text: String) -> String {
      var ends: [String] = []
      segmenter.forEachSegment(of: text.utf8Span.span) { range, isWord in
        ends.append("\(range.upperBound)\(isWord ? "w" : "")")
      }
      return ends.joined(separator: ",")
    }
  }
}
