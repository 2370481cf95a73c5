// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

/// Compares help texts with the files in `Goldens`.
/// `RECORD_GOLDENS=1 swift test --filter HelpTests` updates the files.
struct HelpTests {
  private static let goldens = String(#filePath.dropLast("HelpTests.swift".count)) + "Goldens/"

  @Test(
    arguments: [
      "", "train", "train translation", "train language-model", "train classifier",
      "train labeller", "train generator",
      "translate", "sample", "complete", "classify", "label", "generate", "explain", "evaluate",
      "score",
      "embeddings",
      "embeddings pca", "embeddings neighbors", "embeddings analogy", "embeddings analogies",
      "embeddings differences", "embeddings export",
      "vocabulary", "tokenize", "bpe", "bpe learn", "bpe apply", "average", "describe",
      "plot", "machine", "encode", "activations", "gradients", "bottleneck", "report",
      "lecture", "lecture temporal-order", "lecture names", "lecture window-or-state",
      "lecture cells", "lecture echo", "lecture programs", "lecture copy", "lecture reverse",
      "lecture addition", "lecture digits", "lecture strokes", "lecture scenes",
      "lecture detectors",
      "lecture gradients",
      "lecture report", "search-cells",
    ])
  func helpIsAsRecorded(command: String) throws {
    let result = Dragoman.run("\(command) --help")
    #expect(result.status == 0)
    #expect(result.error.isEmpty)
    // The generator of the man page drops all other characters.
    #expect(result.output.utf8.allSatisfy { $0 < 0x80 })
    let name = (["help"] + command.split(separator: " ")).joined(separator: "-")
    let path = Self.goldens + name + ".txt"
    if getenv("RECORD_GOLDENS") != nil { try write(result.output, to: path) }
    #expect(result.output == String(decoding: try contents(of: path), as: UTF8.self))
  }

  @Test func versionNamesWhatItRunsWith() {
    let result = Dragoman.run("--version")
    #expect(result.status == 0)
    let match = result.output.wholeMatch(of: /dragoman [0-9.]+\nICU [0-9.]+, kernels: (.+)\n/)
    let kernels = /plain|avx2|avx512(vnni|bf16)?|amx|neon(bf16)?/
    #expect(match?.1.wholeMatch(of: kernels) != nil)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func makesCompletions(shell: String) {
    let result = Dragoman.run("--generate-completion-script \(shell)")
    #expect(result.status == 0)
    #expect(result.output.contains("embeddings"))
  }
}
