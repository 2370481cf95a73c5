// SPDX-License-Identifier: Apache-2.0

import Messages

/// A symbol in an input that a machine does not read.
struct UnknownSymbolError: Explainable, Equatable {
  let symbol, text, path: String
  let known: [String]

  var explanation: ErrorText {
    ErrorText(
      .badData, "'\(symbol)' in the input '\(text)' is not a symbol of \(path).",
      advice: "Its symbols are \(listed(known)).")
  }
}

/// A checkpoint in the place of the one that `machine` writes.
struct OccupiedCheckpointError: Explainable, Equatable {
  let directory: String

  var explanation: ErrorText {
    ErrorText(
      .cannotCreate, "\(directory) already contains a checkpoint.",
      advice: "Add --overwrite to replace it, or give another --checkpoint.")
  }
}

/// A checkpoint that `machine` cannot step through a text.
struct NoStatesError: Explainable, Equatable {
  enum Reason: String {
    case ngrams = "is an n-gram model, which has no state"
    case window = "is a window model, which has no state"
    case vectors = "reads vectors, not text"
  }

  let directory: String
  let reason: Reason

  var explanation: ErrorText {
    ErrorText(
      .badData, "\(directory) \(reason.rawValue).",
      advice:
        "Give a recurrent language model, a classifier or labeller of texts, or a machine file.")
  }
}
