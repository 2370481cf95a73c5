// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Corpora
public import Inference
public import Models
import Subwords
public import Text

/// Vectors and the texts to write for them, ready for training a generator: the units of the texts as
/// ids, the vocabulary, and the standardization of the vectors.
public struct GeneratorData: Sendable {
  public let configuration: LabelledTextConfiguration
  public let tokenizer: TokenizerConfiguration
  public let vectors: VectorConfiguration
  /// The number of values in each vector.
  public let vectorSize: Int
  public let vocabulary: Vocabulary
  public let fingerprint: CorpusFingerprint
  /// The fingerprint of the dev set, if it is in files of its own.
  public let developmentFingerprint: CorpusFingerprint?
  let merges: BytePairMerges?
  let training: GeneratorExamples
  let development: GeneratorExamples?

  /// A file of vectors, and a file with a line of text for each vector.
  public struct Files: Sendable {
    public var vectors, texts: String

    public init(vectors: String, texts: String) {
      (self.vectors, self.texts) = (vectors, texts)
    }
  }

  /// Reads vectors and texts, and builds the vocabulary from the texts. The dev set is in
  /// `development` or, if that is nil, the share of the examples that the configuration says, drawn
  /// at random.
  ///
  /// - Throws: `VectorTextError`, `VectorError`, `NPYError`, `SafetensorsError`, `TokenizerError`,
  ///   `TextFormatError` or `FileError`.
  public init(
    _ files: Files, development: Files? = nil, language: String = "und",
    _ configuration: LabelledTextConfiguration = LabelledTextConfiguration(),
    vectors: VectorConfiguration = VectorConfiguration()
  ) throws {
    try self.init(files, development, language, configuration, vectors, nil)
  }

  /// Reads the vectors and texts of a checkpoint, to resume its training: with its units, vocabulary
  /// and standardization, and with its configuration unless another one is given.
  ///
  /// - Throws: As for new data.
  public init(
    _ files: Files, development: Files? = nil, of checkpoint: GeneratorCheckpoint,
    _ configuration: LabelledTextConfiguration? = nil
  ) throws {
    let settings = checkpoint.settings
    try self.init(
      files, development, settings.tokenizer.language, configuration ?? settings.text,
      settings.vectors, checkpoint)
  }

  private init(
    _ files: Files, _ developmentFiles: Files?, _ language: String,
    _ configuration: LabelledTextConfiguration, _ vectors: VectorConfiguration,
    _ checkpoint: GeneratorCheckpoint?
  ) throws {
    let tokenizer = TokenizerConfiguration(language: language, normalization: .none)
    func read(_ files: Files, size: Int?) throws -> VectorTexts {
      try VectorTexts(
        vectors: files.vectors, size: size, texts: files.texts, configuration.unit, tokenizer,
        maximumLength: configuration.maximumLength)
    }
    let data = try read(files, size: checkpoint?.vectorSize)
    let other = try developmentFiles.map { try read($0, size: data.vectors.size) }
    var (configuration, vectors) = (configuration, vectors)
    if other != nil { configuration.developmentShare = 0 }
    let corpus = DividedCorpus(
      data, development: other, share: configuration.developmentShare)
    if vectors.standardize && vectors.standardization == nil {
      vectors.standardization = Standardization(
        of: data.vectors, sequences: corpus.parts.training)
    }
    let units = data.unitCounts(in: corpus.parts.training)
    let merges = checkpoint.map(\.merges) ?? configuration.merges(of: units)
    let vocabulary =
      checkpoint?.vocabulary ?? configuration.vocabulary(of: units, merges: merges)
    let codec = TokenCodec(vocabulary, merges: merges)
    (training, development) = corpus.map { [vectors] in
      GeneratorExamples($0, $1, codec, vectors)
    }
    (self.configuration, self.tokenizer, self.vectors) = (configuration, tokenizer, vectors)
    (self.merges, self.vocabulary, vectorSize) = (merges, vocabulary, data.vectors.size)
    (fingerprint, developmentFingerprint) = (data.fingerprint, other?.fingerprint)
  }

  package var hasDevelopment: Bool { development != nil }

  /// The numbers of examples to learn from, and of examples in the dev set.
  public var sizes: (training: Int, development: Int?) { (training.count, development?.count) }

  /// The shares of the units that are not in the vocabulary.
  public var unknownShare: (training: Double, development: Double?) {
    (training.unknownShare, development?.unknownShare)
  }

  /// Returns the configuration of a model for these vectors and this vocabulary.
  public func model(
    _ configuration: GeneratorConfiguration = GeneratorConfiguration()
  ) -> GeneratorConfiguration {
    var model = configuration
    (model.vectorSize, model.decoder.vocabularySize) = (vectorSize, vocabulary.count)
    return model
  }
}

/// Vectors as the model reads them, and texts as ids.
struct GeneratorExamples: Sendable {
  private let vectors: [[Float]]
  private let ids: [[Int32]]
  let texts: [String]
  /// The share of the units that the vocabulary lacks.
  let unknownShare: Double

  init(
    _ data: VectorTexts, _ numbers: [Int], _ codec: TokenCodec, _ configuration: VectorConfiguration
  ) {
    let idsOfUnit = codec.ids(ofTokens: data.units)
    vectors = numbers.map { configuration.prepared(data.vectors[$0]) }
    ids = numbers.map { data.units(ofText: $0).flatMap { idsOfUnit[Int($0)] } }
    texts = numbers.map { data.texts[$0] }
    let unknown = ids.reduce(0) { $0 + $1.count { $0 == Vocabulary.Special.unknown } }
    unknownShare = Double(unknown) / Double(max(ids.reduce(0) { $0 + $1.count }, 1))
  }

  var count: Int { ids.count }
  /// The number of units in the longest text.
  var longest: Int { ids.reduce(0) { max($0, $1.count) } }

  func vector(_ number: Int) -> [Float] { vectors[number] }

  subscript(number: Int) -> GeneratorExample {
    GeneratorExample(vectors[number], words: ids[number])
  }
}
