// SPDX-License-Identifier: Apache-2.0

import Dragoman

extension NoEmbeddingsError: Explainable {
  var explanation: Explanation {
    Explanation(
      .badData,
      kind == .ngram
        ? "\(directory) is an n-gram model, which has no embeddings."
        : "\(directory) has no embeddings: its inputs are one-hot vectors (--embedding-size 0).",
      advice: "Give a recurrent model, or a window model with --embedding-size 1 or more.")
  }
}
