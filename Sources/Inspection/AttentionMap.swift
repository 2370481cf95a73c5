// SPDX-License-Identifier: Apache-2.0

import Files
import Text

/// The attention of each word of a translation to each word of its source.
public struct AttentionMap: Sendable {
  /// The number of the line, shown beside the sentences.
  public let number: Int
  /// The sentence and its translation, as text.
  public let sourceText, targetText: String
  /// The words of the sentence and of its translation, as the page shows them.
  public let source, target: [String]
  /// `[target, source]`, from 0 to 1.
  public let weights: [[Float]]

  public init(
    number: Int, sourceText: String, targetText: String, source: [String], target: [String],
    weights: [[Float]]
  ) {
    precondition(weights.count == target.count, "a row for each target word")
    precondition(weights.allSatisfy { $0.count == source.count }, "a weight for each source word")
    self.number = number
    self.sourceText = sourceText
    self.targetText = targetText
    self.source = source.map(shownWord)
    self.target = target.map(shownWord)
    self.weights = weights
  }
}

/// A self-contained web page with one heat map below another.
public struct AttentionPage: Sendable {
  public let title: String
  public let maps: [AttentionMap]

  public init(title: String, maps: [AttentionMap]) {
    self.title = title
    self.maps = maps
  }

  /// Writes the page atomically.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws {
    try writeFile(html(), to: path)
  }

  /// Returns the page. It is self-contained, and follows the reader's preference for light or dark.
  public func html() -> String {
    Page(
      title: title, lightProperties: " --heat: #0A4FA6;", darkProperties: " --heat: #8CC4FF;",
      style: String(decoding: PackageResources.heatmap_css, as: UTF8.self),
      body: """
        <header>
        <h1>\(escapedForMarkup(title))</h1>
        <p>Each row shows how much attention the model paid to each source word when it wrote one \
        word of the translation. A row adds up to 100\u{A0}%. Hover over a cell to see its words \
        and weight. \(downloadLink("attention.tsv", AttentionMap.table(maps)))</p>
        \(legend)
        </header>
        <main>
        \(maps.map { $0.figure }.joined())</main>

        """
    ).html
  }

  private var legend: String {
    let swatches = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1].map { (weight: Float) in
      let share = decimal(Double(weight) * 100, places: 0) + "\u{A0}%"
      return "<span><i style=\"opacity: \(opacity(of: weight))\"></i>\(share)</span>"
    }
    return "<p class=\"legend\">\(swatches.joined(separator: " "))</p>"
  }
}

/// The opacity of a cell: the square root makes differences between small shares visible.
func opacity(of weight: Float) -> String {
  decimal(Double(max(0, min(1, weight))).squareRoot(), places: 2)
}
