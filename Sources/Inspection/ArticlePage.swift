// SPDX-License-Identifier: Apache-2.0

package import Files

/// A self-contained web page of sections with figures. It loads nothing, and follows the reader's
/// preference for light or dark.
package struct ArticlePage: Sendable {
  package struct Section: Sendable {
    package let heading: String
    package var paragraphs: [String] = []
    package var figures: [PageFigure] = []
    /// The numbers behind the figures: the name of a file, and its tab-separated text.
    package var numbers: (file: String, text: String)?

    package init(_ heading: String) { self.heading = heading }
  }

  private let title, summary: String
  private let sections: [Section]

  package init(title: String, summary: String, sections: [Section]) {
    (self.title, self.summary, self.sections) = (title, summary, sections)
  }

  /// Writes the page atomically.
  ///
  /// - Throws: `FileError`.
  package func write(to path: String) throws(FileError) {
    try writeFile(html(), to: path)
  }

  package func html() -> String {
    Page(
      title: title, lightProperties: SignedColours.light, darkProperties: SignedColours.dark,
      style: PageFigure.style,
      body: """
        <header>
        <h1>\(escapedForMarkup(title))</h1>
        <p>\(escapedForMarkup(summary))</p>
        <nav>\(contents)</nav>
        </header>
        <main>
        \(sections.indices.map(section).joined())</main>

        """
    ).html
  }

  private var contents: String {
    sections.enumerated().map { index, section in
      "<a href=\"#section-\(index + 1)\">\(escapedForMarkup(section.heading))</a>"
    }.joined(separator: "\n")
  }

  private func section(_ index: Int) -> String {
    let section = sections[index]
    let paragraphs = section.paragraphs.map { "<p>\(escapedForMarkup($0))</p>\n" }
    let link = section.numbers.map { "<p>\(downloadLink($0.file, $0.text))</p>\n" } ?? ""
    let colours = PageFigure.colours(of: section.figures)
    return """
      <section id="section-\(index + 1)">
      <h2>\(escapedForMarkup(section.heading))</h2>
      \(paragraphs.joined())\(link)<div class="figures">
      \(section.figures.map { $0.markup(colours) }.joined())</div>
      </section>

      """
  }
}
