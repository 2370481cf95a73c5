// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Layers
import Models
import Subwords
import Text

extension Translator {
  /// Translates a line of at most 2^28 bytes by greedy search, whatever the search settings in
  /// `options`, and records the `count` most probable words of each step.
  ///
  /// For an ensemble, the source units are those of the first model.
  public func explain(_ line: String, best count: Int = 5) -> Explanation {
    precondition(count > 0, "count")
    let encoded = encodedSource(line)
    let source = sourceUnits(of: encoded)
    let steps = source.isEmpty ? [] : greedySteps(encoderInputs(encoded.ids), best: count)
    let said = steps.map(\.step.chosen.id).filter { $0 != SentenceMarkers.standard.end }
    let attention = steps.compactMap(\.attention)
    return Explanation(
      source: source, steps: steps.map(\.step),
      attention: attention.isEmpty ? nil : attention.map(inOrderOfText),
      text: checkpoint.configuration.targetText(of: targetCodec.tokens(of: said)),
      isCut: said.count == steps.count && !steps.isEmpty,
      isSourceCut: encoded.ids[0].count > options.maximumSourceLength)
  }

  private func sourceUnits(of line: EncodedSource) -> [Explanation.SourceUnit] {
    if line.units.isEmpty { return [] }
    let units = zip(line.units, line.ids[0]).prefix(options.maximumSourceLength).map { unit, id in
      Explanation.SourceUnit(text: unit, id: id, isUnknown: id == Vocabulary.Special.unknown)
    }
    let end = SentenceMarkers.standard.end
    return units
      + [Explanation.SourceUnit(text: checkpoint.sourceVocabulary[end], id: end, isUnknown: false)]
  }

  private typealias AttentiveStep = (step: Explanation.Step, attention: [Float]?)

  /// Decodes to the end of the sentence; `sources` holds the encoder input for each model.
  private func greedySteps(_ sources: [[Int32]], best count: Int) -> [AttentiveStep] {
    let ensemble = search.ensemble
    let arena = ensemble.workspace.arena
    defer { arena.reset() }
    let states = ensemble.start([sources])
    var steps: [AttentiveStep] = []
    var last = SentenceMarkers.standard.start
    while steps.count < options.maximumLength, last != SentenceMarkers.standard.end {
      let (best, attention) = arena.scope {
        let (distribution, attention) = ensemble.advance(
          states, after: [last], keepingAttention: hasAttention)
        return (mostProbable(count, distribution, ensemble.workspace.kernels), attention.first)
      }
      // Empty if no logit is above −infinity, as with NaN.
      if best.isEmpty { break }
      steps.append((Explanation.Step(best: best), attention))
      last = best[0].id
    }
    return steps
  }

  /// Returns the best words of a single row, without those that a translation may not contain.
  private func mostProbable(
    _ count: Int, _ distribution: WordDistribution, _ kernels: Kernels
  ) -> [Explanation.Choice] {
    let logits = distribution.logits
    for word in targetCodec.forbiddenInOutput { logits[0, Int(word)] = -.infinity }
    let words = kernels.largest(min(count, logits.columns), ofEachRow: logits)
    return words.filter { $0 >= 0 }.map { word in
      Explanation.Choice(
        text: checkpoint.targetVocabulary[word], id: word,
        probability: expf(distribution.logProbability(of: word, row: 0)))
    }
  }
}
