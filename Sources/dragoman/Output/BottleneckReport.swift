// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Evaluation
import Inference
import Inspection
import Layers
import Messages
import Models
import Tasks
import Text

/// The quality of translations, and the words that can be read back from the vectors of the encoders.
struct BottleneckReport {
  /// By the length of the source.
  let measurements: BottleneckMeasurements
  /// All sentences in one bucket.
  private let all: BottleneckMeasurements

  /// Translates with each of `checkpoints`. BLEU's tokenization follows their target language; it
  /// ignores case if one of them writes lowercase.
  ///
  /// - Throws: `LanguagePairError`, the errors of the checkpoints, or `InspectionError`.
  init(_ checkpoints: [String], _ test: TestSet, threads: Int) throws {
    let language = try Language(
      tag: targetLanguage(of: checkpoints) ?? test.fileLanguage ?? "und")
    let writesLowercase = try checkpoints.contains {
      try CheckpointConfiguration(CheckpointFiles(directory: $0)).targetTokenizer.lowercase
    }
    let bleu = BLEU.Options(
      tokenization: BLEU.Tokenization(language), lowercase: writesLowercase)
    let lengths = try test.sourceLengths()
    let words = try test.sourceWords()
    let translators = try checkpoints.map {
      try MeasuredTranslator($0, test, words, bleu, threads: threads)
    }
    func measurements(_ parts: [Part]) -> BottleneckMeasurements {
      BottleneckMeasurements(
        metric: writesLowercase ? "case-insensitive BLEU" : "BLEU",
        buckets: parts.map {
          BottleneckMeasurements.Bucket($0, lengths, translators[0].probe.total($0.lines))
        },
        systems: translators.map { $0.system(parts) })
    }
    let buckets = LengthBucket.buckets(ofLengths: lengths)
    self.measurements = measurements(buckets.map { Part(name: $0.description, lines: $0.lines) })
    all = measurements([Part(name: "all", lines: Array(lengths.indices))])
  }

  /// Some lines of the test set.
  fileprivate struct Part {
    let name: String
    let lines: [Int]
  }

  var text: String {
    let quality = table(values: \.scores)
    let recovered = table(others: ["guess", "limit"]) {
      $0.recovered.map { 100 * $0 }
    } otherValues: {
      [100 * $0.guessed, 100 * $0.known]
    }
    return """
      \(measurements.metric) by length of the source
      \(quality)

      percentage of the source's words that can be read back, by length of the source
      \(recovered)

      vector: \(sizes)
      """
  }

  private var sizes: String {
    let systems = measurements.systems
    if systems.count == 1 { return "\(grouped(systems[0].vectorSize)) values" }
    return listed(systems.map { "\(grouped($0.vectorSize)) values (\($0.name))" })
  }

  /// Returns a table with a row for each bucket and one for all sentences.
  private func table(
    others: [String] = [], values: (BottleneckMeasurements.System) -> [Double],
    otherValues: (BottleneckMeasurements.Bucket) -> [Double] = { _ in [] }
  ) -> String {
    var table = Table(
      [("words", .right), ("sentences", .right)] + measurements.systems.map { ($0.name, .right) }
        + others.map { ($0, .right) })
    for part in [measurements, all] {
      for (index, bucket) in part.buckets.enumerated() {
        let numbers = part.systems.map { values($0)[index] } + otherValues(bucket)
        table.add(
          [bucket.name, grouped(bucket.sentences)] + numbers.map { fixedPoint($0, places: 2) })
      }
    }
    return table.text
  }
}

// MARK: - JSON

extension BottleneckReport {
  var json: String {
    get throws { try dragoman.json(Record(measurements, all), pretty: true) }
  }

  private struct Record: Encodable {
    let metric: String
    let sentences: Int
    let guess, limit: Double
    let checkpoints: [System]
    let buckets: [Bucket]

    struct System: Encodable {
      let checkpoint: String
      /// Nil in a bucket.
      let vectorSize: Int?
      let score, recovered: Double
    }

    struct Bucket: Encodable {
      let words: String
      let sentences: Int
      let guess, limit: Double
      let checkpoints: [System]
    }

    init(_ measurements: BottleneckMeasurements, _ all: BottleneckMeasurements) {
      let total = all.buckets[0]
      metric = measurements.metric
      (sentences, guess, limit) = (total.sentences, total.guessed, total.known)
      checkpoints = all.systems.map { Self.system($0, 0, vectorSize: $0.vectorSize) }
      buckets = measurements.buckets.enumerated().map { index, bucket in
        Bucket(
          words: bucket.name, sentences: bucket.sentences, guess: bucket.guessed,
          limit: bucket.known,
          checkpoints: measurements.systems.map { Self.system($0, index, vectorSize: nil) })
      }
    }

    private static func system(
      _ system: BottleneckMeasurements.System, _ index: Int, vectorSize: Int?
    ) -> System {
      System(
        checkpoint: system.name, vectorSize: vectorSize, score: system.scores[index],
        recovered: system.recovered[index])
    }
  }
}

// MARK: - Measuring

/// The translations of a checkpoint, and the words read back from its vectors.
private struct MeasuredTranslator {
  let probe: BagOfWordsProbe
  private let name: String
  private let vectorSize: Int
  private let statistics: LineStatistics<BLEU>

  init(
    _ path: String, _ test: TestSet, _ words: [Set<String>], _ bleu: BLEU.Options, threads: Int
  ) throws {
    let sources = test.sources ?? []
    var options = Translator.Options()
    options.threads = threads
    let translator = try Translator(checkpoint: path, options: options)
    var choice = StateChoice()
    choice.layers = .all
    choice.state = translator.checkpoint.model.encoder.cell.hasCellState ? .both : .hidden
    let encoder = try SentenceEncoder(checkpoint: path, choice, threads: threads)
    let blank = [Float](repeating: 0, count: encoder.size)
    (name, vectorSize) = (path, encoder.size)
    probe = try BagOfWordsProbe(
      vectors: encoder.vectors(of: sources).map { $0 ?? blank }, words: words)
    statistics = LineStatistics(
      hypotheses: translator.translate(sources).map(\.text), referenceSets: [test.references],
      options: bleu)
  }

  func system(_ parts: [BottleneckReport.Part]) -> BottleneckMeasurements.System {
    BottleneckMeasurements.System(
      name: name, vectorSize: vectorSize,
      scores: parts.map { BLEU(statistics.selecting($0.lines)).score },
      recovered: parts.map { probe.total($0.lines).share(\.recovered) })
  }
}

extension BottleneckMeasurements.Bucket {
  fileprivate init(
    _ part: BottleneckReport.Part, _ lengths: [Int], _ words: BagOfWordsProbe.Counts
  ) {
    let total = part.lines.reduce(0) { $0 + lengths[$1] }
    self.init(
      name: part.name, meanLength: Double(total) / Double(max(1, part.lines.count)),
      sentences: part.lines.count, guessed: words.share(\.guessed), known: words.share(\.known))
  }
}
