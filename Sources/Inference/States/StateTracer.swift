// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import Subwords
import Text
import Threads

/// Reads texts with a recurrent model and keeps its states. Use from one thread at a time.
package struct StateTracer {
  private enum Model {
    case languageModel(LanguageModel, start: Int32)
    case classifier(SequenceClassifier)
  }

  private let model: Model
  private let pass: Pass
  private let codec: TextCodec
  /// The names of the outputs: units of text, or labels.
  package let outputs: [String]

  /// Creates a tracer of a language model; nil if the model is not recurrent.
  ///
  /// - Throws: `CheckpointError` for a language that ICU does not know.
  package init?(_ checkpoint: LanguageModelCheckpoint) throws {
    guard case .recurrent(let model, let parameters) = checkpoint.model else { return nil }
    let pool = try WorkerPool(count: 1)
    pass = Pass(model.inferenceWeights(parameters, quantized: false, pool), Workspace())
    codec = try checkpoint.codec()
    outputs = checkpoint.vocabulary.allTokens
    self.model = .languageModel(model, start: checkpoint.start)
  }

  /// Creates a tracer of a classifier; nil if it reads vectors.
  ///
  /// - Throws: `CheckpointError` for a language that ICU does not know.
  package init?(_ checkpoint: ClassifierCheckpoint) throws {
    guard let codec = try checkpoint.codec() else { return nil }
    let (model, pool) = (checkpoint.model, try WorkerPool(count: 1))
    pass = Pass(
      model.inferenceWeights(checkpoint.parameters, quantized: false, pool), Workspace())
    self.codec = codec
    outputs = checkpoint.labels.names
    self.model = .classifier(model)
  }

  /// - Throws: `TokenizerError`, which no machine causes.
  package init(_ machine: MachineModel) throws {
    pass = Pass(Weights(machine.parameters), Workspace())
    let codec = TokenCodec(machine.vocabulary, merges: nil)
    switch machine.network {
    case .languageModel(let model, let settings):
      self.model = .languageModel(model, start: settings.text.start(in: machine.vocabulary))
      self.codec = try TextCodec(settings.text.unit, settings.tokenizer, codec)
      outputs = machine.vocabulary.allTokens
    case .classifier(let model, let settings, let labels):
      self.model = .classifier(model)
      self.codec = try TextCodec(settings.text.unit, settings.tokenizer, codec)
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
  /// text before, `</s>`, or of the line before, first.
  package func trace(_ text: String) -> (tokens: [Token], StateTrace) {
    let (units, ids) = codec.encoded(text)
    let tokens = zip(units, ids).map {
      Token(text: $0, isUnknown: $1 == Vocabulary.Special.unknown)
    }
    switch model {
    case .languageModel(let model, let start):
      let first = Token(text: codec.vocabulary[start], isUnknown: false)
      return ([first] + tokens, model.trace([start] + ids, pass))
    case .classifier(let model): return (tokens, model.trace(ids, pass))
    }
  }

  /// True if the outputs are labels, false if they are the next units of the text.
  package var hasLabels: Bool {
    if case .classifier = model { return true }
    return false
  }
}

extension Vocabulary {
  fileprivate var allTokens: [String] { tokens(of: 0..<Int32(count)) }
}
