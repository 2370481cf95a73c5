// SPDX-License-Identifier: Apache-2.0

package import Files
package import Models

/// A self-contained web page of the gradients of networks with respect to their earlier states.
package struct GradientPage: Sendable {
  let networks: [NamedGradients]
  let sweep: SigmaSweep?

  /// The distances that tables show.
  package static let distances = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

  /// Creates a page of networks, of networks with given singular values, or of both.
  package init(_ networks: [NamedGradients], _ sweep: SigmaSweep? = nil) {
    (self.networks, self.sweep) = (networks, sweep)
  }

  /// Writes the page atomically.
  ///
  /// - Throws: `FileError`.
  package func write(to path: String) throws(FileError) {
    try writeFile(html(), to: path)
  }

  package func html() -> String {
    Page(
      title: title,
      style: String(
        decoding: PackageResources.curves_css + PackageResources.lines_css
          + PackageResources.gradients_css, as: UTF8.self) + Palette.groupRules,
      body: """
        <header>
        <h1>\(escapedForMarkup(title))</h1>
        <p>Hover over a line to see its values. \
        \(downloadLink("gradients.tsv", NamedGradients.table(networks, sweep)))</p>
        </header>
        <main>
        \(normSection)\(cellPathSection)\(gateSection)\(sweepSection)</main>

        """
    ).html
  }

  private var title: String {
    networks.count == 1
      ? "How far back the gradient of \(networks[0].name) reaches"
      : "How far back the gradient reaches"
  }

  /// Returns a section with a legend of the lines in its figures, whose colours are by their places in
  /// `names`.
  func section(
    _ heading: String, _ text: String, lines: [String], of names: [String], _ content: String
  ) -> String {
    let items = names.enumerated().filter { lines.contains($1) }.map { index, name in
      "<li><i class=\"\(Palette.lineClass(index))\"></i>\(escapedForMarkup(name))</li>"
    }
    return """
      <section>
      <h2>\(heading)</h2>
      <p>\(text)</p>
      \(lines.isEmpty ? "" : "<ul>\(items.joined(separator: "\n"))</ul>\n")\(content)</section>

      """
  }

  /// Returns a plot over the distance. The colour of a line is that of its place in `names`.
  func figure(_ plot: LinePlot, _ names: [String]) -> String {
    let colours = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let picture = LinePlotPicture(
      plot, colours: colours, width: 360, height: 260, hasNames: false)
    return """
      <figure>
      <figcaption>\(escapedForMarkup(plot.title))</figcaption>
      \(picture.svg)</figure>

      """
  }
}

extension LinePlot {
  /// Creates a plot of values over the number of steps back, on an axis of powers of ten.
  init(overDistance title: String) {
    self.init(title: title, xTitle: "steps back", yTitle: "", unit: .number(""), shownY: [])
    isLogarithmic = true
  }

  /// Adds a line of the distances from 1 on: all short ones, and a part of the long ones. If all values
  /// are 0, there is no line.
  mutating func add(_ name: String, _ means: DistanceMeans, _ value: (Int) -> Double) {
    guard means.longest > 0, (1...means.longest).contains(where: { value($0) > 0 }) else { return }
    var distances: [Int] = []
    var distance = 1
    while distance < means.longest {
      distances.append(distance)
      distance = max(distance + 1, Int((Double(distance) * 1.05).rounded(.up)))
    }
    distances.append(means.longest)
    series.append(Series(name: name, points: distances.map { (Double($0), value($0)) }))
  }
}
