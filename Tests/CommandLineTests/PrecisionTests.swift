// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// The precision of matrix products, on any CPU.
struct PrecisionTests {
  private static let training =
    "train \(ToyCorpus.training) --checkpoint c \(ToyCorpus.small) --epochs 1"

  /// Kernels of an instruction set without bfloat16 simulate an older CPU.
  @Test func bfloat16FallsBackWithAWord() throws {
    try withToyCorpus { directory throws in
      let result = Dragoman.run(
        Self.training + " --precision bfloat16", in: directory, with: ("DRAGOMAN_KERNELS", "plain"))
      #expect(result.status == 0, "\(result.error)")
      #expect(
        result.error.hasPrefix("This CPU has no bfloat16 instructions: training in float32.\n"))
      #expect(!Dragoman.run("describe c", in: directory).output.contains("bfloat16"))
    }
  }

  @Test func autoSaysNothingWhereThereIsNothingFaster() throws {
    try withToyCorpus { directory throws in
      let result = Dragoman.run(
        Self.training + " --precision auto", in: directory, with: ("DRAGOMAN_KERNELS", "plain"))
      #expect(result.status == 0, "\(result.error)")
      #expect(!result.error.contains("bfloat16"))
    }
  }

  @Test func autoIsTheDefaultOfANewRun() throws {
    try withToyCorpus { directory throws in
      func description(after flags: String) -> String {
        let result = Dragoman.run(Self.training + " --overwrite" + flags, in: directory)
        #expect(result.status == 0, "\(result.error)")
        return Dragoman.run("describe c", in: directory).output
      }
      #expect(description(after: "") == description(after: " --precision auto"))
      // A resumed run keeps the precision that it began with.
      let before = description(after: " --precision float32")
      let result = Dragoman.run(Self.training + " --resume --epochs 2", in: directory)
      #expect(result.status == 0, "\(result.error)")
      #expect(!before.contains("bfloat16"))
      #expect(!Dragoman.run("describe c", in: directory).output.contains("bfloat16"))
    }
  }

  @Test func anUnknownPrecision() {
    let result = Dragoman.run(Self.training + " --precision half")
    #expect(result.status == 64)
    #expect(result.error.contains("'half'"))
    #expect(result.error.contains("'float32', 'bfloat16' or 'auto'"))
  }
}
