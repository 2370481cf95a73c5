// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Tasks

struct TrainTranslation: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "translation",
    abstract: "Train an encoder-decoder on parallel text.",
    discussion: """
        dragoman train --source train.de --target train.en \\
          --dev-source dev.de --dev-target dev.en --checkpoint checkpoints/de-en
        dragoman train --pairs eng-fra.tsv --checkpoint checkpoints/en-fr \\
          --source-language en --target-language fr --hidden-size 256

      Keeps the weights with the best dev score. Ctrl-C stops training after the current step and saves its \
      state; run the same command with --resume to continue. The time per step is roughly proportional \
      to --batch-size and to the square of --hidden-size.
      """)

  @OptionGroup(title: "Corpus") var corpus: CorpusOptions
  @OptionGroup(title: "Vocabulary") var vocabulary: VocabularyOptions
  @OptionGroup(title: "Subwords") var subwords: SubwordOptions
  @OptionGroup(title: "Checkpoint") var checkpoint: CheckpointOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Architecture") var architecture: ArchitectureOptions
  @OptionGroup(title: "Initial embeddings") var wordVectors: TranslationVectorOptions
  @OptionGroup(title: "Training") var training: TranslationTrainingOptions
  @OptionGroup(title: "Schedule") var schedule: ScheduleOptions
  @OptionGroup(title: "Validation") var validation: TranslationValidationOptions

  static let defaults = CheckpointRecord.withDefaults

  func validate() throws {
    try checkpoint.check()
    try checkBatches(givenByFlags)
  }

  private func checkBatches(_ given: GivenSettings) throws {
    if given["batch_size"] != nil && given["batch_tokens"] != nil {
      throw ValidationError("Give --batch-size or --batch-tokens, not both.")
    }
  }

  func run() throws { try TranslationRun(TrainingRun(self)).start() }

  func joined(
    with file: inout ConfigurationFile?
  ) throws -> (options: TrainTranslation, given: GivenSettings) {
    let flags = givenByFlags
    var (options, given) = try joinedSettings(with: &file)
    if flags["batch_size"] != nil { given["batch_tokens"] = nil }
    if flags["batch_tokens"] != nil { given["batch_size"] = nil }
    try checkBatches(given)
    let givesMerges = subwords.sourceMerges != nil || subwords.targetMerges != nil
    if givesMerges { given["subwords"] = flags["subwords"] }
    if flags["subwords"] != nil {
      options.subwords.sourceMerges = subwords.sourceMerges
      options.subwords.targetMerges = subwords.targetMerges
    }
    return (options, given)
  }
}

extension TrainTranslation {
  static var fileKeys: [ConfigurationKey<TrainTranslation>] {
    [
      .text("checkpoint", \.checkpoint.checkpoint), .text("source", \.corpus.source),
      .text("target", \.corpus.target), .text("pairs", \.corpus.pairs),
      .text("dev_source", \.corpus.devSource), .text("dev_target", \.corpus.devTarget),
      .text("dev_pairs", \.corpus.devPairs),
      ConfigurationKey(
        "columns", \.corpus.columns, expected: "two columns, such as 2,4 or english,french"
      ) { (try? PairColumns($0)) == nil ? nil : $0 },
      .flag("allow_suspect_columns", \.corpus.allowSuspectColumns),
      .text("source_language", \.corpus.sourceLanguage),
      .text("target_language", \.corpus.targetLanguage), .flag("strict", \.corpus.strict),
      .text("source_vocabulary", \.vocabulary.sourceVocabulary),
      .text("target_vocabulary", \.vocabulary.targetVocabulary),
      .text("source_embeddings", \.wordVectors.sourceEmbeddings),
      .text("target_embeddings", \.wordVectors.targetEmbeddings),
      .text("source_merges", \.subwords.sourceMerges),
      .text("target_merges", \.subwords.targetMerges),
    ]
  }
}
