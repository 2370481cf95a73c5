// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// `dragoman average`.
struct AverageTests {
  private static let flags =
    "\(ToyCorpus.training) \(ToyCorpus.development) \(ToyCorpus.small) --learning-rate 0.02"

  @Test func anAverageTranslates() throws {
    try withToyCorpus { directory throws in
      func run(_ command: String) -> ProcessResult {
        let result = Dragoman.run(command, in: directory)
        #expect(result.status == 0, "\(result.error)")
        return result
      }
      _ = run("train \(Self.flags) --checkpoint a --epochs 8")
      _ = run("train \(Self.flags) --checkpoint b --epochs 9")
      let result = run("average a b --output mean/of-two")
      #expect(result.error == "Wrote the average of 2 checkpoints to mean/of-two.\n")
      #expect(result.output.isEmpty)
      #expect(
        try names(in: directory + "/mean/of-two")
          == ["config.json", "model.safetensors", "source.vocab", "target.vocab"])
      let translated = Dragoman.run("translate mean/of-two", in: directory, input: "a b\n")
      #expect(translated.status == 0)
      #expect(translated.output.count { $0 == "\n" } == 1)
      #expect(
        run("describe mean/of-two").output
          .contains("\ntrained        the average of 2 checkpoints"))
      let resumed = Dragoman.run(
        "train \(Self.flags) --checkpoint mean/of-two --resume", in: directory)
      #expect(resumed.status == 66)
      #expect(
        resumed.error.hasSuffix(
          "\nError: mean/of-two/training-state.safetensors is missing, so training cannot "
            + "resume.\nThe checkpoint can still be used to translate. --overwrite starts "
            + "training from scratch.\n"
        ))
      #expect(
        Dragoman.run("average a b --output b", in: directory)
          == failure(
            73, "b already contains a checkpoint.", "Give another directory for --output."))
    }
  }

  @Test func whatDiffersIsNamed() throws {
    try withToyCorpus { directory throws in
      for (name, flags) in [("a", ""), ("b", "--hidden-size 8"), ("c", "--reverse-source")] {
        let result = Dragoman.run(
          "train \(Self.flags) --checkpoint \(name) --max-steps 1 \(flags)", in: directory)
        #expect(result.status == 0, "\(result.error)")
      }
      for (other, part) in [("b", "model"), ("c", "reverse_source")] {
        #expect(
          Dragoman.run("average a \(other) --output mean", in: directory)
            == failure(
              65, "a and \(other) differ in \(part), so their weights cannot be averaged.",
              "Give checkpoints of one run, or of runs that started from the same checkpoint."))
      }
      #expect(
        Dragoman.run("average a nothing --output mean", in: directory).status == 66)
      #expect(try !names(in: directory).contains("mean"))
    }
  }
}
