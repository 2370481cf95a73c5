// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// Compares the gradient of every parameter of every kind of model with central differences.
@Suite struct ArchitectureGradientTests {
  private static let lengths: [(source: Int, target: Int)] = [(2, 3), (0, 1), (3, 0)]
  private let random = Philox(seed: 3, purpose: 2, step: 1)

  /// The number of elements of each parameter to check.
  private static let tried = 8

  @Test(arguments: ArchitectureCase.smooth)
  func agreesWithCentralDifferences(_ architecture: ArchitectureCase) {
    let toy = ToyModel(
      vocabulary: (6, 7), embedding: 6, hidden: 6, dropout: 0.3, seed: 2, architecture.change)
    let weights = Weights(toy.parameters)
    let batch = TranslationBatch(toy.pairs(Self.lengths))
    func loss() -> Double { toy.loss(batch, random: random, weights) }
    let gradient = toy.gradient(batch, random: random, weights).gradient
    // Normalization of few elements is far from linear in each of them.
    let step: Float = toy.model.configuration.layerNorm ? 0x1p-7 : 0x1p-4
    var generator = SeededGenerator(seed: 5)
    for entry in toy.model.layout.entries {
      let place = toy.parameters[entry.slot]
      let found = gradient[entry.slot].elements
      let largest = Double(found.map(abs).max() ?? 0)
      for element in (0..<place.count).shuffled(using: &generator).prefix(Self.tried) {
        let expected = centralDifference(at: place, element, step: step, loss)
        // The rounding error of a loss of about 16, a sum of floats, is 1e-6.
        let tolerance = 4e-4 * largest + 2e-6 / Double(step)
        #expect(
          abs(Double(found[element]) - expected) <= tolerance,
          "\(architecture.name), \(entry.name)[\(element)]: \(found[element]), expected \(expected)"
        )
      }
    }
  }
}
