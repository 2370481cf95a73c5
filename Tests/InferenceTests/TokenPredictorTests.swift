// SPDX-License-Identifier: Apache-2.0

import Compute
import Inference
import Models
import TestSupport
import Testing

@Suite struct TokenPredictorTests {
  /// Returns the log-probability of every token in each row.
  private func logProbabilities(_ predictor: any TokenPredictor) -> [[Float]] {
    predictor.workspace.arena.scope {
      let distribution = predictor.distribution()
      return (0..<distribution.logits.rows).map { row in
        (0..<Int32(predictor.vocabularySize)).map { distribution.logProbability(of: $0, row: row) }
      }
    }
  }

  private func expect(
    _ predictor: any TokenPredictor, _ model: TinyLanguageModel, after texts: [[Int32]]
  ) {
    let expected = texts.map { text in
      (0..<Int32(model.words)).map { model.logProbability(of: [$0], after: text) }
    }
    let found = logProbabilities(predictor)
    #expect(found.count == texts.count)
    expectClose(found.flatMap { $0 }, expected.flatMap { $0 }, relative: 1e-5, "\(texts)")
  }

  /// Rows are repeated, permuted and dropped.
  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func everyRowPredictsAsTheWholeTextDoes(_ kind: TinyLanguageModel.Kind) {
    let model = TinyLanguageModel(kind)
    let predictor = model.predictor()
    expect(predictor, model, after: [[]])
    predictor.advance([0, 0, 0], by: [1, 2, 3])
    expect(predictor, model, after: [[1], [2], [3]])
    predictor.advance([0, 1, 2], by: [4, 4, 0])
    predictor.advance([2, 0], by: [1, 2])
    expect(predictor, model, after: [[3, 0, 1], [1, 4, 2]])
    predictor.advance([1, 1, 0, 1], by: [0, 1, 2, 3])
    expect(
      predictor, model, after: [[1, 4, 2, 0], [1, 4, 2, 1], [3, 0, 1, 2], [1, 4, 2, 3]])
    predictor.start()
    expect(predictor, model, after: [[]])
    predictor.read([4, 4, 1])
    expect(predictor, model, after: [[4, 4, 1]])
  }

  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func savedRowsComeBackAnyNumberOfTimes(_ kind: TinyLanguageModel.Kind) {
    let model = TinyLanguageModel(kind)
    let predictor = model.predictor()
    predictor.advance([0, 0], by: [1, 2])
    predictor.save()
    let expected = logProbabilities(predictor)
    for token in 0..<3 as Range<Int32> {
      predictor.advance([0, 1, 1], by: [token, 3, 4])
      predictor.advance([2], by: [token])
      predictor.restore()
      #expect(logProbabilities(predictor) == expected)
    }
    predictor.advance([1], by: [0])
    expect(predictor, model, after: [[2, 0]])
    predictor.save()
    predictor.start()
    predictor.restore()
    expect(predictor, model, after: [[2, 0]])
  }
}
