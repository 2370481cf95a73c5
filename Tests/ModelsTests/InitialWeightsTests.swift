// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import TestSupport
import Testing

@Suite struct InitialWeightsTests {
  private let hiddenSize = 25
  private let model = ToyModel(vocabulary: (50, 60), embedding: 17, hidden: 25).model

  @Test func aSeedGivesTheSameBits() {
    let elements = [5, 5, 6].map {
      model.initialParameters(seed: $0, embeddingDeviation: 0.5).elements
    }
    expectSameBits(elements[0], elements[1], "the same seed")
    #expect(elements[0] != elements[2])
  }

  @Test func eachParameterHasNumbersOfItsOwn() {
    let parameters = model.initialParameters(seed: 5, embeddingDeviation: 0.5)
    let firsts = model.layout.entries.map { parameters[$0.slot][0, 0] }
    #expect(Set(firsts).count == firsts.count)
  }

  @Test func embeddingsAreNormal() {
    let parameters = model.initialParameters(seed: 5, embeddingDeviation: 0.5)
    for entry in model.layout.entries where entry.name.contains("embedding") {
      // At least one of a thousand normal numbers exceeds 2.5 standard deviations.
      expect(parameters[entry.slot].elements, deviation: 0.5, largest: 1.25...3, entry.name)
    }
  }

  @Test func theRestIsUniform() {
    let parameters = model.initialParameters(seed: 5, embeddingDeviation: 0.5)
    for entry in model.layout.entries where !entry.name.contains("embedding") {
      // 0.2 is 1/√25.
      let limit: Float = entry.name.contains("weight_hh") ? 0.2 * Float(3).squareRoot() : 0.2
      var values = parameters[entry.slot].elements
      if entry.name.contains("lstm.bias") {
        let forgetGate = hiddenSize..<2 * hiddenSize
        #expect(values[forgetGate].allSatisfy { $0 == 1 }, "\(entry.name)")
        values.removeSubrange(forgetGate)
      }
      expect(
        values, deviation: limit / Float(3).squareRoot(), largest: 0.9 * limit...limit, entry.name)
    }
  }

  /// Only the bias of the forget gates differs.
  @Test func theForgetBiasIsGiven() {
    let usual = model.initialParameters(seed: 5, embeddingDeviation: 0.5)
    let given = model.initialParameters(seed: 5, embeddingDeviation: 0.5, forgetBias: 4)
    for entry in model.layout.entries {
      var expected = usual[entry.slot].elements
      if entry.name.contains("lstm.bias") {
        for unit in hiddenSize..<2 * hiddenSize { expected[unit] = 4 }
      }
      #expect(given[entry.slot].elements == expected, "\(entry.name)")
    }
  }

  /// Checks that numbers have mean 0 and the given standard deviation, within statistical error.
  private func expect(
    _ values: [Float], deviation: Float, largest: ClosedRange<Float>, _ name: String
  ) {
    let count = Float(values.count)
    #expect(largest.contains(values.map(abs).max() ?? 0), "\(name)")
    #expect(abs(values.reduce(0, +) / count) < 5 * deviation / count.squareRoot(), "\(name)")
    let variance = values.reduce(0) { $0 + $1 * $1 } / count
    #expect(abs(variance / (deviation * deviation) - 1) < 7 / count.squareRoot(), "\(name)")
  }
}
