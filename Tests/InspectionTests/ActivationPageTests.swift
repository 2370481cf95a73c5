// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Inspection
import Testing

@Suite struct ActivationPageTests {
  /// A table of characters with two units: the first is 1 inside quotation marks, the second always 0.
  static func table(_ text: String) -> ActivationTable {
    var table = ActivationTable(units: ["hidden.1", "cell.1"], isContinuous: true)
    var isInside = false
    for (index, character) in text.enumerated() {
      if character == "\"" { isInside.toggle() }
      table.add(
        [.init(name: String(character), text: String(character), line: index + 1, number: 1)],
        [isInside ? 1 : -0.5, 0])
    }
    return table
  }

  static func page(_ table: ActivationTable, _ features: [String] = []) -> String {
    let labels = features.compactMap { PositionFeature(named: $0) }
      .map { FeatureLabels($0, of: table) }
    return ActivationPage(
      title: "model <1>", table, FeatureProbe.probes(labels, of: table, seed: 1), cellUnits: [1]
    ).html()
  }

  private let story = String(repeating: "he \"says so\" now. ", count: 30)

  @Test func theBestUnitColoursTheText() {
    let html = Self.page(Self.table(story), ["quotes", "comment"])
    #expect(html.contains("<span data-step=\"0\" class=\"negative\" style=\"--v:0.50\">h</span>"))
    #expect(html.contains("<span data-step=\"4\" style=\"--v:1.00\">s</span>"))
    #expect(html.contains("<th scope=\"row\" dir=\"auto\">quotes</th><td>outside</td>"))
    #expect(html.contains("<td>100.0 %</td><td>hidden.1</td><td>inside above 0.25</td>"))
    #expect(html.contains("<th scope=\"row\" dir=\"auto\">comment</th><td>always outside</td>"))
    #expect(
      html.contains(
        "A unit that means nothing here: <button type=\"button\" data-unit=\"1\">cell.1</button> has "
          + "at most 0.000 bits"))
    // Ten units at 80 steps at most.
    #expect(html.split(separator: "<rect").count - 1 == 2 * 80)
  }

  @Test func nothingInTheDataRunsAsScript() throws {
    var table = ActivationTable(units: ["hidden.1"])
    let hostile = "</script><script>alert(\"1\")</script><!--'\t"
    table.add(
      (1...40).map { .init(name: hostile, text: " " + hostile, line: 1, number: $0) },
      (1...40).map(Float.init))
    let labels = FeatureLabels(name: hostile, (1...40).map { $0 % 2 == 0 ? hostile : "<b>" })
    let html = ActivationPage(
      title: hostile, table, FeatureProbe.probes([labels], of: table, seed: 1), cellUnits: []
    ).html()
    #expect(!html.contains("<script>alert") && !html.contains("<b>") && !html.contains("<!--"))
    #expect(html.split(separator: "</script>").count == 3)
  }

  @Test func wordsAreShownAsPeopleReadThem() {
    var table = ActivationTable(units: ["hidden.1"])
    table.add(
      [
        ("low@@", "low", 1), ("er", "er", 2), ("\u{FFED},", ",", 3), ("so", " so", 4),
        ("</s>", "", 5),
      ].map { .init(name: $0.0, text: $0.1, line: 1, number: $0.2) }, [0, 0, 0, 0, 0])
    let html = Self.page(table)
    #expect(html.contains("style=\"--v:0.00\">low</span><span data-step=\"1\" class=\"joined\""))
    #expect(html.contains("class=\"joined\" style=\"--v:0.00\">,</span> <span data-step=\"3\""))
    #expect(html.contains("class=\"special\" style=\"--v:0.00\">&lt;/s&gt;</span>"))
    #expect(html.contains("\"labels\":[\"low·\",\"er\",\"·,\",\"so\",\"\\u003c/s\\u003e\"]"))
  }

  @Test func aPageStopsAtTwoThousandSteps() {
    let html = Self.page(Self.table(String(repeating: "a", count: 2_345)))
    #expect(html.contains("The page has the first 2,000 of 2,345 steps only."))
    #expect(html.split(separator: "<span data-step").count - 1 == 2_000)
  }

  @Test(arguments: ["http:", "https:", "src=", "@import", "url("])
  func thePageRefersToNothingOutsideItself(reference: String) {
    let html = Self.page(Self.table(story), ["quotes"])
      .replacing("http://www.w3.org/2000/svg", with: "")
    #expect(!html.contains(reference))
  }
}
