// SPDX-License-Identifier: Apache-2.0

import Dragoman
import Inference
import Inspection

/// The attention of a translator, for a report.
enum ReportAttention {
  /// The number of sentences that are drawn.
  private static let mostSentences = 3

  /// Returns heat maps of the first sentences; nil for a model without attention.
  static func section(_ directory: String, _ lines: [String]) throws -> ArticlePage.Section? {
    let checkpoint = try Checkpoint(directory: directory)
    guard checkpoint.configuration.model.attention != .none else { return nil }
    let translator = try Translator(checkpoint)
    let maps = lines.prefix(mostSentences).enumerated().compactMap { index, line in
      translator.explain(line, best: 1).attentionMap(of: line, number: index + 1)
    }
    if maps.isEmpty { return nil }
    var section = ArticlePage.Section("Attention")
    section.paragraphs = [
      "Each row shows how much attention the model paid to each source word when it wrote one word of the "
        + "translation. Hover over a cell to see its words and weight."
    ]
    section.figures = maps.map(\.pageFigure)
    section.numbers = ("attention.tsv", AttentionMap.table(maps))
    return section
  }
}
