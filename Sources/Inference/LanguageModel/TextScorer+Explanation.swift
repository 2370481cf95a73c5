// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Layers
import Subwords
import Text
import Threads

extension TextScorer {
  /// Returns the probability of each token of a line, and what the model expects at each place. The
  /// line starts a text or, if `continuing`, continues the lines before it since the last call of
  /// `startText`.
  ///
  /// The end of the line is not among its tokens, but is read before the next line.
  public func explanation(
    of line: String, best count: Int = 5, continuing: Bool = false
  ) -> TextExplanation {
    let (units, ids) = codec.encoded(line)
    let startsText = !continuing || !isInText
    let end = line.isEmpty && textLayout == .lines ? [] : lineEnd
    let found = predictors.together { predictor in
      if startsText { predictor.start() }
      let steps = ids.map { id in
        defer { predictor.advance([0], by: [id]) }
        return expectations(predictor, of: id, best: count)
      }
      defer { predictor.read(end) }
      return steps + [expectations(predictor, of: nil, best: count)]
    }
    isInText = true
    let vocabulary = codec.vocabulary
    let choices = found.map { step in
      step.best.map {
        Explanation.Choice(text: vocabulary[$0.id], id: $0.id, probability: $0.probability)
      }
    }
    return TextExplanation(
      tokens: zip(zip(units, ids), zip(found, choices)).map { token, found in
        TextExplanation.Token(
          text: token.0, id: token.1, isUnknown: token.1 == Vocabulary.Special.unknown,
          probability: found.0.probability, best: found.1)
      },
      next: choices[ids.count])
  }
}

private struct Expectations: Sendable {
  let probability: Float
  let best: [(id: Int32, probability: Float)]
}

/// Returns the probability of `id` as the next token, and the most probable next tokens.
private func expectations(
  _ predictor: any TokenPredictor, of id: Int32?, best count: Int
) -> Expectations {
  predictor.workspace.arena.scope {
    let distribution = predictor.distribution()
    func probability(_ id: Int32) -> Float { expf(distribution.logProbability(of: id, row: 0)) }
    let count = min(count, predictor.vocabularySize)
    return Expectations(
      probability: id.map(probability) ?? 1,
      best: predictor.workspace.kernels.largest(count, ofEachRow: distribution.logits)
        .prefix { $0 >= 0 }.map { ($0, probability($0)) })
  }
}

/// The probabilities of the tokens of a line.
public struct TextExplanation: Sendable, Equatable {
  /// The tokens of the line, without its end.
  public let tokens: [Token]
  /// The most probable tokens after the line, the best first.
  public let next: [Explanation.Choice]

  /// A token that the model reads.
  public struct Token: Sendable, Equatable {
    /// The token as in the vocabulary, which writes a space as `\s` and a line end as `\n`.
    public let text: String
    public let id: Int32
    /// True if the vocabulary lacks the token, which is then read as `<unk>`.
    public let isUnknown: Bool
    /// Its probability after the tokens before it, from 0 to 1.
    public let probability: Float
    /// The most probable tokens in its place, the best first.
    public let best: [Explanation.Choice]
  }
}
