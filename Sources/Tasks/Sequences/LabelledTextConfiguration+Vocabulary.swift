// SPDX-License-Identifier: Apache-2.0

import Inference
import Subwords
import Text

extension LabelledTextConfiguration {
  /// Learns merges from the counted units, if the units are subwords.
  func merges(of units: VocabularyBuilder) -> BytePairMerges? {
    unit == .subword ? BytePairMerges(learning: merges, from: [units]) : nil
  }

  /// Builds the vocabulary of the counted units, which are divided by `merges` if there are any.
  func vocabulary(of units: VocabularyBuilder, merges: BytePairMerges?) -> Vocabulary {
    guard let merges else {
      return units.build(minimumFrequency: minimumFrequency, maximumSize: maximumVocabulary)
    }
    return Vocabulary(
      unitsOf: [units], BytePairEncoder(merges), minimumFrequency: minimumFrequency,
      maximumSize: maximumVocabulary)
  }
}
