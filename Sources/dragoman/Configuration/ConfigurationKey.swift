// SPDX-License-Identifier: Apache-2.0

import Corpora
import Text
import Training

/// A key of the configuration file, which sets an option of `train`.
struct ConfigurationKey {
  /// A value of the wrong kind.
  struct Mismatch: Error {
    let expected: String
  }

  let name: String
  /// Applies a value unless the flag is given; returns true if it did.
  let apply: (inout Train, String) throws(Mismatch) -> Bool

  private init<Value>(
    _ name: String, _ path: WritableKeyPath<Train, Value?>, expected: String,
    _ read: @escaping (String) -> Value?
  ) {
    self.name = name
    apply = { (train, text) throws(Mismatch) in
      guard let value = read(text) else { throw Mismatch(expected: expected) }
      guard train[keyPath: path] == nil else { return false }
      train[keyPath: path] = value
      return true
    }
  }

  private static func text(
    _ name: String, _ path: WritableKeyPath<Train, String?>
  ) -> ConfigurationKey {
    ConfigurationKey(name, path, expected: "text") { $0.isEmpty ? nil : $0 }
  }

  private static func whole<Number: FixedWidthInteger>(
    _ name: String, _ path: WritableKeyPath<Train, Number?>
  ) -> ConfigurationKey {
    ConfigurationKey(name, path, expected: "a whole number") { Number($0) }
  }

  private static func wholeOrNone(
    _ name: String, _ path: WritableKeyPath<Train, OptionalNumber?>
  ) -> ConfigurationKey {
    ConfigurationKey(name, path, expected: "a whole number or none") {
      OptionalNumber(argument: $0)
    }
  }

  private static func number(
    _ name: String, _ path: WritableKeyPath<Train, Float?>
  ) -> ConfigurationKey {
    ConfigurationKey(name, path, expected: "a number") { Float($0) }
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ path: WritableKeyPath<Train, Choice?>
  ) -> ConfigurationKey {
    ConfigurationKey(
      name, path, expected: listed(Choice.allCases.map(\.rawValue), "or")
    ) { Choice(rawValue: $0) }
  }

  private static func flag(
    _ name: String, _ path: WritableKeyPath<Train, Bool?>
  ) -> ConfigurationKey {
    ConfigurationKey(name, path, expected: "true or false") { Bool($0.lowercased()) }
  }
}

extension ConfigurationKey {
  /// The flags of `train`, except those that belong to a single invocation.
  static var all: [ConfigurationKey] {
    corpus + subwords + model + architecture + training + schedule + validation
  }

  private static var corpus: [ConfigurationKey] {
    [
      text("checkpoint", \.checkpoint.checkpoint), text("source", \.corpus.source),
      text("target", \.corpus.target), text("pairs", \.corpus.pairs),
      text("dev_source", \.corpus.devSource), text("dev_target", \.corpus.devTarget),
      text("dev_pairs", \.corpus.devPairs),
      ConfigurationKey(
        "columns", \.corpus.columns, expected: "two columns, such as 2,4 or english,french"
      ) { (try? PairColumns($0)) == nil ? nil : $0 },
      flag("allow_suspect_columns", \.corpus.allowSuspectColumns),
      text("source_language", \.corpus.sourceLanguage),
      text("target_language", \.corpus.targetLanguage), flag("lowercase", \.corpus.lowercase),
      choice("normalization", \.corpus.normalization.choice),
      whole("max_length", \.corpus.maxLength), flag("strict", \.corpus.strict),
      whole("min_frequency", \.vocabulary.minFrequency),
      whole("max_vocabulary", \.vocabulary.maxVocabulary),
      text("source_vocabulary", \.vocabulary.sourceVocabulary),
      text("target_vocabulary", \.vocabulary.targetVocabulary),
    ]
  }

  private static var subwords: [ConfigurationKey] {
    [
      wholeOrNone("subwords", \.subwords.subwords),
      flag("joint_subwords", \.subwords.jointSubwords),
      text("source_merges", \.subwords.sourceMerges),
      text("target_merges", \.subwords.targetMerges),
      number("bpe_dropout", \.subwords.bpeDropout),
    ]
  }

  private static var model: [ConfigurationKey] {
    [
      whole("embedding_size", \.model.embeddingSize), whole("hidden_size", \.model.hiddenSize),
      whole("layers", \.model.layers), number("dropout", \.model.dropout),
      number("output_dropout", \.model.outputDropout),
      flag("reverse_source", \.model.reverseSource),
    ]
  }

  private static var architecture: [ConfigurationKey] {
    [
      choice("cell", \.architecture.cell),
      choice("bidirectional", \.architecture.bidirectional),
      flag("residual", \.architecture.residual), flag("layer_norm", \.architecture.layerNorm),
      choice("decoder_init", \.architecture.decoderInit),
      choice("attention", \.architecture.attention),
      flag("input_feeding", \.architecture.inputFeeding),
      choice("tie_embeddings", \.architecture.tieEmbeddings),
      flag("variational_dropout", \.architecture.variationalDropout),
      number("word_dropout", \.architecture.wordDropout),
    ]
  }

  private static var training: [ConfigurationKey] {
    [
      whole("batch_size", \.training.batchSize), whole("batch_tokens", \.training.batchTokens),
      whole("accumulate", \.training.accumulate), whole("epochs", \.training.epochs),
      wholeOrNone("max_steps", \.training.maxSteps),
      choice("optimizer", \.training.optimizer),
      number("learning_rate", \.training.learningRate), number("momentum", \.training.momentum),
      number("label_smoothing", \.training.labelSmoothing),
      number("scheduled_sampling", \.training.scheduledSampling),
      number("clip_norm", \.training.clipNorm), number("weight_decay", \.training.weightDecay),
      number("embedding_deviation", \.training.embeddingDeviation),
      whole("seed", \.training.seed),
      choice("precision", \.training.precision),
      whole("threads", \.training.threads),
      whole("log_interval", \.training.logInterval),
      whole("save_interval", \.training.saveInterval),
    ]
  }

  private static var schedule: [ConfigurationKey] {
    [
      choice("schedule", \.schedule.schedule), whole("warmup_steps", \.schedule.warmupSteps),
      number("decay_rate", \.schedule.decayRate),
      whole("decay_interval", \.schedule.decayInterval),
      whole("plateau_patience", \.schedule.plateauPatience),
      whole("recoveries", \.schedule.recoveries),
    ]
  }

  private static var validation: [ConfigurationKey] {
    [
      choice("validation_metric", \.validation.validationMetric),
      wholeOrNone("patience", \.validation.patience),
      flag("dev_translations", \.validation.devTranslations),
      number("ema_decay", \.validation.emaDecay),
      ConfigurationKey("average", \.validation.average, expected: "best:n, last:n or none") {
        AverageArgument(argument: $0)
      },
    ]
  }
}
