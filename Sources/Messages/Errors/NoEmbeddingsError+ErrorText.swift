// SPDX-License-Identifier: Apache-2.0

package import Dragoman

extension NoEmbeddingsError: Explainable {
  package var explanation: ErrorText {
    ErrorText(.badData, "\(directory) \(reason.words).", advice: reason.advice)
  }
}

extension NoEmbeddingsError.Reason {
  fileprivate var words: String {
    switch self {
    case .countsNGrams: "is an n-gram model, which has no embeddings"
    case .oneHotVectors:
      "has no embeddings: its inputs are one-hot vectors (--embedding-size 0)"
    case .readsVectors: "has no embeddings: its inputs are vectors"
    case .readsNoCharacters: "has no embeddings of characters: it was trained with --no-characters"
    }
  }

  fileprivate var advice: String {
    switch self {
    case .countsNGrams, .oneHotVectors:
      "Give a recurrent model, or a window model with --embedding-size 1 or more."
    case .readsVectors: "Give a model that reads text."
    case .readsNoCharacters: "Omit --characters, or give another labeller."
    }
  }
}
