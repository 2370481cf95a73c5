// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import TestSupport
import Testing

/// Compares exp and tanh with Double. An exhaustive run over all floats found at most 1.052 ulp for
/// exp, at 4.5055809, and 1.330 ulp for tanh, at 0.628309548.
@Suite struct FunctionTests {
  /// Floats of every sign and exponent, and those around the bounds of the cases.
  private static let samples: [Float] = {
    var samples = stride(from: UInt32(0), to: 0x7F80_0000, by: 90_001)
      .flatMap { [Float(bitPattern: $0), -Float(bitPattern: $0)] }
    samples += stride(from: Float(-104), through: 90, by: 0.0173)
    for edge in [-103.98, -103.28, -87.33654, 88.72283, 0.625, 4.5055809, 0.628309548, 1] {
      let bits = Float(edge).bitPattern
      samples += (bits - 20...bits + 20).flatMap {
        [Float(bitPattern: $0), -Float(bitPattern: $0)]
      }
    }
    return samples
  }()

  @Test(arguments: Kernels.names) func exponentialIsWithinAnUlp(_ name: String) throws {
    let found = try #require(Kernels.named(name)).exponential(Self.samples)
    // As documented, subnormal results are zero.
    let expected = Self.samples.map { exp(Double($0)) }
      .map { $0 < Double(Float.leastNormalMagnitude) ? 0 : $0 }
    expectClose(found, expected, ulps: 1.06, "exp")
  }

  @Test(arguments: Kernels.names) func hyperbolicTangentIsWithinTwoUlps(_ name: String) throws {
    let found = try #require(Kernels.named(name)).hyperbolicTangent(Self.samples)
    expectClose(found, Self.samples.map { tanh(Double($0)) }, ulps: 1.34, "tanh")
  }

  @Test(arguments: Kernels.names) func edges(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    // Among ordinary numbers, so that both whole vectors and remainders are tested.
    let padding = [Float](repeating: 1, count: 37)
    let edges: [Float] = [.infinity, -.infinity, .nan, 0, -0.0, .leastNonzeroMagnitude]
    let exponentials = kernels.exponential(padding + edges)
    expectClose(
      Array(exponentials.suffix(6)), [.infinity, 0, .nan, 1, 1, 1] as [Float], relative: 0, "exp")
    let tangents = kernels.hyperbolicTangent(padding + edges)
    expectSameBits(
      Array(tangents.suffix(6)), [1, -1, .nan, 0, -0.0, .leastNonzeroMagnitude], "tanh")
    #expect(kernels.exponential([]).isEmpty)
  }
}
