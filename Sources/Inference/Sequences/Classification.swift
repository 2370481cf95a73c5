// SPDX-License-Identifier: Apache-2.0

import Glibc
import Text

/// The label that a model gives to a text or to a token.
public struct Classification: Sendable, Equatable {
  public let label: String
  /// The probability of each label, from the most probable to the least, the first label of the
  /// checkpoint first among equals.
  public let probabilities: [Candidate]

  public struct Candidate: Sendable, Equatable {
    public let label: String
    public let probability: Double
  }

  /// `logProbabilities` has a value for each of `labels`.
  init(_ logProbabilities: [Float], _ labels: LabelSet) {
    let order = logProbabilities.indices.sorted { left, right in
      logProbabilities[left] != logProbabilities[right]
        ? logProbabilities[left] > logProbabilities[right] : left < right
    }
    probabilities = order.map { id in
      Candidate(label: labels[Int32(id)], probability: exp(Double(logProbabilities[id])))
    }
    label = probabilities[0].label
  }
}
