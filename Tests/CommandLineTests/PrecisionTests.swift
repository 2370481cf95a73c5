// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// What products are computed in, asked for on any CPU.
struct PrecisionTests {
  private static let training =
    "train \(ToyCorpus.training) --checkpoint c \(ToyCorpus.small) --epochs 1 --precision "

  /// Kernels of an instruction set that has no bfloat16 stand for an old CPU.
  @Test func bfloat16FallsBackWithAWord() throws {
    try withToyCorpus { directory throws in
      let result = Dragoman.run(
        Self.training + "bfloat16", in: directory, with: ("DRAGOMAN_KERNELS", "plain"))
      #expect(result.status == 0, "\(result.error)")
      #expect(
        result.error.hasPrefix("This CPU has no instructions for bfloat16: training in float32.\n"))
      #expect(!Dragoman.run("describe c", in: directory).output.contains("bfloat16"))
    }
  }

  @Test func autoSaysNothingWhereThereIsNothingFaster() throws {
    try withToyCorpus { directory throws in
      let result = Dragoman.run(
        Self.training + "auto", in: directory, with: ("DRAGOMAN_KERNELS", "plain"))
      #expect(result.status == 0, "\(result.error)")
      #expect(!result.error.contains("bfloat16"))
    }
  }

  @Test func anUnknownPrecision() {
    let result = Dragoman.run(Self.training + "half")
    #expect(result.status == 64)
    #expect(result.error.contains("'half'"))
    #expect(result.error.contains("'float32', 'bfloat16' or 'auto'"))
  }
}
