// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Corpora
package import Inference
import Models
public import Text

/// Data of a task with labels, ready for training.
public protocol LabelledData: Sendable {
  var examples: ExampleSets { get }
}

/// Examples with labels: those to learn from and those of the dev set, as ids or vectors, with the
/// vocabularies and the labels of a model for them.
public struct ExampleSets: Sendable {
  let report: LabelledTextReport
  let fingerprint: CorpusFingerprint
  let developmentReport: LabelledTextReport?
  let developmentFingerprint: CorpusFingerprint?
  let assets: SequenceAssets
  let training: SequenceExamples
  let development: SequenceExamples?

  /// Encodes examples of a corpus, whose labels are in `paths`.
  ///
  /// - Throws: `LabelledTextError` if there are not several labels, or one that `assets` lacks.
  init<Corpus: LabelledCorpus>(
    _ corpus: DividedCorpus<Corpus>, _ assets: SequenceAssets, _ paths: [String],
    _ examples: (Corpus, [Int]) -> SequenceExamples
  ) throws(LabelledTextError) {
    guard assets.labels.count > 1 else {
      throw .oneLabel(paths: paths, label: assets.labels[0], corpus.corpus.report)
    }
    (training, development) = corpus.map(examples)
    if let label = training.unseenLabels.first { throw .newLabel(paths: paths, label: label) }
    self.assets = assets
    (report, fingerprint) = (corpus.corpus.report, corpus.corpus.fingerprint)
    developmentReport = corpus.development?.report
    developmentFingerprint = corpus.development?.fingerprint
  }
}

/// Examples with labels in files.
protocol LabelledCorpus: ExampleCorpus {
  var report: LabelledTextReport { get }
}

extension LabelledText: LabelledCorpus {}
extension LabelledTokens: LabelledCorpus {}
extension LabelledVectors: LabelledCorpus {}

extension LabelledData {
  /// What was found in the files of the corpus, and their fingerprint.
  public var report: LabelledTextReport { examples.report }
  public var fingerprint: CorpusFingerprint { examples.fingerprint }
  /// The same of the dev set, if it is in files of its own.
  public var developmentReport: LabelledTextReport? { examples.developmentReport }
  public var developmentFingerprint: CorpusFingerprint? { examples.developmentFingerprint }

  package var assets: SequenceAssets { examples.assets }
  package var hasDevelopment: Bool { examples.development != nil }

  /// The units or tokens that the model will know; nil if it reads vectors.
  public var vocabulary: Vocabulary? { assets.vocabulary }
  /// The characters of tokens that the model will know; nil if it does not read them.
  public var characters: Vocabulary? { assets.characters }
  /// The number of values in each vector; 0 if the model does not read vectors.
  public var vectorSize: Int { assets.vectorSize }
  public var labels: LabelSet { assets.labels }

  /// The numbers of texts or sequences to learn from, and of those in the dev set.
  public var sizes: (training: Int, development: Int?) {
    (examples.training.count, examples.development?.count)
  }

  /// The shares of the units or tokens that are not in the vocabulary.
  public var unknownShare: (training: Double, development: Double?) {
    (examples.training.unknownShare, examples.development?.unknownShare)
  }

  /// The labels of the dev set that do not occur in training, in code point order. No model can find
  /// them.
  public var unseenLabels: [String] { examples.development?.unseenLabels ?? [] }
}

// MARK: - Vectors

extension ExampleSets {
  /// Reads sequences of vectors with labels, which belong to what `content` says. Unless `vectors`
  /// has a standardization, it is measured on the sequences to learn from. `given` are the labels and
  /// the size of vectors of a checkpoint.
  init(
    _ files: LabelledVectorFiles, development developmentFiles: LabelledVectorFiles?,
    _ content: LabelledTextReport.Content, maximumLength: Int, developmentShare: Float,
    _ vectors: inout VectorConfiguration, _ given: SequenceAssets?
  ) throws {
    func read(_ files: LabelledVectorFiles, size: Int?) throws -> LabelledVectors {
      try LabelledVectors(files, content, size: size, maximumLength: maximumLength)
    }
    let data = try read(files, size: given?.vectorSize)
    let corpus = DividedCorpus(
      data, development: try developmentFiles.map { try read($0, size: data.vectors.size) },
      share: developmentShare)
    if vectors.standardize && vectors.standardization == nil {
      vectors.standardization = Standardization(
        of: data.vectors, sequences: corpus.parts.training)
    }
    let assets =
      given
      ?? SequenceAssets(
        vectorSize: data.vectors.size, labels: data.labelSet(of: corpus.parts.training))
    try self.init(corpus, assets, [files.labels]) { [vectors] in
      SequenceExamples($0, $1, vectors, assets.labels)
    }
  }
}
