// SPDX-License-Identifier: Apache-2.0

import Layers
import Messages
import Models

extension RecurrentCell {
  var name: String {
    switch self {
    case .lstm: "LSTM"
    case .gru: "GRU"
    case .tanh: "Elman (tanh)"
    case .relu: "Elman (relu)"
    case .sigmoid: "Elman (sigmoid)"
    case .formula(let formula): "cell with \(formula)"
    }
  }
}

extension LanguageModelConfiguration {
  /// The kind and sizes of the model, in words.
  var wording: String {
    switch kind {
    case .ngram: return "\(order)-gram, modified Kneser-Ney smoothing"
    case .window:
      let hidden = hiddenSize > 0 ? "hidden \(hiddenSize)" : "no hidden layer"
      let vectors = embeddingSize > 0 ? "embedding \(embeddingSize)" : "one-hot vectors"
      return "window of \(order), \(vectors), \(hidden), dropout \(dropout)"
        + (frozenEmbeddings ? ", frozen embeddings" : "")
    case .recurrent:
      let parts: [String?] = [
        "\(cell.name), \(counted(layers, "layer"))", "embedding \(embeddingSize)",
        "hidden \(hiddenSize)", "dropout \(dropout)",
        outputDropout > 0 ? "output dropout \(outputDropout)" : nil,
        wordDropout > 0 ? "word dropout \(wordDropout)" : nil,
        variationalDropout ? "variational dropout" : nil,
        residual ? "residual connections" : nil, layerNorm ? "layer normalization" : nil,
        tiedEmbeddings ? "embeddings tied to the output" : nil,
        frozenEmbeddings ? "frozen embeddings" : nil,
        learnedInitialState ? "learned initial state" : nil,
      ]
      return parts.compactMap(\.self).joined(separator: ", ")
    }
  }
}

extension GeneratorConfiguration {
  /// The kind and sizes of the model, in words.
  var wording: String { "\(decoder.wording), \(injection.wording)" }
}

extension VectorInjection {
  fileprivate var wording: String {
    switch self {
    case .state: "vectors as the first state"
    case .steps: "vectors at every step"
    case .both: "vectors as the first state and at every step"
    }
  }
}

extension ClassifierConfiguration {
  /// The kind and sizes of the model, in words.
  var wording: String { "\(encoder.wording), \(pooling.wording)" }
}

extension LabellerConfiguration {
  /// The kind and sizes of the model, in words.
  var wording: String { encoder.wording }
}

extension SequenceEncoderConfiguration {
  fileprivate var wording: String {
    let parts: [String?] = [
      "\(cell.name), \(counted(layers, "layer"))",
      bidirectional == .all ? "bidirectional" : nil,
      bidirectional == .first ? "the first bidirectional" : nil,
      vectorSize > 0 ? "vectors of \(vectorSize)" : "embedding \(embeddingSize)",
      characterCount > 0
        ? "character embedding \(characterEmbeddingSize), character hidden \(characterHiddenSize)"
        : nil,
      "hidden \(hiddenSize)", "dropout \(dropout)",
      outputDropout > 0 ? "output dropout \(outputDropout)" : nil,
      wordDropout > 0 ? "word dropout \(wordDropout)" : nil,
      variationalDropout ? "variational dropout" : nil,
      residual ? "residual connections" : nil, layerNorm ? "layer normalization" : nil,
      frozenEmbeddings ? "frozen embeddings" : nil,
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

extension Pooling {
  fileprivate var wording: String {
    switch self {
    case .last: "last state"
    case .mean: "mean over time"
    case .max: "maximum over time"
    }
  }
}

extension ModelConfiguration {
  /// The additions to the plain encoder–decoder, in words.
  var additions: [String] {
    let parts: [String?] = [
      bidirectional == .all ? "bidirectional encoder" : nil,
      bidirectional == .first ? "first encoder layer bidirectional" : nil,
      residual ? "residual connections" : nil,
      layerNorm ? "layer normalization" : nil,
      sharedWeights ? "one recurrence for both sides" : nil,
      decoderInitialization == .copy
        ? nil : "decoder starting from \(decoderInitialization.wording)",
      attention == .none ? nil : "\(attention.wording) attention",
      inputFeeding ? "input feeding" : nil,
      tiedEmbeddings == .target ? "target embeddings tied to the output" : nil,
      tiedEmbeddings == .all ? "all embeddings tied" : nil,
      frozenEmbeddings == .none ? nil : "\(frozenEmbeddings.wording) frozen",
      variationalDropout ? "variational dropout" : nil,
    ]
    return parts.compactMap { $0 }
  }
}

extension DecoderInitialization {
  fileprivate var wording: String {
    switch self {
    case .copy: "the encoder's states"
    case .bridge: "a bridge"
    case .mean: "the mean of the encoder's outputs"
    case .zero: "zeros"
    }
  }
}

extension FrozenEmbeddings {
  fileprivate var wording: String { self == .all ? "all embeddings" : "\(rawValue) embeddings" }
}

extension AttentionKind {
  fileprivate var wording: String { self == .scaledDot ? "scaled dot" : rawValue }
}
