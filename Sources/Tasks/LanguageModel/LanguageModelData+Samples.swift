// SPDX-License-Identifier: Apache-2.0

import Inference
import Models
import Subwords
import Text

extension LanguageModelData {
  /// Lets a model write, to show what it has learned after a step: 200 units or, of a text of lines,
  /// five lines.
  func sample(_ predictor: any TokenPredictor, step: Int) -> String? {
    let vocabulary = TokenCodec(vocabulary, merges: merges)
    guard let codec = try? TextCodec(configuration.unit, tokenizer, vocabulary) else { return nil }
    var generator = TextGenerator(unitsOfText: 200)
    generator.sampling?.seed = UInt64(step)
    let isOfLines = configuration.layout == .lines
    // Early on, a model often ends a long text at once, and there would be nothing to see.
    if !isOfLines { generator.forbidden.append(Vocabulary.Special.end) }
    let samples = 0..<(isOfLines ? 5 : 1)
    return generator.continuations(of: [], samples: samples, predictor)
      .map { codec.text(of: $0.tokens) }.joined(separator: "\n")
  }
}
