// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Inspection
import Testing

/// Returns the largest difference between two lists and its index; NaN counts as infinite.
private func worst(
  _ found: some Collection<Double>, _ expected: some Collection<Double>
) -> (difference: Double, index: Int) {
  #expect(found.count == expected.count)
  return zip(found, expected).enumerated().reduce((0, 0)) { worst, pair in
    let difference = abs(pair.element.0 - pair.element.1)
    return difference <= worst.0 ? worst : (difference.isNaN ? .infinity : difference, pair.offset)
  }
}

@Suite struct PrincipalComponentsTests {
  @Test func `equal NumPy's singular vectors up to sign on 5,000 × 256`() throws {
    struct Golden: Decodable { let ratios: [Double] }
    let ratios = try golden("pca-numpy-5000x256.json", as: Golden.self).ratios
    let bytes = try golden("pca-numpy-5000x256.f32")
    let expected = bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }

    let pca = try PrincipalComponents(of: syntheticTable(rows: 5000, dimension: 256), count: 4)
    try #require(pca.projection.count == expected.count)
    for component in 0..<4 {
      let places = stride(from: component, to: expected.count, by: 4)
      let ours = places.map { Double(pca.projection[$0]) }
      let theirs = places.map { Double(expected[$0]) }
      let agreement = zip(ours, theirs).reduce(0) { $0 + $1.0 * $1.1 }
      let off = worst(ours, agreement < 0 ? theirs.map { -$0 } : theirs)
      #expect(off.difference < 1e-4, "component \(component), row \(off.index)")
    }
    #expect(worst(pca.explainedVarianceRatios, ratios).difference < 1e-9)
  }

  struct ScikitCase: Decodable, Sendable {
    let rows, dimension, count: Int
    let mean, components, variances, ratios, projection: [Double]
  }

  @Test func `equal scikit-learn's in sign too, more rows than columns and fewer`() throws {
    let cases = try golden("pca-scikit.json", as: [ScikitCase].self)
    #expect(cases.contains { $0.rows < $0.dimension })
    for expected in cases {
      let table = syntheticTable(rows: expected.rows, dimension: expected.dimension)
      let pca = try PrincipalComponents(of: table, count: expected.count)
      #expect(worst(pca.mean, expected.mean).difference < 1e-12)
      #expect(worst(pca.components, expected.components).difference < 1e-6)
      #expect(worst(pca.explainedVariance, expected.variances).difference < 1e-10)
      #expect(worst(pca.explainedVarianceRatios, expected.ratios).difference < 1e-12)
      #expect(worst(pca.projection.map(Double.init), expected.projection).difference < 2e-6)
    }
  }

  @Test func `lose nothing when the mean is far from zero`() throws {
    let near = table([("a", [0, 0]), ("b", [1, 0]), ("c", [0, 0.5]), ("d", [1, 0.5])])
    let far = EmbeddingTable(
      words: near.words, counts: near.counts, dimension: 2,
      vectors: near.vectors.map { $0 + 1_048_576 })
    let expected = try PrincipalComponents(of: near, count: 2)
    let found = try PrincipalComponents(of: far, count: 2)
    #expect(found.projection == expected.projection)
    #expect(found.explainedVariance == expected.explainedVariance)
  }

  @Test func `have a positive largest loading, the lowest column's when tied`() throws {
    let diagonal = table([("a", [3, -3]), ("b", [-3, 3]), ("c", [1, 1]), ("d", [-1, -1])])
    let pca = try PrincipalComponents(of: diagonal, count: 2)
    #expect(pca.components[0] > 0 && pca.components[1] < 0)
    #expect(pca.components[2] > 0 && pca.components[3] > 0)
    #expect(pca.projection[0] > 0)
  }

  @Test func `are zero with ratios of zero when all rows are equal`() throws {
    let flat = table([("a", [1, 2]), ("b", [1, 2]), ("c", [1, 2])])
    let pca = try PrincipalComponents(of: flat, count: 2)
    #expect(pca.projection.allSatisfy { $0 == 0 })
    #expect(pca.explainedVarianceRatios == [0, 0])
  }

  @Test func `ratios of all components add up to one`() throws {
    let pca = try PrincipalComponents(of: syntheticTable(rows: 50, dimension: 9), count: 9)
    #expect(abs(pca.explainedVarianceRatios.reduce(0, +) - 1) < 1e-12)
    #expect(pca.explainedVariance == pca.explainedVariance.sorted(by: >))
  }

  @Test(arguments: [0, -1, 4, 1000])
  func `refuse a count outside the smaller side`(count: Int) {
    #expect(throws: InspectionError.componentCount(requested: count, maximum: 3)) {
      try PrincipalComponents(of: syntheticTable(rows: 10, dimension: 3), count: count)
    }
    #expect(throws: InspectionError.componentCount(requested: count, maximum: 3)) {
      try PrincipalComponents(of: syntheticTable(rows: 3, dimension: 10), count: count)
    }
  }

  @Test func `refuse fewer than two rows`() {
    #expect(throws: InspectionError.tooFewRows(found: 1)) {
      try PrincipalComponents(of: table([("a", [1, 2])]), count: 1)
    }
  }

  /// Finite, but farther apart than the largest float.
  @Test func `refuse vectors too large for them`() {
    let (low, high) = (-Float.greatestFiniteMagnitude, Float.greatestFiniteMagnitude)
    #expect(throws: InspectionError.tooLarge(word: "a")) {
      try PrincipalComponents(
        of: table([("a", [low, low]), ("b", [high, high])]), count: 1)
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `refuse values that are not finite`(value: Float) {
    #expect(throws: InspectionError.notFinite(word: "b", row: 1, column: 1)) {
      try PrincipalComponents(of: table([("a", [1, 2]), ("b", [3, value])]), count: 1)
    }
  }
}
