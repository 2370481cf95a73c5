// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Inspection

struct ShownWordTests {
  @Test(arguments: [
    ("word", "word"), ("\u{FFED}.", "·."), ("l'\u{FFED}", "l'·"), ("\u{FFED}-\u{FFED}", "·-·"),
    ("wür@@", "wür·"), ("\u{FFED}n@@", "·n·"), ("@@", "@@"), ("\u{FFED}", "\u{FFED}"), ("", ""),
    ("a@b", "a@b"), ("@@x", "@@x"),
  ])
  func joinersBecomeThinMarks(token: String, shown: String) {
    #expect(shownWord(token) == shown)
  }
}
