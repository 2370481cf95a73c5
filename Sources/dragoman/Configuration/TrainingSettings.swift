// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Inference
import Models
import Tasks
import Text
import Training

/// The settings of training without any flags.
let defaults = CheckpointRecord.withDefaults

extension CheckpointRecord {
  /// The defaults; vocabulary sizes and corpus are filled in once the corpus has been read.
  fileprivate static var withDefaults: CheckpointRecord {
    var training = TrainingConfiguration()
    training.threads = Resources.availableCPUs
    return CheckpointRecord(
      checkpoint: CheckpointConfiguration(
        model: ModelConfiguration(
          sourceVocabularySize: Vocabulary.Special.tokens.count,
          targetVocabularySize: Vocabulary.Special.tokens.count),
        sourceTokenizer: TokenizerConfiguration(language: "und"),
        targetTokenizer: TokenizerConfiguration(language: "und"),
        reverseSource: false, icuVersion: ICU.version),
      training: training, data: DataConfiguration(),
      corpus: CorpusFingerprint(bytes: 0, lines: 0, hash: ""))
  }

  var model: ModelConfiguration {
    get { checkpoint.model }
    set { checkpoint.model = newValue }
  }

  /// Applies the options that are given.
  mutating func apply(_ options: Train) {
    func set<Value>(_ path: WritableKeyPath<CheckpointRecord, Value>, _ value: Value?) {
      if let value { self[keyPath: path] = value }
    }
    func setOptional<Value>(_ path: WritableKeyPath<CheckpointRecord, Value?>, _ value: Value?) {
      if let value { self[keyPath: path] = value }
    }
    set(\.checkpoint.sourceTokenizer.language, options.corpus.sourceLanguage)
    set(\.checkpoint.targetTokenizer.language, options.corpus.targetLanguage)
    set(\.checkpoint.sourceTokenizer.lowercase, options.corpus.lowercase)
    set(\.checkpoint.targetTokenizer.lowercase, options.corpus.lowercase)
    set(\.checkpoint.sourceTokenizer.normalization, options.corpus.normalization.choice)
    set(\.checkpoint.targetTokenizer.normalization, options.corpus.normalization.choice)
    set(\.data.maximumLength, options.corpus.maxLength)
    set(\.data.minimumFrequency, options.vocabulary.minFrequency)
    set(\.data.maximumVocabulary, options.vocabulary.maxVocabulary)
    if let merges = options.subwords.subwords { data.subwordMerges = merges.value }
    set(\.data.jointSubwords, options.subwords.jointSubwords)
    set(\.data.subwordDropout, options.subwords.bpeDropout)
    set(\.model.embeddingSize, options.model.embeddingSize)
    set(\.model.hiddenSize, options.model.hiddenSize)
    set(\.model.layers, options.model.layers)
    set(\.model.dropout, options.model.dropout)
    set(\.model.outputDropout, options.model.outputDropout)
    set(\.checkpoint.reverseSource, options.model.reverseSource)
    set(\.model.cell, options.architecture.cell)
    set(\.model.bidirectional, options.architecture.bidirectional)
    set(\.model.residual, options.architecture.residual)
    set(\.model.layerNorm, options.architecture.layerNorm)
    set(\.model.decoderInitialization, options.architecture.decoderInit)
    set(\.model.attention, options.architecture.attention)
    set(\.model.inputFeeding, options.architecture.inputFeeding)
    set(\.model.tiedEmbeddings, options.architecture.tieEmbeddings)
    set(\.model.variationalDropout, options.architecture.variationalDropout)
    set(\.model.wordDropout, options.architecture.wordDropout)
    set(\.training.batchSize, options.training.batchSize)
    if options.training.batchSize != nil { training.batchTokens = nil }
    setOptional(\.training.batchTokens, options.training.batchTokens)
    setOptional(\.training.accumulate, options.training.accumulate)
    set(\.training.epochs, options.training.epochs)
    if let steps = options.training.maxSteps { training.maximumSteps = steps.value }
    set(\.training.optimizer, options.training.optimizer)
    set(\.training.learningRate, options.training.learningRate)
    set(\.training.momentum, options.training.momentum)
    set(\.training.clipNorm, options.training.clipNorm)
    setOptional(\.training.labelSmoothing, options.training.labelSmoothing)
    setOptional(\.training.scheduledSampling, options.training.scheduledSampling)
    set(\.training.weightDecay, options.training.weightDecay)
    set(\.training.embeddingDeviation, options.training.embeddingDeviation)
    set(\.training.seed, options.training.seed)
    set(\.training.precision, options.training.precision?.precision)
    set(\.training.threads, options.training.threads)
    set(\.training.logInterval, options.training.logInterval)
    set(\.training.saveInterval, options.training.saveInterval)
    apply(options.schedule)
    apply(options.validation)
  }

  private mutating func apply(_ options: ScheduleOptions) {
    if let kind = options.schedule, kind != training.scheduleKind {
      // The settings of another schedule do not apply to this one.
      (training.warmupSteps, training.decayRate) = (nil, nil)
      (training.decayInterval, training.plateauPatience) = (nil, nil)
    }
    training.scheduleKind = options.schedule ?? training.scheduleKind
    training.warmupSteps = options.warmupSteps ?? training.warmupSteps
    training.decayRate = options.decayRate ?? training.decayRate
    training.decayInterval = options.decayInterval ?? training.decayInterval
    training.plateauPatience = options.plateauPatience ?? training.plateauPatience
    training.recoveries = options.recoveries ?? training.recoveries
  }

  private mutating func apply(_ options: ValidationOptions) {
    training.validationMetric = options.validationMetric?.metric ?? training.validationMetric
    if let patience = options.patience { training.patience = patience.value }
    scoring.translatesDevelopment = options.devTranslations ?? scoring.translatesDevelopment
    training.emaDecay = options.emaDecay ?? training.emaDecay
    if let average = options.average { training.averaging = average.averaging }
  }

  /// The first value that is out of range.
  var invalidValue: InvalidValue? {
    model.impossibleValue ?? training.invalidValue ?? data.invalidValue
  }
}
