// SPDX-License-Identifier: Apache-2.0

import Inspection
import Testing

@Suite struct StatePageTests {
  private func page(_ symbols: [String], _ names: [String], _ states: [[Float]]) -> String {
    StatePage(
      title: "machine <1>",
      maps: [StateMap(number: 1, text: "a&b", symbols: symbols, names: names, states: states)]
    ).html()
  }

  @Test func everyCellSaysWhatItIs() {
    let html = page(["^", "a"], ["x", "y"], [[1, -2], [0.5, 0]])
    #expect(html.split(separator: "<rect").count - 1 == 4)
    #expect(html.contains("<title>\u{2068}y\u{2069} after \u{2068}^\u{2069}: -2</title>"))
    #expect(html.contains("fill-opacity=\"1.00\" class=\"negative\">"))
    #expect(html.contains("fill-opacity=\"0.25\"><title>\u{2068}x\u{2069} after \u{2068}a"))
    #expect(html.contains("<title>machine &lt;1&gt;</title>"))
    #expect(html.contains("a&amp;b"))
  }

  /// The largest value on the page has the strongest colour; small values stay pale.
  @Test func theLegendHasTheScale() {
    #expect(page(["a"], ["x"], [[-4]]).contains("</i>-4</span>"))
    #expect(page(["a"], ["x"], [[0.1]]).contains("</i>1</span>"))
  }

  @Test func shortSymbolsAreUprightAndWordsSlope() {
    #expect(page(["a", "b"], ["x"], [[0], [0]]).contains("text-anchor=\"middle\""))
    let words = page(["a", "horse"], ["x"], [[0], [0]])
    #expect(!words.contains("text-anchor=\"middle\"") && words.contains("rotate(-60)"))
  }

  @Test func aMapStopsAtTwoHundredStepsAndStates() {
    let html = page(
      ["a"], (0..<1234).map { "\($0)" }, [Array(repeating: 0, count: 1234)])
    #expect(html.split(separator: "<rect").count - 1 == 200)
    #expect(html.contains(">Only the first 200 of 1,234 states are drawn.</p>"))
  }

  @Test(arguments: ["http:", "https:", "src=", "@import", "url(", "<script"])
  func thePageRefersToNothingOutsideItself(reference: String) {
    let html = page(["a"], ["b"], [[1]]).replacing("http://www.w3.org/2000/svg", with: "")
    #expect(!html.contains(reference))
  }
}
