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
    /// Running text; `start` is read before it.
    case runningText(TextCodec, start: Int32, TextLayout)
    case text(TextCodec)
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

  /// True if the lines of a text continue each other.
  var readsContinuousText: Bool {
    if case .runningText(_, _, .continuous) = input { true } else { false }
  }

  /// True if each line is read from its last word to its first.
  var readsInReverse: Bool {
    if case .source(_, _, true) = input { true } else { false }
  }

  /// Returns the text as the model reads it; nil if it is blank. The model must read text.
  func sequence(_ text: String) -> SequenceExample? { reading(trimmedText(text))?.example }

  /// Returns the tokens of a text, and the text as the model reads it; nil if it has no tokens. The
  /// model must read text.
  func reading(_ text: String) -> ReadSequence? {
    switch input {
    case .source(let tokenizer, let codec, let reversed):
      let words = tokenizer.tokenize(text)
      let ids = codec.encode(words).ids
      if ids.isEmpty { return nil }
      let units = codec.encoder == nil ? words : codec.vocabulary.tokens(of: ids)
      var tokens = readTokens(units, ids, .words)
      if reversed { tokens.reverse() }
      let end = SentenceMarkers.standard.end
      return ReadSequence(
        tokens: tokens + [ReadToken(special: codec.vocabulary[end])],
        example: SequenceExample(
          tokens: SentenceMarkers.standard.encoderInput(ids, reversed: reversed)))
    case .runningText(let codec, let start, _):
      let (units, ids) = codec.encoded(text)
      if ids.isEmpty { return nil }
      return ReadSequence(
        tokens: [ReadToken(special: codec.vocabulary[start])]
          + readTokens(units, ids, .units(codec.unit)),
        hasStart: true, example: SequenceExample(tokens: [start] + ids))
    case .text(let codec):
      let (units, ids) = codec.encoded(trimmedText(text))
      if ids.isEmpty { return nil }
      return ReadSequence(
        tokens: readTokens(units, ids, .units(codec.unit)), example: SequenceExample(tokens: ids))
    case .tokens(let encoder):
      let tokens = fields(of: text)
      if tokens.isEmpty { return nil }
      let example = encoder.sequence(of: tokens)
      return ReadSequence(
        tokens: readTokens(tokens, example.tokens, .separate), example: example)
    case .vectors: preconditionFailure("vectors, not text")
    }
  }

  /// Returns the tokens and ids of a line that continues the lines before it, with its end. The
  /// model must read continuous text; `isFirst` if no line is before it.
  func continuation(_ line: String, isFirst: Bool) -> (tokens: [ReadToken], ids: [Int32]) {
    guard case .runningText(let codec, let start, .continuous) = input else {
      preconditionFailure("continuous text")
    }
    let (units, ids) = codec.encoded(line + "\n")
    let tokens = readTokens(units, ids, .units(codec.unit))
    return isFirst
      ? ([ReadToken(special: codec.vocabulary[start])] + tokens, [start] + ids) : (tokens, ids)
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
      .runningText(
        try checkpoint.codec(), start: checkpoint.start, checkpoint.settings.text.layout))
  }

  private init(_ checkpoint: ClassifierCheckpoint, _ pool: WorkerPool) throws {
    let settings = checkpoint.settings
    self.init(
      checkpoint.model.encoder,
      checkpoint.model.inferenceWeights(checkpoint.parameters, quantized: false, pool),
      try checkpoint.codec().map { .text($0) }
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
