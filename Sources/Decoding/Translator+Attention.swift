// SPDX-License-Identifier: Apache-2.0

import Layers
import Models
import Subwords
import Text

/// Why there is no attention to go by; each checkpoint by its directory.
public enum AttentionObstacle: Equatable, Sendable {
  /// The model pays none.
  case paysNone(checkpoint: String)
  /// One model reads the words from first to last, the other from last to first.
  case otherOrder(first: String, other: String)
  /// The models cut a line into other words or units, to which they pay it.
  case otherUnits(first: String, other: String)
}

extension Translator {
  /// Whether all models pay attention, and to the same units of a line in the same order.
  public var hasAttention: Bool { attentionObstacle == nil }

  /// The first thing for which there is no attention; nil where there is. It depends on the models alone,
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
  /// Whether both make as many words or units, at the same places, of every line.
  fileprivate func cutsSources(as other: Checkpoint) -> Bool {
    guard configuration.sourceTokenizer == other.configuration.sourceTokenizer,
      merges?.source == other.merges?.source
    else { return false }
    // A unit that a vocabulary lacks is written with others.
    return merges == nil || sourceVocabulary.hasTokens(of: other.sourceVocabulary)
  }
}
