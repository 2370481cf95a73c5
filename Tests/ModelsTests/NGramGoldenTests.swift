// SPDX-License-Identifier: Apache-2.0

import Models
import TestSupport
import Testing

/// Compares n-gram models with an implementation of the formulas in Python.
@Suite struct NGramGoldenTests {
  private static let names = ["text", "lines", "padded", "bare", "words", "small"]

  @Test(arguments: names, 1...5) func everyProbabilityAgrees(_ name: String, order: Int) throws {
    let golden = try Golden("ngram")
    func integers(_ key: String) throws -> [Int32] {
      try golden.integers("\(name).\(key)").map(Int32.init)
    }
    let tokens = try integers("tokens")
    var end = 0
    let sequences = try integers("lengths").map { length in
      defer { end += Int(length) }
      return tokens[end..<end + Int(length)]
    }
    let model = NGramModel(
      order: order, vocabularySize: Int(try integers("vocabulary")[0]),
      beginning: try integers("beginning"), sequences: sequences)
    try expectClose(
      model.discounts.flatMap(\.values), golden.floats("\(name).discounts_\(order)"),
      relative: 1e-6, "discounts")

    let contexts = try integers("contexts")
    let distributions = stride(from: 0, to: contexts.count, by: 4).flatMap {
      model.distribution(after: model.context(after: contexts[$0..<$0 + 4]))
    }
    let expected = try golden.floats("\(name).distribution_\(order)")
    expectClose(distributions, expected, relative: 1e-6, "probabilities")
    let ratios = zip(distributions, expected).map { $0 / $1 }
    expectClose(
      ratios, [Float](repeating: 1, count: ratios.count), relative: 1e-6, "ratios")

    let losses = sequences.prefix(30).flatMap { model.losses(of: $0.prefix(200)) }
    try expectClose(
      losses, golden.floats("\(name).losses_\(order)"), relative: 1e-6, "losses")
  }
}
