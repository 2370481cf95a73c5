// SPDX-License-Identifier: Apache-2.0

import Models
import Text

extension NGramModelError: Explainable {
  var explanation: Explanation {
    Explanation(
      .badData, "\(path): \(problem.description).",
      advice: "The file is damaged or belongs to another model: copy it again, or train again.")
  }
}

extension NGramModelError.Problem {
  fileprivate var description: String {
    switch self {
    case .orderOutOfRange(let found, let allowed):
      "the longest n-grams have \(counted(found, "token")), but must have "
        + "\(allowed.lowerBound) to \(allowed.upperBound)"
    case .vocabularySizeOutOfRange(let found, let allowed):
      "the vocabulary has \(counted(found, "token")), but must have "
        + "\(grouped(allowed.lowerBound)) to \(grouped(allowed.upperBound))"
    case .beginningTooLong(let found, let order):
      "tensor 'beginning' has \(counted(found, "token")), but must have fewer than \(order)"
    case .impossibleValue(let tensor, let index, let found):
      "value \(grouped(index)) of tensor '\(tensor)' is \(found), which is not possible"
    case .notAscending(let tensor, let index):
      "value \(grouped(index)) of tensor '\(tensor)' is too small compared with the value before it"
    case .wrongChildCount(let tensor, let expected, let found):
      "the last value of tensor '\(tensor)' is \(grouped(found)), but must be \(grouped(expected)), "
        + "the number of n-grams one token longer"
    }
  }
}
