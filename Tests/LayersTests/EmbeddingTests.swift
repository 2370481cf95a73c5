// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

@Suite struct EmbeddingTests {
  private let workspace = Workspace()
  private let layer: Embedding
  private let parameters: ParameterBuffer
  private let terms: GradientTerms
  /// Word 2 occurs three times, word 1 never.
  private let ids: [Int32] = [2, 0, 3, 2, 2]

  init() {
    var layout = ParameterLayout()
    layer = Embedding(&layout, name: "embedding", vocabularySize: 4, embeddingSize: 3)
    parameters = ParameterBuffer(layout)
    terms = GradientTerms(layout)
    var generator = SeededGenerator(seed: 1)
    parameters[layer.weight].copy(from: generator.floats(12))
  }

  @Test func outputsAreTheRowsOfTheWords() {
    let output = layer.forward(ids, Pass(Weights(parameters), workspace))
    let expected = ids.flatMap { parameters[layer.weight].row(Int($0)).elements }
    expectSameBits(output.elements, expected, "rows")
  }

  @Test func gradientAgreesWithCentralDifferencesAndAdds() {
    var generator = SeededGenerator(seed: 2)
    let weights = Weights(parameters)
    let dOutput = workspace.arena.random(rows: ids.count, columns: 3, &generator)
    layer.backward(dOutput, ids: ids, Pass(Weights(parameters), workspace, into: terms))
    let expected = centralDifferences(at: parameters[layer.weight]) {
      workspace.arena.scope { dot(dOutput.elements, layer.forward(ids, Pass(weights, workspace))) }
    }
    let gradient = terms.sum(parameters.layout, workspace)
    let found = gradient[layer.weight].elements
    expectClose(found, expected, relative: 3e-6, "weight")
    #expect(found[3..<6] == [0, 0, 0], "a word that does not occur has no gradient")

    layer.backward(dOutput, ids: ids, Pass(Weights(parameters), workspace, into: terms))
    let twice = terms.sum(parameters.layout, workspace)
    expectClose(
      twice[layer.weight].elements, found.map { $0 * 2 }, relative: 1e-6, "twice")
  }

  @Test func anUnknownIdTraps() async {
    await #expect(processExitsWith: .failure) {
      var layout = ParameterLayout()
      let layer = Embedding(&layout, name: "e", vocabularySize: 2, embeddingSize: 3)
      let weights = Weights(ParameterBuffer(layout))
      _ = layer.forward([2], Pass(weights, Workspace()))
    }
  }
}
