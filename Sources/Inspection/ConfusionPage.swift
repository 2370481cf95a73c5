// SPDX-License-Identifier: Apache-2.0

import Files
import Text

/// The numbers of examples of each label that a model predicts as each label.
public struct ConfusionMatrix: Sendable {
  /// The name of the model, with its scores.
  public let title: String
  public let labels: [String]
  /// `[true label, predicted label]`
  public let counts: [[Int]]

  public init(title: String, labels: [String], counts: [[Int]]) {
    precondition(counts.count == labels.count, "a row for each label")
    precondition(counts.allSatisfy { $0.count == labels.count }, "a column for each label")
    (self.title, self.labels, self.counts) = (title, labels, counts)
  }

  /// The model, the true label, the predicted label and the count of each cell.
  fileprivate var rows: [[String]] {
    zip(labels, counts).flatMap { label, counts in
      zip(labels, counts).map { [title, label, $0, String($1)] }
    }
  }
}

/// A self-contained web page with confusion matrices, one for each model.
public struct ConfusionPage: Sendable {
  public let matrices: [ConfusionMatrix]

  public init(matrices: [ConfusionMatrix]) { self.matrices = matrices }

  /// Writes the page atomically.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws {
    try writeFile(html(), to: path)
  }

  /// Returns the page. It is self-contained, and follows the reader's preference for light or dark.
  public func html() -> String {
    Page(
      title: "Confusion matrix", lightProperties: SignedColours.light,
      darkProperties: SignedColours.dark,
      style: String(decoding: PackageResources.heatmap_css, as: UTF8.self) + SignedColours.style,
      body: """
        <header>
        <h1>Confusion matrix</h1>
        <p>Each row is a true label, each column a predicted one. The colour of a cell is its share of the \
        row; errors, off the diagonal, are drawn stronger. Hover over a cell to see its number. \
        \(downloadLink("confusion.tsv", table([columns] + matrices.flatMap(\.rows))))</p>
        \(legend)
        </header>
        <main>
        \(matrices.map(figure).joined())</main>

        """
    ).html
  }

  private var columns: [String] { ["model", "true label", "predicted label", "count"] }

  private var legend: String {
    func swatch(_ share: Double, _ sign: String, _ name: String) -> String {
      "<span><i\(sign) style=\"opacity: \(decimal(share, places: 2))\"></i>\(name)</span>"
    }
    let error = SignedColours.negative
    return "<p class=\"legend\">"
      + [
        swatch(1, "", "right, 100 % of a row"), swatch(0.5, "", "50 %"),
        swatch(1, error, "wrong, 100 %"), swatch(Self.strength(ofError: 0.1), error, "10 %"),
      ].joined(separator: " ") + "</p>"
  }

  /// Errors are rare, and would be hard to see in proportion to their share.
  private static func strength(ofError share: Double) -> Double { share.squareRoot() }

  private func figure(_ matrix: ConfusionMatrix) -> String {
    let labels = Array(matrix.labels.prefix(HeatMapPicture.mostLabels))
    let picture = HeatMapPicture(columns: labels, rows: labels)
    let totals = matrix.counts.map { $0.reduce(0, +) }
    let svg = picture.svg(label: "\(labels.count) true and \(labels.count) predicted labels") {
      row, column in
      let count = matrix.counts[row][column]
      let share = Double(count) / Double(max(totals[row], 1))
      let title =
        "\(isolated(labels[row])) predicted as \(isolated(labels[column])): \(grouped(count)) of "
        + grouped(totals[row])
      return HeatMapPicture.Cell(
        attributes:
          "fill-opacity=\"\(decimal(row == column ? share : Self.strength(ofError: share), places: 2))\""
          + (row == column ? "" : SignedColours.negative), title: title)
    }
    let leftOut = matrix.labels.count - labels.count
    return """
      <figure>
      <figcaption><p dir="auto">\(escapedForMarkup(matrix.title))</p></figcaption>
      \(scrolled(svg, as: "map", label: "Heat map"))\(leftOut == 0
        ? "" : "<p class=\"note\">Only the first \(labels.count) labels are drawn.</p>\n")</figure>

      """
  }
}
