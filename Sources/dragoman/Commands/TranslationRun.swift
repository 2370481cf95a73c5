// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Evaluation
import Files
import Inference
import Messages
import Models
import Subwords
import Tasks
import Text
import Training

/// An invocation of `train translation`.
struct TranslationRun {
  private let run: TrainingRun<TrainTranslation>
  private let corpus: ParallelSource
  private let development: ParallelSource?
  /// The merges that split words; nil if they are learned or words stay whole.
  private let merges: SubwordMerges?
  private var record: CheckpointRecord

  private var options: TrainTranslation { run.options }
  private var stored: CheckpointRecord? { run.stored }
  private var files: CheckpointFiles { run.files }

  /// Checks everything that does not need the corpus.
  init(_ run: TrainingRun<TrainTranslation>) throws {
    let (options, given) = (run.options, run.given)
    self.run = run
    corpus = try options.corpus.training()
    development = try options.corpus.development()
    try options.subwords.check(options.vocabulary, given)
    merges =
      try run.resumed.flatMap { try Checkpoint.readMerges($0.store.files, $0.record.checkpoint) }
      ?? options.subwords.merges(given)
    record = run.stored ?? TrainTranslation.defaults
    if run.stored == nil {
      (record.checkpoint.sourceTokenizer.language, record.checkpoint.targetTokenizer.language) =
        Languages.guess(corpus)
      record.training.precision = .fastest
      record.data.givenVocabularies = options.vocabulary.given
    }
    record.apply(given)
    record.name(options.corpus)
    run.choosePrecision(of: &record)
    try chooseEmbeddings()
    try run.checkValues(of: record)
    if let stored { try checkResumable(stored) }
    try checkSubwords()
    try checkTiedEmbeddings()
    try run.checkDevelopment(
      isGiven: development != nil, of: record,
      flags: Self.developmentFlags)
    if let found = record.contradiction(hasDevelopment: development != nil) {
      throw refusal(found.message(developmentFlags: Self.developmentFlags))
    }
  }

  private static let developmentFlags = "--dev-source and --dev-target, or --dev-pairs"

  private func refusal(_ message: String) -> UsageError {
    TrainingRun<TrainTranslation>.refusal(message)
  }

  private func checkResumable(_ stored: CheckpointRecord) throws {
    try checkMerges()
    try record.checkFixedValues(against: stored)
    if let given = options.vocabulary.sourceVocabulary {
      try checkVocabulary(given, files.sourceVocabulary, key: "source_vocabulary")
    }
    if let given = options.vocabulary.targetVocabulary {
      try checkVocabulary(given, files.targetVocabulary, key: "target_vocabulary")
    }
  }

  /// - Throws: `TrainingError.fixedValue` if the given merges are not those of the checkpoint.
  private func checkMerges() throws {
    guard let given = try options.subwords.merges(run.given), given != merges || !holdsMerges
    else { return }
    let (key, was, now) =
      holdsMerges && given.source == merges?.source
      ? ("target_merges", files.targetMerges, options.subwords.targetMerges)
      : ("source_merges", files.sourceMerges, options.subwords.sourceMerges)
    throw TrainingError.fixedValue(
      key: key, was: holdsMerges ? was : "none", now: now ?? "none", .units)
  }

  /// True if the checkpoint that is resumed has merges.
  private var holdsMerges: Bool { stored?.checkpoint.subwords != nil }

  private func checkSubwords() throws {
    guard record.data.subwordMerges == nil && merges == nil else { return }
    for (flag, isGiven) in [
      ("--joint-subwords", record.data.jointSubwords),
      ("--bpe-dropout", record.data.subwordDropout > 0),
    ] where isGiven {
      throw refusal(
        "\(flag) needs subwords: add --subwords, or --source-merges and "
          + "--target-merges, or omit \(flag).")
    }
  }

  /// Checks that both sides have the same vocabulary if they share one embedding table.
  private func checkTiedEmbeddings() throws {
    guard stored == nil && record.model.tiedEmbeddings == .all && !record.data.jointSubwords else {
      return
    }
    let given = [options.vocabulary.sourceVocabulary, options.vocabulary.targetVocabulary]
    let vocabularies = try given.compactMap(\.self).map { try Vocabulary(contentsOf: $0) }
    guard vocabularies.count == 2 && vocabularies[0] == vocabularies[1] else {
      throw refusal(
        "--tie-embeddings all needs one vocabulary for both sides: add --joint-subwords, "
          + "give vocabularies with the same words to --source-vocabulary and "
          + "--target-vocabulary, or choose --tie-embeddings "
          + "target.")
    }
  }

  /// Sets the embedding size to that of the vectors to start from.
  private mutating func chooseEmbeddings() throws {
    let given = options.wordVectors
    let (source, target) = (given.sourceEmbeddings, given.targetEmbeddings)
    let isOneTable = record.model.tiedEmbeddings == .all
    if isOneTable && source != nil && target != nil {
      throw refusal(
        "With --tie-embeddings all, both sides have the same embeddings: give --source-embeddings or "
          + "--target-embeddings, not both.")
    }
    let frozen = record.model.frozenEmbeddings
    try run.checkFrozenEmbeddings(
      frozen.freezesSource, given: source, flag: "--source-embeddings")
    try run.checkFrozenEmbeddings(
      frozen.freezesTarget, given: target, flag: "--target-embeddings")
    try run.chooseEmbeddingSize(
      \.model.embeddingSize, of: &record,
      from: [
        WordVectorFile("--source-embeddings", source),
        WordVectorFile("--target-embeddings", target),
      ].compactMap(\.self))
  }

  private func checkVocabulary(_ given: String, _ stored: String, key: String) throws {
    guard try Vocabulary(contentsOf: given) == Vocabulary(contentsOf: stored) else {
      throw TrainingError.fixedValue(key: key, was: stored, now: given, .words)
    }
  }
}

// MARK: - Running

extension TranslationRun {
  func start() throws {
    let data = try readData()
    try checkWords(data)
    var record = record
    record.model.sourceVocabularySize = data.sourceVocabulary.count
    record.model.targetVocabularySize = data.targetVocabulary.count
    let embeddings = try embeddings(data)
    let introduction = TrainingIntroduction(
      data, corpus, development, record, embeddings, unnamedLanguages: unnamedLanguages)
    introduction.note(on: run.console)
    if stored == nil { noteUnspacedTarget(data) }
    let directory = shellWord(files.directory)
    try run.train(
      try trainer(data, record, embeddings), token: "target token",
      next: ["echo \"…\" | dragoman translate \(directory)", "dragoman describe \(directory)"])
  }

  /// The sides whose language neither an option nor a file extension gives.
  private var unnamedLanguages: [Languages.Side] {
    if stored != nil { return [] }
    let guess = Languages.guess(corpus)
    let sides: [(Languages.Side, String?, String)] = [
      (.source, options.corpus.sourceLanguage, guess.source),
      (.target, options.corpus.targetLanguage, guess.target),
    ]
    return sides.filter { $0.1 == nil && $0.2 == "und" }.map(\.0)
  }

  private func readData() throws -> TrainingData {
    let stored = try stored.map { try Checkpoint.readVocabularies(files, $0.model) }
    func vocabulary(_ given: String?, _ stored: Vocabulary?) throws -> VocabularySource {
      if let stored { return .vocabulary(stored) }
      return try given.map { .vocabulary(try Vocabulary(contentsOf: $0)) } ?? .corpus
    }
    return try TrainingData(
      corpus, development: development, source: record.checkpoint.sourceTokenizer,
      target: record.checkpoint.targetTokenizer, record.data,
      sourceVocabulary: vocabulary(options.vocabulary.sourceVocabulary, stored?.source),
      targetVocabulary: vocabulary(options.vocabulary.targetVocabulary, stored?.target),
      merges: merges, strict: options.corpus.strict ?? false,
      allowingSuspectColumns: options.corpus.allowSuspectColumns ?? false,
      threads: record.training.threads,
      scratchDirectory: existingDirectory(above: files.directory))
  }

  /// Warns if BLEU cannot be right because the language of a target without spaces is unknown.
  private func noteUnspacedTarget(_ data: TrainingData) {
    guard let text = data.developmentText, let pairs = data.developmentReport?.pairsKept,
      let target = try? Language(tag: data.targetTokenizer.language),
      BLEU.Tokenization(target)
        .missesWords(of: (0..<min(pairs, 500)).map { text.text(ofPair: $0).target })
    else { return }
    run.console.note(
      "The target of the dev set has no spaces between words, but BLEU's default "
        + "tokenization (13a) needs them: give "
        + "--target-language (such as zh or ja).")
  }

  /// - Throws: `EmptyVocabularyError` if a side has no words to learn.
  private func checkWords(_ data: TrainingData) throws(EmptyVocabularyError) {
    for (side, vocabulary) in [
      ("source", data.sourceVocabulary), ("target", data.targetVocabulary),
    ] where vocabulary.count == Vocabulary.Special.tokens.count {
      throw EmptyVocabularyError(side: side, minimumFrequency: record.data.minimumFrequency)
    }
  }

  private func embeddings(
    _ data: TrainingData
  ) throws -> (source: WordVectors?, target: WordVectors?) {
    func read(_ path: String?, _ vocabulary: Vocabulary) throws -> WordVectors? {
      try run.wordVectors(path, for: vocabulary) { Tokenizer.detokenize([$0]) }
    }
    return (
      try read(options.wordVectors.sourceEmbeddings, data.sourceVocabulary),
      try read(options.wordVectors.targetEmbeddings, data.targetVocabulary)
    )
  }

  private func trainer(
    _ data: TrainingData, _ record: CheckpointRecord,
    _ embeddings: (source: WordVectors?, target: WordVectors?)
  ) throws -> Trainer {
    guard let (store, stored) = run.resumed else {
      return try Trainer(
        data, model: record.model, record.training, scoring: record.scoring,
        reverseSource: record.checkpoint.reverseSource, sourceEmbeddings: embeddings.source,
        targetEmbeddings: embeddings.target, checkpoint: files.directory,
        overwriting: options.checkpoint.overwrite)
    }
    let trainer = try Trainer(
      resuming: store, from: stored, as: record, data,
      allowingChangedCorpus: options.checkpoint.allowChangedCorpus)
    run.noteResuming(trainer, record)
    return trainer
  }
}
