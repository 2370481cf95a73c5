// SPDX-License-Identifier: Apache-2.0

import Dragoman
import Inference
import Inspection
import Messages

/// Maps of a model's embeddings, for a report.
enum ReportMaps {
  /// The number of words on a map.
  private static let mostWords = 300

  /// Returns a map of each table of embeddings; nil for a model that reads vectors.
  static func section(_ directory: String, _ task: TaskName) throws -> ArticlePage.Section? {
    let tables = try self.tables(directory, task).filter {
      $0.table.words.count >= 2 && $0.table.dimension >= 2
    }
    if tables.isEmpty { return nil }
    var section = ArticlePage.Section("Embeddings")
    section.paragraphs = [
      "The vectors of the most frequent entries of each vocabulary along their first two principal components. "
        + "Entries that the model uses in similar ways are near one another. 'dragoman embeddings pca' draws a "
        + "map that you can zoom into."
    ]
    var text = "table\tword\tcount\tpc1\tpc2\n"
    for (noun, table) in tables {
      let chosen = table.selecting(table.mostFrequent(mostWords))
      let components = try PrincipalComponents(of: chosen, count: 2)
      let plot = ScatterPlot(components, of: chosen, title: noun)
      section.figures.append(.image(PageImage(title: noun, plot)))
      text += components.rows(of: chosen).map { "\(noun)\t\($0)" }.joined()
    }
    section.numbers = ("embeddings.tsv", text)
    return section
  }

  private static func tables(
    _ directory: String, _ task: TaskName
  ) throws -> [(noun: String, table: EmbeddingTable)] {
    switch task {
    case .translation:
      let model = try Checkpoint(directory: directory)
      return [
        ("words of the source", model.embeddings(.source)),
        ("words of the target", model.embeddings(.target)),
      ]
    case .languageModel:
      let model = try LanguageModelCheckpoint(directory: directory)
      guard let table = try? model.embeddings() else { return [] }
      return [(model.settings.text.unit.noun + "s", table)]
    case .classifier:
      let model = try ClassifierCheckpoint(directory: directory)
      guard let table = try? model.embeddings() else { return [] }
      return [(model.settings.text.unit.noun + "s", table)]
    case .labeller:
      let model = try LabellerCheckpoint(directory: directory)
      guard let table = try? model.embeddings() else { return [] }
      return [("tokens", table)]
    case .generator:
      let model = try GeneratorCheckpoint(directory: directory)
      return [(model.settings.text.unit.noun + "s", model.embeddings())]
    }
  }
}
