// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
package import Models
package import Subwords
package import Text

extension CheckpointFiles {
  /// The labels of a classifier or a labeller.
  package var labels: String { path("labels.tsv") }
  /// The characters of the tokens that a labeller reads.
  package var characterVocabulary: String { path("characters.vocab") }
}

/// The vocabularies, merges, labels and vectors of a model over sequences, as far as it has them.
package struct SequenceAssets: Sendable, Equatable {
  /// Nil if the model reads vectors.
  package let vocabulary: Vocabulary?
  /// Nil unless the units are subwords.
  package let merges: BytePairMerges?
  /// Nil unless the model reads the characters of each token.
  package let characters: Vocabulary?
  /// The number of values in each vector; 0 if the model reads no vectors.
  package let vectorSize: Int
  /// Empty if the model has no labels.
  package let labels: LabelSet

  package init(
    vocabulary: Vocabulary? = nil, merges: BytePairMerges? = nil, characters: Vocabulary? = nil,
    vectorSize: Int = 0, labels: LabelSet = LabelSet()
  ) {
    (self.vocabulary, self.merges) = (vocabulary, merges)
    (self.characters, self.vectorSize, self.labels) = (characters, vectorSize, labels)
  }

  /// Reads the files of a checkpoint.
  ///
  /// - Throws: `CheckpointError` if a file does not have the size that `model` says;
  ///   `VocabularyError`, `BytePairMergesError`, `TextFormatError` or `FileError`.
  init(
    _ files: CheckpointFiles, _ model: some LabelModelConfiguration & SizedByAssets, hasMerges: Bool
  ) throws {
    let encoder = model.encoder
    self.init(
      vocabulary: encoder.vocabularySize > 0
        ? try Vocabulary(contentsOf: files.textVocabulary) : nil,
      merges: hasMerges ? try BytePairMerges(contentsOf: files.textMerges) : nil,
      characters: encoder.characterCount > 0
        ? try Vocabulary(contentsOf: files.characterVocabulary) : nil,
      vectorSize: encoder.vectorSize, labels: try LabelSet(contentsOf: files.labels))
    if let misfit = misfit(with: model) {
      throw CheckpointError(
        directory: files.directory,
        problem: .vocabularySize(
          path: files[keyPath: misfit.file], expected: misfit.size, found: misfit.count))
    }
  }

  /// The sizes that follow from the assets, with the files that they come from.
  private var sizes: [(file: KeyPath<CheckpointFiles, String>, key: String, count: Int)] {
    [
      (\.textVocabulary, "vocabulary_size", vocabulary?.count ?? 0),
      (\.characterVocabulary, "character_count", characters?.count ?? 0),
      (\.configuration, "vector_size", vectorSize), (\.labels, "label_count", labels.count),
    ]
  }

  /// Returns the first size of a model that differs from that of the assets; nil if none does.
  package func misfit(with model: some SizedByAssets) -> Misfit? {
    for (file, key, count) in sizes {
      let size = model.sizesOfAssets[key] ?? 0
      if size != count { return Misfit(file: file, key: key, count: count, size: size) }
    }
    return nil
  }

  package struct Misfit {
    let file: KeyPath<CheckpointFiles, String>
    /// The key of the size in `config.json`.
    package let key: String
    /// The size of the asset, and the one that the model has.
    package let count, size: Int
  }

  /// Sets the sizes of a model to those of the assets.
  package func setSizes(of model: inout some LabelModelConfiguration) {
    model.encoder.vocabularySize = vocabulary?.count ?? 0
    model.encoder.characterCount = characters?.count ?? 0
    model.encoder.vectorSize = vectorSize
    model.labelCount = labels.count
  }

  /// The files that the assets are in.
  package var files: [KeyPath<CheckpointFiles, String>] {
    [
      vocabulary == nil ? nil : \.textVocabulary, merges == nil ? nil : \.textMerges,
      characters == nil ? nil : \.characterVocabulary, labels.count == 0 ? nil : \.labels,
    ].compactMap(\.self)
  }
}

/// The configuration of a model with sizes that follow from its assets.
package protocol SizedByAssets {
  /// The sizes by their keys in `config.json`; those that are missing are 0.
  var sizesOfAssets: [String: Int] { get }
}

extension ClassifierConfiguration: SizedByAssets {}
extension LabellerConfiguration: SizedByAssets {}

extension LabelModelConfiguration {
  package var sizesOfAssets: [String: Int] {
    [
      "vocabulary_size": encoder.vocabularySize, "character_count": encoder.characterCount,
      "vector_size": encoder.vectorSize, "label_count": labelCount,
    ]
  }
}

extension GeneratorConfiguration: SizedByAssets {
  package var sizesOfAssets: [String: Int] {
    ["vocabulary_size": decoder.vocabularySize, "vector_size": vectorSize]
  }
}
