// SPDX-License-Identifier: Apache-2.0

import Inference
import Inspection
import Messages
import Text

/// What a model makes of some lines of text, for a report.
struct ReportSamples {
  /// The lines that the model read or wrote.
  let lines: [String]
  /// Nil if there are no lines.
  let section: ArticlePage.Section?

  /// The maximum number of lines.
  private static let mostLines = 20
  /// The number and the length of the samples of a language model.
  private static let (sampleCount, sampleLength) = (3, 400)

  /// Without lines, a language model writes samples.
  init(
    _ directory: String, _ task: TaskName, lines: [String]?, _ test: TestSet?, seed: UInt64,
    threads: Int
  ) throws {
    let given = Array((test?.sources ?? lines ?? []).prefix(Self.mostLines))
    switch task {
    case .translation:
      section = try given.isEmpty ? nil : Self.translations(directory, given, test, threads)
      self.lines = given
    case .languageModel:
      let sampler = try TextSampler(checkpoint: directory, threads: threads)
      var sampling = Sampling()
      sampling.seed = seed
      let samples = sampler.samples(Self.sampleCount, length: Self.sampleLength, sampling)
      section = Self.section(samples)
      self.lines = given.isEmpty ? samples[0].split(separator: "\n").map(String.init) : given
    case .classifier:
      section = try given.isEmpty ? nil : Self.labels(directory, texts: given, threads)
      self.lines = given
    case .labeller:
      section = try given.isEmpty ? nil : Self.labels(directory, tokens: given, threads)
      self.lines = given
    case .generator:
      if lines != nil { throw Self.noText(directory) }
      (section, self.lines) = (nil, [])
    }
  }

  private static func translations(
    _ directory: String, _ sources: [String], _ test: TestSet?, _ threads: Int
  ) throws -> ArticlePage.Section {
    var options = Translator.Options()
    options.threads = threads
    let translator = try Translator(checkpoint: directory, options: options)
    let references = test?.references ?? []
    let rows = zip(sources, translator.translate(sources)).enumerated().map { index, pair in
      [pair.0, pair.1.text] + (references.isEmpty ? [] : [references[index]])
    }
    return section(
      "Translations",
      PageTexts(
        title: "The first sentences", columns: ["source", "translation", "reference"], rows: rows))
  }

  private static func section(_ samples: [String]) -> ArticlePage.Section {
    var section = ArticlePage.Section("Samples")
    section.figures = samples.enumerated().map { number, text in
      var sample = PageSample(title: "Sample \(number + 1)")
      sample.lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
      return .sample(sample)
    }
    return section
  }

  private static func labels(
    _ directory: String, texts: [String], _ threads: Int
  ) throws -> ArticlePage.Section {
    let checkpoint = try ClassifierCheckpoint(directory: directory)
    if checkpoint.vectorSize > 0 { throw noText(directory) }
    let found = try Classifier(checkpoint, threads: threads).classify(texts)
    let rows = zip(texts, found).map { text, found in
      [
        text, found?.label ?? "",
        found?.probabilities.first.map { percent($0.probability) } ?? "",
      ]
    }
    return section(
      "Labels",
      PageTexts(title: "The first lines", columns: ["text", "label", "probability"], rows: rows))
  }

  private static func labels(
    _ directory: String, tokens lines: [String], _ threads: Int
  ) throws -> ArticlePage.Section {
    let checkpoint = try LabellerCheckpoint(directory: directory)
    if checkpoint.vectorSize > 0 { throw noText(directory) }
    let sequences = lines.map { fields(of: $0) }
    let found = try Labeller(checkpoint, threads: threads).label(sequences)
    let rows = zip(lines, found).map { [$0, $1.map(\.label).joined(separator: " ")] }
    return section(
      "Labels", PageTexts(title: "The first lines", columns: ["tokens", "labels"], rows: rows))
  }

  private static func noText(_ directory: String) -> UsageError {
    UsageError(command: "report", message: "\(directory) reads vectors, not text: omit --text.")
  }

  private static func section(_ heading: String, _ texts: PageTexts) -> ArticlePage.Section {
    var section = ArticlePage.Section(heading)
    section.figures = [.texts(texts)]
    section.numbers = (heading.lowercased() + ".tsv", texts.table)
    return section
  }
}
