// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Models
import Text

extension Translator.Options {
  /// The score that ranks hypotheses.
  var ranking: Ranking { Ranking(lengthPenalty, CoveragePenalty(weight: coveragePenalty)) }

  /// Searches for outputs for `inputs`, longest first. Uses greedy search, the fastest, if the
  /// options ask for nothing more.
  func search<Session: SourceSession>(
    _ inputs: [SearchInput<Session.Source>], _ ensemble: Ensemble<Session>,
    forbidding forbidden: [Int32], keepingAttention: Bool
  ) -> [[Hypothesis]] {
    var constraints = SearchConstraints()
    constraints.minimumLength = minimumLength
    constraints.noRepeatNGrams = noRepeatNGrams
    let isPlain =
      beamSize == 1 && sampling == nil && constraints.areNone && !computesScores
      && !keepingAttention
    if isPlain, let session = ensemble.only, inputs.allSatisfy(\.prefix.isEmpty) {
      let search = GreedySearch(
        markers: .standard, maximumLength: maximumLength, forbidding: forbidden)
      return search.run(inputs.map { $0.sources[0] }, session).map { [$0] }
    }
    constraints.forbidden = forbidden
    var search = Search(markers: .standard, maximumLength: maximumLength)
    search.beamSize = beamSize
    search.wanted = hypotheses
    search.ranking = ranking
    search.constraints = constraints
    search.sampling = sampling
    search.keepsAttention = keepingAttention
    return search.run(inputs, ensemble)
  }

  /// Traps if a value is out of range or contradicts another.
  func check() {
    precondition(Limits.sentenceLength.contains(maximumLength), "maximumLength")
    precondition(Limits.sentenceLength.contains(maximumSourceLength), "maximumSourceLength")
    precondition(Limits.batchSize.contains(batchSize), "batchSize")
    precondition(Limits.threads.contains(threads), "threads")
    precondition(Limits.beamSize.contains(beamSize), "beamSize")
    precondition(sampling == nil || beamSize == 1, "sampling with a beam")
    let most = sampling == nil ? beamSize : Limits.beamSize.upperBound
    precondition((1...most).contains(hypotheses), "hypotheses")
    precondition((0...maximumLength).contains(minimumLength), "minimumLength")
    precondition(noRepeatNGrams >= 0, "noRepeatNGrams")
    precondition(coveragePenalty >= 0 && coveragePenalty.isFinite, "coveragePenalty")
    if case .wu(let alpha) = lengthPenalty { precondition(alpha >= 0, "alpha") }
    if let sampling {
      precondition(sampling.temperature > 0 && sampling.temperature.isFinite, "temperature")
      precondition((sampling.topK ?? 1) > 0, "topK")
      precondition((sampling.topP ?? 1) > 0 && (sampling.topP ?? 1) <= 1, "topP")
    }
  }
}
