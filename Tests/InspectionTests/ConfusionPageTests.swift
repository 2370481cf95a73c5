// SPDX-License-Identifier: Apache-2.0

import Inspection
import Testing

struct ConfusionPageTests {
  private let page = ConfusionPage(matrices: [
    ConfusionMatrix(
      title: "m: accuracy 60 %", labels: ["<a>", "b", "never"],
      counts: [[3, 1, 0], [1, 0, 0], [0, 0, 0]])
  ]).html()

  @Test func cellsHaveTheirShareOfTheRow() {
    #expect(page.contains("fill-opacity=\"0.75\"><title>\u{2068}&lt;a&gt;\u{2069} predicted as"))
    #expect(
      page.contains(
        "fill-opacity=\"0.50\" class=\"negative\"><title>\u{2068}&lt;a&gt;\u{2069} predicted as "
          + "\u{2068}b\u{2069}: 1 of 4</title>"))
    #expect(page.contains("\u{2068}never\u{2069} predicted as \u{2068}never\u{2069}: 0 of 0"))
    #expect(page.split(separator: "<rect").count == 10)
  }

  @Test func manyLabelsAreCut() {
    let labels = (0..<201).map { "l\($0)" }
    let counts = labels.map { _ in labels.map { _ in 1 } }
    let page = ConfusionPage(matrices: [
      ConfusionMatrix(title: "m", labels: labels, counts: counts)
    ]).html()
    #expect(page.contains("Only the first 200 labels are drawn."))
    #expect(!page.contains("l200"))
  }
}
