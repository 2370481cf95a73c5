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

/// The vocabularies, merges and labels of a model over sequences, as far as it has them.
package struct SequenceAssets: Sendable, Equatable {
  /// Nil if the model reads vectors.
  package let vocabulary: Vocabulary?
  /// Nil unless the units are subwords.
  package let merges: BytePairMerges?
  /// Nil unless the model reads the characters of each token.
  package let characters: Vocabulary?
  package let labels: LabelSet

  package init(
    vocabulary: Vocabulary?, merges: BytePairMerges? = nil, characters: Vocabulary? = nil,
    labels: LabelSet
  ) {
    (self.vocabulary, self.merges) = (vocabulary, merges)
    (self.characters, self.labels) = (characters, labels)
  }

  /// Reads the files of a checkpoint.
  ///
  /// - Throws: `CheckpointError` if a file does not have the size that `model` says;
  ///   `VocabularyError`, `BytePairMergesError`, `TextFormatError` or `FileError`.
  init(_ files: CheckpointFiles, _ model: some LabelModelConfiguration, hasMerges: Bool) throws {
    let encoder = model.encoder
    self.init(
      vocabulary: encoder.vocabularySize > 0
        ? try Vocabulary(contentsOf: files.textVocabulary) : nil,
      merges: hasMerges ? try BytePairMerges(contentsOf: files.textMerges) : nil,
      characters: encoder.characterCount > 0
        ? try Vocabulary(contentsOf: files.characterVocabulary) : nil,
      labels: try LabelSet(contentsOf: files.labels))
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
      (\.labels, "label_count", labels.count),
    ]
  }

  /// Returns the first size of a model that differs from that of the assets; nil if none does.
  package func misfit(with model: some LabelModelConfiguration) -> Misfit? {
    let encoder = model.encoder
    return zip(sizes, [encoder.vocabularySize, encoder.characterCount, model.labelCount])
      .first { $0.count != $1 }
      .map { Misfit(file: $0.file, key: $0.key, count: $0.count, size: $1) }
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
    model.labelCount = labels.count
  }

  /// The files that the assets are in.
  package var files: [KeyPath<CheckpointFiles, String>] {
    [
      vocabulary == nil ? nil : \.textVocabulary, merges == nil ? nil : \.textMerges,
      characters == nil ? nil : \.characterVocabulary, \.labels,
    ].compactMap(\.self)
  }
}
