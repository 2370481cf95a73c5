// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import Subwords
import Text
import Threads

/// Reads texts with a recurrent model and keeps its states. Use from one thread at a time.
package struct StateTracer {
  private enum Model {
    case languageModel(LanguageModel, TextCodec, start: Int32)
    case classifier(SequenceClassifier, TextCodec)
    case labeller(SequenceLabeller, TokenEncoder)
  }

  private let model: Model
  private let pass: Pass
  /// The names of the outputs: units of text, or labels.
  package let outputs: [String]

  /// Creates a tracer of a language model; nil if the model is not recurrent.
  ///
  /// - Throws: `CheckpointError` for a language that ICU does not know.
  package init?(_ checkpoint: LanguageModelCheckpoint) throws {
    guard case .recurrent(let model, let parameters) = checkpoint.model else { return nil }
    let pool = try WorkerPool(count: 1)
    pass = Pass(model.inferenceWeights(parameters, quantized: false, pool), Workspace())
    outputs = checkpoint.vocabulary.allTokens
    self.model = .languageModel(model, try checkpoint.codec(), start: checkpoint.start)
  }

  /// Creates a tracer of a classifier; nil if it reads vectors.
  ///
  /// - Throws: `CheckpointError` for a language that ICU does not know.
  package init?(_ checkpoint: ClassifierCheckpoint) throws {
    guard let codec = try checkpoint.codec() else { return nil }
    let (model, pool) = (checkpoint.model, try WorkerPool(count: 1))
    pass = Pass(
      model.inferenceWeights(checkpoint.parameters, quantized: false, pool), Workspace())
    outputs = checkpoint.labels.names
    self.model = .classifier(model, codec)
  }

  /// Creates a tracer of a labeller; nil if it reads vectors.
  ///
  /// - Throws: `ThreadError`.
  package init?(_ checkpoint: LabellerCheckpoint) throws {
    guard let vocabulary = checkpoint.vocabulary else { return nil }
    let (model, pool) = (checkpoint.model, try WorkerPool(count: 1))
    pass = Pass(
      model.inferenceWeights(checkpoint.parameters, quantized: false, pool), Workspace())
    outputs = checkpoint.labels.names
    self.model = .labeller(model, TokenEncoder(vocabulary, characters: checkpoint.characters))
  }

  /// - Throws: `TokenizerError`, which no machine causes.
  package init(_ machine: MachineModel) throws {
    pass = Pass(Weights(machine.parameters), Workspace())
    let codec = TokenCodec(machine.vocabulary, merges: nil)
    switch machine.network {
    case .languageModel(let model, let settings):
      self.model = .languageModel(
        model, try TextCodec(settings.text.unit, settings.tokenizer, codec),
        start: settings.text.start(in: machine.vocabulary))
      outputs = machine.vocabulary.allTokens
    case .classifier(let model, let settings, let labels):
      self.model = .classifier(
        model, try TextCodec(settings.text.unit, settings.tokenizer, codec))
      outputs = labels.names
    case .labeller(let model, _, let labels):
      self.model = .labeller(model, TokenEncoder(machine.vocabulary, characters: nil))
      outputs = labels.names
    }
  }

  /// A unit of text that the model reads.
  package struct Token: Sendable, Equatable {
    /// The unit as in the vocabulary.
    package let text: String
    /// True if the vocabulary lacks the unit.
    package let isUnknown: Bool
  }

  /// Returns the units of a text, and the states after each. A language model reads the end of the
  /// text before, `</s>`, or of the line before, first. A labeller reads tokens, which whitespace
  /// separates.
  package func trace(_ text: String) -> (tokens: [Token], StateTrace) {
    switch model {
    case .languageModel(let model, let codec, let start):
      let (units, ids) = codec.encoded(text)
      let first = Token(text: codec.vocabulary[start], isUnknown: false)
      return ([first] + tokens(units, ids), model.trace([start] + ids, pass))
    case .classifier(let model, let codec):
      let (units, ids) = codec.encoded(text)
      return (tokens(units, ids), model.trace(ids, pass))
    case .labeller(let model, let encoder):
      let units = fields(of: text)
      if units.isEmpty { return ([], StateTrace(steps: [])) }
      return (
        tokens(units, units.map(encoder.id)), model.trace(encoder.sequence(of: units), pass)
      )
    }
  }

  private func tokens(_ units: [String], _ ids: [Int32]) -> [Token] {
    zip(units, ids).map { Token(text: $0, isUnknown: $1 == Vocabulary.Special.unknown) }
  }

  /// True if the outputs are labels, false if they are the next units of the text.
  package var hasLabels: Bool {
    if case .languageModel = model { return false }
    return true
  }
}

extension Vocabulary {
  fileprivate var allTokens: [String] { tokens(of: 0..<Int32(count)) }
}
