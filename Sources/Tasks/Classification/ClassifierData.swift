// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Compute
public import Corpora
import Files
public import Inference
public import Models
import Subwords
public import Text

/// Texts and their labels, ready for training a classifier: the units as ids, the vocabulary and the
/// labels.
public struct ClassifierData: Sendable {
  public let configuration: LabelledTextConfiguration
  public let tokenizer: TokenizerConfiguration
  public let vocabulary: Vocabulary
  public let labels: LabelSet
  public let report: LabelledTextReport
  public let fingerprint: CorpusFingerprint
  /// What was found in the dev set, and its fingerprint, if it is in files of its own.
  public let developmentReport: LabelledTextReport?
  public let developmentFingerprint: CorpusFingerprint?
  let merges: BytePairMerges?
  let training: ClassifierExamples
  let development: ClassifierExamples?

  /// Reads the texts of `paths`, and builds the vocabulary and the set of labels from them. The dev
  /// set is in `developmentPaths` or, if there are none, the share of the texts that the
  /// configuration says, drawn at random.
  ///
  /// - Throws: `LabelledTextError`, `CorpusError`, `TokenizerError`, `TextFormatError`,
  ///   `TextEncodingError` or `FileError`.
  public init(
    _ paths: [String], development developmentPaths: [String] = [],
    columns: PairColumns = .firstTwo, language: String = "und",
    _ configuration: LabelledTextConfiguration = LabelledTextConfiguration(), strict: Bool = false
  ) throws {
    try self.init(
      paths, development: developmentPaths, columns, language, configuration, nil, strict: strict)
  }

  /// Reads the texts of a checkpoint, to resume its training: with its units, vocabulary and labels,
  /// and with its configuration unless another one is given.
  ///
  /// - Throws: As for new texts.
  public init(
    _ paths: [String], development developmentPaths: [String] = [],
    columns: PairColumns = .firstTwo, of checkpoint: ClassifierCheckpoint,
    _ configuration: LabelledTextConfiguration? = nil, strict: Bool = false
  ) throws {
    try self.init(
      paths, development: developmentPaths, columns, checkpoint.settings.tokenizer.language,
      configuration ?? checkpoint.settings.text, checkpoint, strict: strict)
  }

  private init(
    _ paths: [String], development developmentPaths: [String], _ columns: PairColumns,
    _ language: String, _ configuration: LabelledTextConfiguration,
    _ checkpoint: ClassifierCheckpoint?, strict: Bool
  ) throws {
    let tokenizer = TokenizerConfiguration(language: language, normalization: .none)
    func read(_ paths: [String]) throws -> LabelledText {
      try LabelledText(
        paths, columns: columns, configuration.unit, tokenizer,
        maximumLength: configuration.maximumLength, strict: strict)
    }
    let text = try read(paths)
    let other = developmentPaths.isEmpty ? nil : try read(developmentPaths)
    var configuration = configuration
    if other != nil { configuration.developmentShare = 0 }
    let parts = Self.split(text.count, developmentShare: Double(configuration.developmentShare))
    let units = text.unitCounts(in: parts.training)
    let merges =
      checkpoint?.merges
      ?? (configuration.unit == .subword && checkpoint == nil
        ? BytePairMerges(learning: configuration.merges, from: [units]) : nil)
    let vocabulary =
      checkpoint?.vocabulary ?? Self.vocabulary(units, merges: merges, configuration)
    let labels = checkpoint?.labels ?? text.labelSet(of: parts.training)
    guard labels.count > 1 else {
      throw LabelledTextError.oneLabel(paths: paths, label: labels[0])
    }
    let codec = TokenCodec(vocabulary, merges: merges)
    training = ClassifierExamples(text, parts.training, codec, labels)
    development =
      other.map { ClassifierExamples($0, Array(0..<$0.count), codec, labels) }
      ?? (parts.development.isEmpty
        ? nil : ClassifierExamples(text, parts.development, codec, labels))
    self.configuration = configuration
    self.tokenizer = tokenizer
    (self.merges, self.vocabulary, self.labels) = (merges, vocabulary, labels)
    (report, fingerprint) = (text.report, text.fingerprint)
    (developmentReport, developmentFingerprint) = (other?.report, other?.fingerprint)
  }

  /// Draws the texts of the dev set. The same number of texts is always divided in the same way.
  private static func split(
    _ count: Int, developmentShare share: Double
  ) -> (training: [Int], development: [Int]) {
    var random = Philox(seed: 0, purpose: RandomPurpose.splitting, step: 0).sequence
    let drawn = Array(0..<count).shuffled(using: &random)
    let size = min(Int((Double(count) * share).rounded()), count - 1)
    return (drawn.dropFirst(size).sorted(), drawn.prefix(size).sorted())
  }

  private static func vocabulary(
    _ units: VocabularyBuilder, merges: BytePairMerges?,
    _ configuration: LabelledTextConfiguration
  ) -> Vocabulary {
    guard let merges else {
      return units.build(
        minimumFrequency: configuration.minimumFrequency,
        maximumSize: configuration.maximumVocabulary)
    }
    return Vocabulary(
      unitsOf: [units], BytePairEncoder(merges),
      minimumFrequency: configuration.minimumFrequency,
      maximumSize: configuration.maximumVocabulary)
  }

  package var hasDevelopment: Bool { development != nil }

  /// The numbers of texts to learn from, and of texts in the dev set.
  public var sizes: (training: Int, development: Int?) { (training.count, development?.count) }

  /// The shares of the units that are not in the vocabulary.
  public var unknownShare: (training: Double, development: Double?) {
    (training.unknownShare, development?.unknownShare)
  }

  /// The labels of the dev set that do not occur in training, in code point order. No model can find
  /// them.
  public var unseenLabels: [String] { development?.unseenLabels ?? [] }

  /// Returns the configuration of a model for this vocabulary and these labels.
  public func model(
    _ encoder: SequenceEncoderConfiguration = SequenceEncoderConfiguration()
  ) -> ClassifierConfiguration {
    var model = ClassifierConfiguration()
    model.encoder = encoder
    model.encoder.vocabularySize = vocabulary.count
    model.labelCount = labels.count
    return model
  }
}

/// Texts as ids, and their labels.
struct ClassifierExamples: Sendable {
  /// The ids of all texts, end to end, and the end of each text's.
  private var ids: [Int32] = []
  private var ends: [Int] = []
  /// The id of each label; nil if it does not occur in training.
  private(set) var labels: [Int32?] = []
  let unknownShare: Double
  let unseenLabels: [String]

  init(_ text: LabelledText, _ numbers: [Int], _ codec: TokenCodec, _ labels: LabelSet) {
    var idsOfUnit: [[Int32]] = []
    for number in 0..<text.units.count {
      var ids: [Int32] = []
      text.units.withToken(number) { codec.append($0, to: &ids) }
      idsOfUnit.append(ids)
    }
    let idOfLabel = (0..<text.labels.count).map { labels.id(of: text.labels[$0]) }
    for number in numbers {
      for unit in text.units(ofText: number) { ids += idsOfUnit[Int(unit)] }
      ends.append(ids.count)
      self.labels.append(idOfLabel[text.label(ofText: number)])
    }
    let unknown = ids.count { $0 == Vocabulary.Special.unknown }
    unknownShare = Double(unknown) / Double(max(ids.count, 1))
    let unseen = Set(numbers.map(text.label)).filter { idOfLabel[$0] == nil }
    unseenLabels = unseen.map { text.labels[$0] }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  var count: Int { ends.count }

  func sequence(_ number: Int) -> SequenceExample {
    SequenceExample(tokens: Array(ids[(number == 0 ? 0 : ends[number - 1])..<ends[number]]))
  }
}
