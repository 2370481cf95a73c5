// SPDX-License-Identifier: Apache-2.0

import Files
import Text

/// A self-contained web page of what experiments showed: all claims first, and then the tables, plots
/// and samples of each lecture.
package struct LecturePage: Sendable {
  private let lectures: [LectureResults]

  package init(_ lectures: [LectureResults]) { self.lectures = lectures }

  /// Writes the page atomically.
  ///
  /// - Throws: `FileError`.
  package func write(to path: String) throws {
    try writeFile(html(), to: path)
  }

  package func html() -> String {
    Page(
      title: "Lectures", lightProperties: " --met: #1A7F37; --unmet: #BC4C00;",
      darkProperties: " --met: #3FB950; --unmet: #F0883E;",
      style: PageFigure.style,
      body: """
        <header>
        <h1>Lectures</h1>
        <p>\(summary)</p>
        <nav>\(contents)</nav>
        </header>
        <main>
        \(lectures.indices.map(section).joined())</main>

        """
    ).html
  }

  private var summary: String {
    let claims = lectures.flatMap(\.claims)
    let met = claims.count(where: \.isMet)
    return "Experiments that courses on recurrent networks show, run with this program. "
      + "\(claims.count) \(claims.count == 1 ? "claim" : "claims"): <b class=\"met\">\(met) met</b>, "
      + "<b class=\"unmet\">\(claims.count - met) not</b>."
  }

  /// Links to the lectures, each with the number of its claims that are met.
  private var contents: String {
    lectures.indices.map { index in
      let claims = lectures[index].claims
      let met = claims.count(where: \.isMet)
      let mark = met == claims.count ? "met" : "unmet"
      return """
        <a href="#lecture-\(index + 1)">\(escapedForMarkup(lectures[index].title))\
        <span class="\(mark)">\(met)/\(claims.count)</span></a>
        """
    }.joined(separator: "\n")
  }

  private func section(_ index: Int) -> String {
    let lecture = lectures[index]
    let colours = PageFigure.colours(of: lecture.figures)
    let paragraphs = lecture.paragraphs.map { "<p>\(escapedForMarkup($0))</p>\n" }
    let figures = lecture.figures.map { $0.markup(colours) }
    let numbers = downloadLink("lecture-\(index + 1).tsv", table(lecture.rows))
    return """
      <section id="lecture-\(index + 1)">
      <h2>\(escapedForMarkup(lecture.title))</h2>
      \(paragraphs.joined())<p>\(numbers)</p>
      \(Self.claims(lecture.claims))<div class="figures">
      \(figures.joined())</div>
      </section>

      """
  }

  private static func claims(_ claims: [LectureClaim]) -> String {
    if claims.isEmpty { return "" }
    let rows = claims.map { claim in
      let verdict = claim.isMet ? ("met", "met") : ("unmet", "not met")
      return """
        <tr><td><span class="verdict \(verdict.0)">\(verdict.1)</span></td>\
        <td>\(escapedForMarkup(claim.statement))</td>\
        <td class="number">\(escapedForMarkup(claim.measurement))</td>\
        <td class="number muted">\(escapedForMarkup(claim.expectation))</td></tr>

        """
    }
    let table = """
      <table class="claims">
      <thead><tr><th></th><th>claim</th><th class="number">measured</th>\
      <th class="number">expected</th></tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table>
      """
    return scrolled(table, label: "Claims")
  }
}
