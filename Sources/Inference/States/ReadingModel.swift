// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Corpora
import Models
import Subwords
import Text
import Threads

/// The part of a trained model, of any task, that reads sequences.
struct ReadingModel {
  let network: any StateReader
  let weights: Weights
  private let input: Input

  private enum Input {
    case source(Tokenizer, TokenCodec, reversed: Bool)
    /// `start` is read before the text; nil if nothing is.
    case text(TextCodec, start: Int32?)
    case tokens(TokenEncoder)
    case vectors(VectorConfiguration, size: Int)
  }

  private init(_ network: any StateReader, _ weights: Weights, _ input: Input) {
    (self.network, self.weights, self.input) = (network, weights, input)
  }

  /// The number of values in each vector that the model reads; 0 if it reads text.
  var inputSize: Int {
    if case .vectors(_, let size) = input { size } else { 0 }
  }

  /// Returns the text as the model reads it; nil if it is blank. The model must read text.
  func sequence(_ text: String) -> SequenceExample? {
    let ids: [Int32]
    switch input {
    case .source(let tokenizer, let codec, let reversed):
      let words = codec.encode(tokenizer.tokenize(text)).ids
      if words.isEmpty { return nil }
      ids = SentenceMarkers.standard.encoderInput(words, reversed: reversed)
    case .text(let codec, let start):
      let units = codec.ids(of: trimmedText(text))
      if units.isEmpty { return nil }
      ids = (start.map { [$0] } ?? []) + units
    case .tokens(let encoder):
      let tokens = fields(of: text)
      return tokens.isEmpty ? nil : encoder.sequence(of: tokens)
    case .vectors: preconditionFailure("vectors, not text")
    }
    return SequenceExample(tokens: ids)
  }

  /// Returns a sequence of vectors as the model reads it. The model must read vectors.
  func sequence(_ sequences: VectorSequences, _ number: Int) -> SequenceExample {
    guard case .vectors(let settings, _) = input else { preconditionFailure("text, not vectors") }
    return settings.example(sequences, number)
  }
}

// MARK: - Checkpoints

extension ReadingModel {
  /// Reads the checkpoint in `directory`.
  ///
  /// - Throws: `SentenceEncoderError` if the model has no states; the errors of the checkpoint.
  init(directory: String, _ pool: WorkerPool) throws {
    switch try CheckpointFiles(directory: directory).readTask() {
    case LanguageModelSettings.task:
      try self.init(LanguageModelCheckpoint(directory: directory), pool)
    case ClassifierSettings.task: try self.init(ClassifierCheckpoint(directory: directory), pool)
    case LabellerSettings.task: try self.init(LabellerCheckpoint(directory: directory), pool)
    case GeneratorSettings.task: try self.init(GeneratorCheckpoint(directory: directory), pool)
    default: try self.init(Checkpoint(directory: directory), pool)
    }
  }

  private init(_ checkpoint: Checkpoint, _ pool: WorkerPool) throws {
    let tokenizer = try checkpoint.tokenizer(\.sourceTokenizer, key: "source_tokenizer")
    self.init(
      checkpoint.model.encoder,
      checkpoint.model.translatingWeights(checkpoint.parameters, quantized: false, pool),
      .source(
        tokenizer, checkpoint.sourceCodec, reversed: checkpoint.configuration.reverseSource))
  }

  private init(_ checkpoint: LanguageModelCheckpoint, _ pool: WorkerPool) throws {
    guard case .recurrent(let model, let parameters) = checkpoint.model else {
      throw SentenceEncoderError.notRecurrent(
        directory: checkpoint.files.directory, checkpoint.settings.model.kind)
    }
    self.init(
      model, model.inferenceWeights(parameters, quantized: false, pool),
      .text(try checkpoint.codec(), start: checkpoint.start))
  }

  private init(_ checkpoint: ClassifierCheckpoint, _ pool: WorkerPool) throws {
    let settings = checkpoint.settings
    self.init(
      checkpoint.model.encoder,
      checkpoint.model.inferenceWeights(checkpoint.parameters, quantized: false, pool),
      try checkpoint.codec().map { .text($0, start: nil) }
        ?? .vectors(settings.vectors, size: checkpoint.vectorSize))
  }

  private init(_ checkpoint: LabellerCheckpoint, _ pool: WorkerPool) {
    let tokens = checkpoint.vocabulary.map {
      Input.tokens(TokenEncoder($0, characters: checkpoint.characters))
    }
    self.init(
      checkpoint.model.encoder,
      checkpoint.model.inferenceWeights(checkpoint.parameters, quantized: false, pool),
      tokens ?? .vectors(checkpoint.settings.vectors, size: checkpoint.vectorSize))
  }

  private init(_ checkpoint: GeneratorCheckpoint, _ pool: WorkerPool) throws {
    guard checkpoint.model.hasFirstState else {
      throw SentenceEncoderError.noFirstState(directory: checkpoint.files.directory)
    }
    self.init(
      checkpoint.model,
      checkpoint.model.inferenceWeights(checkpoint.parameters, quantized: false, pool),
      .vectors(checkpoint.settings.vectors, size: checkpoint.vectorSize))
  }
}
