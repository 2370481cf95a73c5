// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Layers
import Models
import Subwords
import Text

/// A reason why attention is not available. Checkpoints are given by their directories.
public enum AttentionObstacle: Equatable, Sendable {
  /// A model has no attention.
  case paysNone(checkpoint: String)
  /// One model reads the source forwards, the other in reverse.
  case otherOrder(first: String, other: String)
  /// The models split a line into different words or units.
  case otherUnits(first: String, other: String)
}

extension Translator {
  /// True if all models have attention to the same source units in the same order.
  public var hasAttention: Bool { attentionObstacle == nil }

  /// The first reason why attention is not available; nil if it is. It depends only on the models,
  /// not on the lines.
  public var attentionObstacle: AttentionObstacle? {
    let checkpoints = members.map(\.checkpoint)
    if let plain = checkpoints.first(where: { $0.configuration.model.attention == .none }) {
      return .paysNone(checkpoint: plain.files.directory)
    }
    for other in checkpoints.dropFirst() {
      let directories = (checkpoint.files.directory, other.files.directory)
      if other.configuration.reverseSource != checkpoint.configuration.reverseSource {
        return .otherOrder(first: directories.0, other: directories.1)
      }
      if !other.cutsSources(as: checkpoint) {
        return .otherUnits(first: directories.0, other: directories.1)
      }
    }
    return nil
  }
}

extension Checkpoint {
  /// Returns true if both checkpoints split every line into the same words or units.
  fileprivate func cutsSources(as other: Checkpoint) -> Bool {
    guard configuration.sourceTokenizer == other.configuration.sourceTokenizer,
      merges?.source == other.merges?.source
    else { return false }
    // A unit that is missing from the vocabulary is written as several smaller ones.
    return merges == nil || sourceVocabulary.hasTokens(of: other.sourceVocabulary)
  }
}
