// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Corpora
import Evaluation
import Files
import Inference
import Models
import Subwords
import Tasks
import Text
import Training

/// An invocation of `train`, with its options from flags and file.
struct TrainingRun {
  private let options: Train
  private let given: GivenSettings
  private let console: Console
  private let files: CheckpointFiles
  private let corpus: ParallelSource
  private let development: ParallelSource?
  /// The checkpoint that is resumed, locked, and its record; nil for a new one.
  private let resumed: (store: CheckpointStore, record: CheckpointRecord)?
  private var stored: CheckpointRecord? { resumed?.record }
  /// The merges that split words; nil if they are learned or words stay whole.
  private let merges: SubwordMerges?
  private var record: CheckpointRecord

  /// Checks everything that does not need the corpus.
  init(
    _ options: Train, _ given: GivenSettings, _ file: ConfigurationFile?, _ console: Console
  ) throws {
    guard let directory = options.checkpoint.checkpoint, !directory.isEmpty else {
      throw UsageError(
        command: "train", message: "Give a directory for the checkpoint: --checkpoint.")
    }
    self.options = options
    self.given = given
    self.console = console
    files = CheckpointFiles(directory: directory)
    corpus = try options.corpus.training()
    development = try options.corpus.development()
    try options.subwords.check(options.vocabulary, given)
    resumed = try Self.resumed(files, options.checkpoint, console)
    merges =
      try resumed.flatMap { try Checkpoint.readMerges($0.store.files, $0.record.checkpoint) }
      ?? options.subwords.merges(given)
    record = resumed?.record ?? defaults
    if resumed == nil {
      (record.checkpoint.sourceTokenizer.language, record.checkpoint.targetTokenizer.language) =
        Languages.guess(corpus)
      record.training.precision = .fastest
      record.data.givenVocabularies = options.vocabulary.given
    }
    record.apply(given, options.corpus)
    if record.training.precision == .bfloat16 && !TrainingPrecision.hasBFloat16 {
      console.note("This CPU has no bfloat16 instructions: training in float32.")
      record.training.precision = .float32
    }
    if let value = record.invalidValue {
      throw UsageError(
        command: "train",
        message: message(value) { key in
          let line = file?.line(of: key)
          return line.map { "'\(key)' (\(file?.path ?? ""), line \($0))" } ?? flag(key)
        })
    }
    if let stored { try checkResumable(stored) }
    try checkSubwords()
    try checkTiedEmbeddings()
    if record.training.patience != nil && development == nil {
      throw UsageError(
        command: "train",
        message: "--patience needs a dev set: give one with --dev-source and --dev-target, or "
          + "--dev-pairs.")
    }
    if let found = record.training.contradiction(
      hasDevelopment: development != nil, scoresOutputs: record.scoring.translatesDevelopment)
    {
      throw UsageError(command: "train", message: found.message)
    }
  }

  /// Locks the checkpoint to resume and reads its record; nil if there is none.
  private static func resumed(
    _ files: CheckpointFiles, _ options: CheckpointOptions, _ console: Console
  ) throws -> (CheckpointStore, CheckpointRecord)? {
    let exists = fileExists(files.configuration)
    if options.resume && exists {
      let store = try checkpointStore(files.directory)
      return (store, try CheckpointRecord(files))
    }
    if options.resume {
      console.note("\(files.directory) contains no checkpoint yet: starting a new one.")
    } else if exists && !options.overwrite {
      throw TrainingError.checkpointExists(directory: files.directory)
    }
    return nil
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
    let history = try MetricsEntry.entries(of: files)
    if development == nil, history.contains(where: { $0.kind == .validation }) {
      throw UsageError(
        command: "train",
        message: "This run has a dev set: give it again with --dev-source and --dev-target, "
          + "or --dev-pairs.")
    }
  }

  /// - Throws: `TrainingError.fixedValue` if the given merges are not those of the checkpoint.
  private func checkMerges() throws {
    guard let given = try options.subwords.merges(given), given != merges || !holdsMerges else {
      return
    }
    let (key, was, now) =
      holdsMerges && given.source == merges?.source
      ? ("target_merges", files.targetMerges, options.subwords.targetMerges)
      : ("source_merges", files.sourceMerges, options.subwords.sourceMerges)
    throw TrainingError.fixedValue(
      key: key, was: holdsMerges ? was : "none", now: now ?? "none")
  }

  /// True if the checkpoint that is resumed has merges.
  private var holdsMerges: Bool { stored?.checkpoint.subwords != nil }

  private func checkSubwords() throws {
    guard record.data.subwordMerges == nil && merges == nil else { return }
    for (flag, isGiven) in [
      ("--joint-subwords", record.data.jointSubwords),
      ("--bpe-dropout", record.data.subwordDropout > 0),
    ] where isGiven {
      throw UsageError(
        command: "train",
        message: "\(flag) needs subwords: add --subwords, or --source-merges and "
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
      throw UsageError(
        command: "train",
        message:
          "--tie-embeddings all needs one vocabulary for both sides: add --joint-subwords, "
          + "give vocabularies with the same words to --source-vocabulary and "
          + "--target-vocabulary, or choose --tie-embeddings "
          + "target.")
    }
  }

  private func checkVocabulary(_ given: String, _ stored: String, key: String) throws {
    guard try Vocabulary(contentsOf: given) == Vocabulary(contentsOf: stored) else {
      throw TrainingError.fixedValue(key: key, was: stored, now: given)
    }
  }
}

// MARK: - Running

extension TrainingRun {
  func start() throws {
    let data = try readData()
    try checkWords(data)
    var record = record
    record.model.sourceVocabularySize = data.sourceVocabulary.count
    record.model.targetVocabularySize = data.targetVocabulary.count
    let introduction = TrainingIntroduction(
      data, corpus, development, record, unnamedLanguages: unnamedLanguages)
    introduction.note(on: console)
    if stored == nil { noteUnspacedTarget(data) }
    let trainer = try trainer(data, record)

    Interruption.install()
    var progress = TrainingProgress(
      console, firstStep: trainer.step, trainer.configuration.validationMetric)
    let summary = try trainer.run(
      observe: { progress.observe($0) }, isInterrupted: { Interruption.signal != nil })
    console.clearProgress()
    TrainingReport(summary, files, record.training, signal: Interruption.signal).note(on: console)
    if summary.ending == .interrupted, let signal = Interruption.signal {
      throw ExitCode(128 + signal)
    }
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
    console.note(
      "The target of the dev set has no spaces between words, but BLEU's default "
        + "tokenization (13a) needs them: give "
        + "--target-language, such as zh or ja.")
  }

  /// - Throws: `EmptyVocabularyError` if a side has no words to learn.
  private func checkWords(_ data: TrainingData) throws(EmptyVocabularyError) {
    for (side, vocabulary) in [
      ("source", data.sourceVocabulary), ("target", data.targetVocabulary),
    ] where vocabulary.count == Vocabulary.Special.tokens.count {
      throw EmptyVocabularyError(side: side, minimumFrequency: record.data.minimumFrequency)
    }
  }

  private func trainer(_ data: TrainingData, _ record: CheckpointRecord) throws -> Trainer {
    guard let (store, stored) = resumed else {
      return try Trainer(
        data, model: record.model, record.training, scoring: record.scoring,
        reverseSource: record.checkpoint.reverseSource, checkpoint: files.directory,
        overwriting: options.checkpoint.overwrite)
    }
    let trainer = try Trainer(
      resuming: store, from: stored, as: record, data,
      allowingChangedCorpus: options.checkpoint.allowChangedCorpus)
    console.note("Resuming at step \(grouped(trainer.step)).")
    for (key, was, now) in record.changes(since: stored) {
      console.note("  \(key): \(was) → \(now)")
    }
    return trainer
  }
}
